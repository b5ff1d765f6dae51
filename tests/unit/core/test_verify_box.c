/* core/sig/verify_box: the sandbox answers as the engine does, learns whom to trust when that changes, and its death is one
 * answer. */
#include "core/sig/verify_box.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "core/sig/xmlsig.h"
#include "tests/support/helper.h"
#include "tests/support/keys.h"
#include "tests/support/verify_kit.h"

#define DOC "<p:Dokument xmlns:p=\"urn:p\"><p:Tresc>Kwota: 100 zł</p:Tresc></p:Dokument>"

struct world {
    struct app *app;
    struct key_set *keys;
    const char *text;
    size_t len;
    int64_t now;
};

static int set_up(void **state)
{
    TALLOC_CTX *mem = mem_new(NULL);
    struct world *w = mem_zero(mem, struct world);
    xmlDoc *doc = NULL;

    xml_init();
    signal(SIGPIPE, SIG_IGN); /* as every program does */
    w->app = mem_zero(mem, struct app);
    w->app->mem = mem;
    w->now = (int64_t)time(NULL) * 1000000;
    w->keys = key_set_new(mem, KEY_P256, "Jan Kowalski");
    assert_int_equal(xml_parse(mem, DOC, sizeof DOC - 1, 1 << 20, &doc, NULL), ERR_OK);
    assert_int_equal(xmlsig_sign(mem, doc, w->keys->key, &w->keys->cert, 1, w->now, "text/xml", NULL), ERR_OK);
    w->text = xml_bytes(mem, doc, &w->len);
    *state = w;
    return 0;
}

static int tear_down(void **state)
{
    struct world *w = *state;

    talloc_free(w->app->mem);
    return 0;
}

static struct verify_request request(const struct world *w)
{
    return (struct verify_request){
        .data = w->text, .len = w->len, .profile = VERIFY_FOREIGN, .purposes = TRUST_SIGNERS, .at = w->now
    };
}

static void it_answers_as_the_engine_does(void **state)
{
    struct world *w = *state;
    MEM_SCOPE(mem, w->app->mem);
    const struct verify_request rq = request(w);
    struct trust *t = kit_trust(mem, w->keys->root, TRUST_QUALIFIED);
    struct verify_report inside;
    struct verify_report here;

    verify_bytes(mem, &rq, t, &here);
    for (int i = 0; i < 3; i++) {
        verify_box(mem, w->app, &rq, t, &inside);
        assert_int_equal(inside.indication, VERIFY_TOTAL_PASSED);
        assert_string_equal(verify_text(mem, &inside, true), verify_text(mem, &here, true));
        assert_int_equal(inside.signed_len, here.signed_len);
        assert_memory_equal(inside.signed_bytes, here.signed_bytes, here.signed_len);
        assert_int_equal(inside.n_used, here.n_used);
    }
}

static void it_learns_whom_to_trust(void **state)
{
    struct world *w = *state;
    MEM_SCOPE(mem, w->app->mem);
    const struct verify_request rq = request(w);
    struct key_set *other = key_set_new(mem, KEY_P256, "Inny");
    struct trust *t = kit_trust(mem, other->root, TRUST_QUALIFIED);
    struct verify_report r;

    verify_box(mem, w->app, &rq, t, &r);
    assert_int_equal(r.indication, VERIFY_INDETERMINATE);
    kit_anchor(t, w->keys->root, TRUST_QUALIFIED, TRUST_REVOCATION_IF_KNOWN);
    verify_box(mem, w->app, &rq, t, &r);
    assert_int_equal(r.indication, VERIFY_TOTAL_PASSED);
    /* and what is missing comes back */
    t = trust_new(mem);
    kit_anchor(t, w->keys->root, TRUST_QUALIFIED, TRUST_REVOCATION_REQUIRED);
    verify_box(mem, w->app, &rq, t, &r);
    assert_string_equal(r.subindication, "TRY_LATER");
    assert_int_equal(r.n_missing, 1);
    assert_true(r.missing[0].cert_len > 100);
}

static void its_death_is_one_answer(void **state)
{
    struct world *w = *state;
    MEM_SCOPE(mem, w->app->mem);
    const struct verify_request rq = request(w);
    struct trust *t = kit_trust(mem, w->keys->root, TRUST_QUALIFIED);
    struct verify_report r;

    for (int i = 0; i < 3; i++) {
        verify_box(mem, w->app, &rq, t, &r);
        assert_int_equal(r.indication, VERIFY_TOTAL_PASSED);
        helper_kill();
        verify_box(mem, w->app, &rq, t, &r);
        assert_int_equal(r.indication, VERIFY_INDETERMINATE);
        assert_string_equal(VERIFY_CHECKS(r.checks), "35");
        assert_true(r.dead);
        assert_int_equal(r.n, 0);
        assert_null(r.signed_bytes);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(it_answers_as_the_engine_does, set_up, tear_down),
        cmocka_unit_test_setup_teardown(it_learns_whom_to_trust, set_up, tear_down),
        cmocka_unit_test_setup_teardown(its_death_is_one_answer, set_up, tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
