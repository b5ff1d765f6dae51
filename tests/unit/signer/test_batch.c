/* core/seal/seal and the signer: many documents in one round trip, each with its own fate. */
#include <poll.h>

#include "core/trust/tsp.h"
#include "tests/unit/signer/office.h"

#define N 60

static struct seal_item *items(struct world *w, int n)
{
    struct seal_item *all = mem_array(w->mem, struct seal_item, (size_t)n);

    for (int i = 0; i < n; i++) {
        const char *xml = replace(w, dated(w, UPP), "DOK-1", mem_printf(w->mem, "DOK-%d", i));

        all[i] = (struct seal_item){ .type = SEAL_UPP, .xml = xml, .len = strlen(xml) };
    }
    return all;
}

static void is_sealed(struct world *w, const struct seal_item *item, int i)
{
    struct checked c;

    assert_int_equal(item->err, ERR_OK);
    assert_null(item->problem);
    assert_non_null(strstr(item->sealed, mem_printf(w->mem, ">DOK-%d<", i))); /* each its own answer */
    c = check_passes(w->mem, item->sealed, item->n_sealed, VERIFY_NARROW, w->app->conf.trust_dir, now_us());
    assert_string_equal(c.one.level, "B-T");
}

static void a_batch_is_sealed(void **state)
{
    struct world *w = *state;
    struct app *app = another(w);
    struct seal_item *all = items(w, N);

    start_signer(w);
    assert_int_equal(seal_documents(caller(w, app), all, N), ERR_OK);
    for (int i = 0; i < N; i++)
        is_sealed(w, &all[i], i);
    assert_int_equal(seal_documents(caller(w, app), all, 0), ERR_OK);
    assert_int_equal(seal_documents(caller(w, app), all, SEAL_MAX_ITEMS + 1), ERR_INTERNAL);
    seal_close(app);
    stop_signer(w);
}

static void a_bad_item_does_not_spoil_the_others(void **state)
{
    struct world *w = *state;
    struct app *app = another(w);
    struct seal_item *all = items(w, 6);

    all[0] = (struct seal_item){ .type = SEAL_UPP, .xml = "<a/>", .len = 4 };
    all[2] = (struct seal_item){ .type = SEAL_UPP, .xml = "", .len = 0 };
    all[3].len = (size_t)1 << 30;
    all[5].type = SEAL_UPD;
    start_signer(w);
    assert_int_equal(seal_documents(caller(w, app), all, 6), ERR_OK);
    for (int i = 0; i < 6; i++) {
        if (i == 1 || i == 4) {
            is_sealed(w, &all[i], i);
            continue;
        }
        assert_int_equal(all[i].err, ERR_INTERNAL);
        assert_non_null(all[i].problem);
        assert_null(all[i].sealed);
    }
    seal_close(app);
    stop_signer(w);
}

/* More than the sockets hold in either direction: nobody waits for the other with full hands. */
static void large_documents_do_not_block(void **state)
{
    enum { LARGE = 20, SIZE = 900 << 10 };
    struct world *w = *state;
    struct app *app = another(w);
    char *text = mem_array(w->mem, char, SIZE);
    struct seal_item all[LARGE];
    const char *xml;

    memset(text, 'x', SIZE - 1);
    xml = replace(w, dated(w, PISMO), "Treść.", text);
    for (int i = 0; i < LARGE; i++)
        all[i] = (struct seal_item){ .type = SEAL_PISMO, .xml = xml, .len = strlen(xml) };
    start_signer(w);
    assert_int_equal(seal_documents(caller(w, app), all, LARGE), ERR_OK);
    for (int i = 0; i < LARGE; i++) {
        assert_int_equal(all[i].err, ERR_OK);
        assert_true(all[i].n_sealed > SIZE);
    }
    seal_close(app);
    stop_signer(w);
}

static void a_signer_away_is_said_for_each(void **state)
{
    struct world *w = *state;
    struct app *app = another(w);
    struct ctx *ctx = caller(w, app);
    struct seal_item *all = items(w, 3);

    assert_int_equal(seal_documents(ctx, all, 3), ERR_BUSY);
    assert_non_null(ctx->fail.message);
    for (int i = 0; i < 3; i++)
        assert_int_equal(all[i].err, ERR_BUSY);
}

static void a_batch_goes_on_over_a_restart(void **state)
{
    struct world *w = *state;
    struct app *app = another(w);
    struct seal_item *all = items(w, N);

    start_signer(w);
    assert_int_equal(seal(w, app, dated(w, UPP)), ERR_OK);
    stop_signer(w);
    start_signer(w);
    assert_int_equal(seal_documents(caller(w, app), all, N), ERR_OK); /* over a connection that died meanwhile */
    for (int i = 0; i < N; i++)
        is_sealed(w, &all[i], i);
    seal_close(app);
    stop_signer(w);
}

/* The signer takes one request of each connection in turn. */
static void a_long_batch_does_not_keep_others_waiting(void **state)
{
    struct world *w = *state;
    struct app *app = another(w);
    int ready[2];
    pid_t pid;
    char c = 0;
    int status = -1;

    start_signer(w);
    assert_int_equal(pipe(ready), 0);
    fflush(NULL);
    pid = fork();
    if (pid == 0) {
        struct app *mine = another(w);
        struct seal_item *all = items(w, SEAL_MAX_ITEMS);

        assert_int_equal(seal(w, mine, dated(w, UPP)), ERR_OK);
        if (write(ready[1], "r", 1) != 1 || seal_documents(caller(w, mine), all, SEAL_MAX_ITEMS))
            _exit(1);
        if (write(ready[1], "d", 1) != 1)
            _exit(1);
        _exit(0);
    }
    close(ready[1]);
    assert_int_equal(read(ready[0], &c, 1), 1);
    for (int i = 0; i < 3; i++)
        assert_int_equal(seal(w, app, dated(w, UPP)), ERR_OK);
    {
        struct pollfd p = { .fd = ready[0], .events = POLLIN };

        assert_int_equal(poll(&p, 1, 0), 0); /* the batch is still under way */
    }
    waitpid(pid, &status, 0);
    assert_int_equal(status, 0);
    close(ready[0]);
    seal_close(app);
    stop_signer(w);
}

static void stamps_come_over_the_socket(void **state)
{
    struct world *w = *state;
    struct app *app = another(w);
    struct ctx *ctx = caller(w, app);
    unsigned char hash[32] = { 1, 2, 3 };
    struct tsp_token t;
    const char *problem = "";
    void *der = NULL;
    size_t len = 0;

    assert_int_equal(seal_stamp(ctx, hash, &der, &len), ERR_BUSY);
    assert_non_null(strstr(ctx->fail.message, "Znacznik czasu"));
    start_signer(w);
    assert_int_equal(seal_stamp(ctx, hash, &der, &len), ERR_OK);
    assert_true(tsp_read_sha256(w->mem, der, len, hash, &t, &problem));
    ctx->jst = "";
    assert_int_equal(seal_stamp(ctx, hash, &der, &len), ERR_OK);
    seal_close(app);
    stop_signer(w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_batch_is_sealed),
        cmocka_unit_test(a_bad_item_does_not_spoil_the_others),
        cmocka_unit_test(large_documents_do_not_block),
        cmocka_unit_test(a_signer_away_is_said_for_each),
        cmocka_unit_test(a_batch_goes_on_over_a_restart),
        cmocka_unit_test(a_long_batch_does_not_keep_others_waiting),
        cmocka_unit_test(stamps_come_over_the_socket),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
