/* signer: the office's time stamps. Numbers grow over restarts, crashes and a lost file, time never goes back, nothing
 * is sealed without a stamp, and keys in a token survive its restart. */
#include <errno.h>
#include <fcntl.h>

#include "core/trust/tsp.h"
#include "tests/unit/signer/office.h"

#define SOFTHSM "/usr/lib/softhsm/libsofthsm2.so"

/* ---- helpers ---- */

static struct tsp_token stamped(struct world *w, struct tsa *tsa)
{
    const struct tsp_source *source = tsa_source(tsa);
    unsigned char hash[32] = { 7 };
    struct tsp_token t = { .gen_time = 0 };
    const char *problem = "";
    const void *der = NULL;
    size_t len = 0;

    if (!source->stamp(source->arg, w->mem, hash, &der, &len))
        fail_msg("%s", tsa_problem(tsa));
    if (!tsp_read_sha256(w->mem, der, len, hash, &t, &problem))
        fail_msg("%s", problem);
    return t;
}

static uint64_t number(struct world *w, struct tsa *tsa)
{
    return strtoull(stamped(w, tsa).serial, NULL, 16);
}

static bool refuses_to_stamp(struct world *w, struct tsa *tsa)
{
    const struct tsp_source *source = tsa_source(tsa);
    unsigned char hash[32] = { 7 };
    const void *der = NULL;
    size_t len = 0;

    return !source->stamp(source->arg, w->mem, hash, &der, &len);
}

/* The state as a crash leaves it: without what closing adds. */
static void copy_state(struct world *w, const char *from, const char *to)
{
    assert_int_equal(system(mem_printf(w->mem, "cp %s %s", path(w, from), path(w, to))), 0);
}

static void write_state(struct world *w, const char *name, const char *end, const char *last)
{
    const char *text = mem_printf(w->mem, "%020llu %020lld ", strtoull(end, NULL, 10), strtoll(last, NULL, 10));
    unsigned char hash[32];

    assert_int_equal(EVP_Digest(text, strlen(text), hash, NULL, EVP_sha256(), NULL), 1);
    for (int i = 0; i < 8; i++)
        text = mem_printf(w->mem, "%s%02x", text, hash[i]);
    text = mem_printf(w->mem, "%s\n", text);
    file_write(path(w, name), text, strlen(text));
}

/* ---- serial numbers ---- */

static void numbers_grow_over_restarts(void **state)
{
    struct world *w = *state;
    uint64_t last = 0;

    for (int i = 0; i < 4; i++) {
        struct tsa *tsa = open_tsa(w, "restart", w->signer.keys);

        assert_non_null(tsa);
        for (int k = 0; k < 5; k++) {
            uint64_t n = number(w, tsa);

            assert_true(n > last);
            last = n;
        }
        talloc_free(tsa);
    }
}

static void a_crash_skips_but_never_repeats(void **state)
{
    struct world *w = *state;
    struct tsa *tsa = open_tsa(w, "alive", w->signer.keys);
    uint64_t last = 0;

    for (int i = 0; i < 1001; i++) /* over the end of a block */
        last = number(w, tsa);
    copy_state(w, "alive", "crashed");
    for (int i = 0; i < 5; i++)
        last = number(w, tsa);
    tsa = open_tsa(w, "crashed", w->signer.keys);
    assert_non_null(tsa);
    assert_true(number(w, tsa) > last);
}

static void a_lost_file_goes_on_from_the_clock(void **state)
{
    struct world *w = *state;
    struct tsa *tsa = open_tsa(w, "lost", w->signer.keys);
    int64_t second = now_us() / 1000000;
    uint64_t last = 0;

    do /* a second is worth a million numbers, more than can be given out in one */
        last = number(w, tsa);
    while (now_us() / 1000000 == second);
    talloc_free(tsa);
    assert_int_equal(remove(path(w, "lost")), 0);
    tsa = open_tsa(w, "lost", w->signer.keys);
    assert_true(number(w, tsa) > last);
}

static void numbers_far_ahead_of_the_clock_stay_ahead(void **state)
{
    struct world *w = *state;
    struct tsa *tsa;

    write_state(w, "ahead", "9000000000000000000", "0");
    tsa = open_tsa(w, "ahead", w->signer.keys);
    assert_non_null(tsa);
    assert_true(number(w, tsa) == 9000000000000000000u);
}

static void a_torn_record_leaves_the_other(void **state)
{
    struct world *w = *state;
    struct tsa *tsa = open_tsa(w, "torn", w->signer.keys);
    uint64_t last = 0;
    int fd;

    for (int i = 0; i < 2001; i++) /* both slots written */
        last = number(w, tsa);
    copy_state(w, "torn", "torn2");
    fd = open(path(w, "torn2"), O_WRONLY);
    assert_true(fd >= 0);
    /* the third block went to the second slot; tear the first, older one, then the newer */
    assert_int_equal(pwrite(fd, "XXXX", 4, 30), 4);
    tsa = open_tsa(w, "torn2", w->signer.keys);
    assert_non_null(tsa);
    assert_true(number(w, tsa) > last);
    talloc_free(tsa);
    assert_int_equal(pwrite(fd, "XXXX", 4, 30), 4);
    assert_int_equal(pwrite(fd, "XXXX", 4, 4096 + 30), 4);
    close(fd);
    assert_null(open_tsa(w, "torn2", w->signer.keys));
    assert_int_equal(errno, EILSEQ);
}

static void two_signers_do_not_share_numbers(void **state)
{
    struct world *w = *state;
    struct tsa *tsa = open_tsa(w, "shared", w->signer.keys);

    assert_null(open_tsa(w, "shared", w->signer.keys));
    assert_int_equal(errno, EWOULDBLOCK);
    talloc_free(tsa);
    assert_non_null(open_tsa(w, "shared", w->signer.keys));
}

static void without_a_disk_there_is_no_stamp(void **state)
{
    struct world *w = *state;
    struct tsa *tsa;

    assert_int_equal(symlink("/dev/full", path(w, "link")), 0);
    assert_null(open_tsa(w, "link", w->signer.keys));
    w->app->conf.tsa_state = "/dev/full";
    tsa = tsa_open(w->mem, &w->app->conf, w->signer.keys);
    w->app->conf.tsa_state = path(w, "tsa.state");
    assert_non_null(tsa);
    assert_true(refuses_to_stamp(w, tsa));
    assert_string_equal(tsa_problem(tsa), "serial numbers cannot be reserved");
}

/* ---- time ---- */

static void time_never_goes_back(void **state)
{
    struct world *w = *state;
    struct tsa *tsa;
    int64_t first;

    write_state(w, "future", "5", mem_printf(w->mem, "%lld", (long long)(now_us() + 3600 * INT64_C(1000000))));
    tsa = open_tsa(w, "future", w->signer.keys);
    assert_non_null(tsa);
    assert_true(refuses_to_stamp(w, tsa));
    assert_string_equal(tsa_problem(tsa), "the clock stands before the last time stamp");
    tsa = open_tsa(w, "present", w->signer.keys);
    first = stamped(w, tsa).gen_time;
    assert_true(first >= now_us() - INT64_C(2000000));
    assert_true(stamped(w, tsa).gen_time >= first);
    tsa_sync(tsa);
    copy_state(w, "present", "present2");
    tsa = open_tsa(w, "present2", w->signer.keys); /* the time survives a crash after the sync */
    assert_true(stamped(w, tsa).gen_time >= first);
}

/* ---- requests ---- */

static enum signer_status ask_stamp(struct world *w, const char *jst, const char *data, size_t len, const void **ret,
                                    size_t *ret_len)
{
    size_t n = strlen(jst) + 5;
    char *payload = mem_array(w->mem, char, n + len + 1);

    memcpy(payload, jst, strlen(jst));
    memcpy(payload + strlen(jst) + 1, "r-1", 3);
    memcpy(payload + n, data, len);
    return signer_answer(&w->signer, w->mem, SIGNER_STAMP, payload, n + len, &me, ret, ret_len);
}

static void a_hash_is_stamped_for_others(void **state)
{
    struct world *w = *state;
    static const char hash[32] = "01234567890123456789012345678901";
    const char *const units[] = { "", JST };
    const char *problem = "";
    struct tsp_token t;
    const void *der = NULL;
    size_t len = 0;

    for (int i = 0; i < 2; i++) {
        assert_int_equal(ask_stamp(w, units[i], hash, 32, &der, &len), SIGNER_OK);
        assert_true(tsp_read_sha256(w->mem, der, len, (const unsigned char *)hash, &t, &problem));
        assert_string_equal(t.policy, w->app->conf.tsa_policy);
    }
    assert_int_equal(ask_stamp(w, "", hash, 31, &der, &len), SIGNER_BAD_SHAPE);
    assert_int_equal(ask_stamp(w, "", hash, 0, &der, &len), SIGNER_BAD_SHAPE);
    assert_int_equal(ask_stamp(w, "x", hash, 32, &der, &len), SIGNER_BAD_FRAME);
    assert_int_equal(ask_stamp(w, KEY_TSA, hash, 32, &der, &len), SIGNER_BAD_FRAME);
    assert_non_null(strstr(read_file(w, path(w, "direct.jsonl")), "\"typ\":\"znacznik\",\"jst\":\"\",\"req\":\"r-1\""));
    assert_non_null(strstr(read_file(w, path(w, "direct.jsonl")),
                           "\"doc\":\"3031323334353637383930313233343536373839303132333435363738393031\""));
}

static void nobody_is_sealed_with_the_key_for_stamps(void **state)
{
    struct world *w = *state;

    refuses(w, SIGNER_SEAL_UPP, KEY_TSA, dated(w, UPP), SIGNER_BAD_FRAME);
}

static void without_a_key_for_stamps_nothing_is_sealed(void **state)
{
    struct world *w = *state;
    const char *usual = path(w, "keys/tsa.crt");
    const void *der = NULL;
    size_t len = 0;

    assert_int_equal(rename(usual, path(w, "away")), 0);
    refuses(w, SIGNER_SEAL_UPP, JST, dated(w, UPP), SIGNER_NO_KEY);
    assert_int_equal(ask_stamp(w, "", "01234567890123456789012345678901", 32, &der, &len), SIGNER_NO_KEY);
    cert_write(usual, w->ec->cert); /* a certificate of another key */
    refuses(w, SIGNER_SEAL_UPP, JST, dated(w, UPP), SIGNER_NO_KEY);
    install(w, KEY_TSA, w->ec); /* a key and certificate, but not for stamps */
    refuses(w, SIGNER_SEAL_UPP, JST, dated(w, UPP), SIGNER_NO_KEY);
    install(w, KEY_TSA, w->tsa);
    seals(w, SIGNER_SEAL_UPP, JST, dated(w, UPP));
}

/* A seal whose stamp nobody trusts is B-B in the eyes of the verifier, and does not leave. */
static void an_untrusted_stamp_is_not_released(void **state)
{
    struct world *w = *state;
    struct key_set *stranger = key_set_new(w->mem, KEY_P256, "Obcy");

    install(w, KEY_TSA, key_set_tsa(w->mem, KEY_P256, stranger));
    refuses(w, SIGNER_SEAL_UPP, JST, dated(w, UPP), SIGNER_INTERNAL);
    install(w, KEY_TSA, key_set_tsa(w->mem, KEY_RSA3072, w->ec));
    seals(w, SIGNER_SEAL_UPP, JST, dated(w, UPP));
    install(w, KEY_TSA, w->tsa);
}

static void a_stopped_clock_stops_seals(void **state)
{
    struct world *w = *state;
    struct tsa *usual = w->signer.tsa;
    const char *text = "";

    write_state(w, "late", "5", mem_printf(w->mem, "%lld", (long long)(now_us() + 3600 * INT64_C(1000000))));
    w->signer.tsa = open_tsa(w, "late", w->signer.keys);
    assert_int_equal(ask(w, SIGNER_SEAL_UPP, JST, dated(w, UPP), &text), SIGNER_INTERNAL);
    assert_string_equal(text, "the clock stands before the last time stamp");
    w->signer.tsa = usual;
}

/* ---- tokens ---- */

static void import(struct world *w, const char *name, EVP_PKEY *key, const char *id)
{
    const char *uri = mem_printf(w->mem, "pkcs11:token=urzad;object=%s;type=private\n", name);

    key_write(path(w, "import.pem"), key);
    assert_int_equal(system(mem_printf(w->mem,
                                       "softhsm2-util --import %s --token urzad --label %s --id %s --pin 1234 "
                                       ">/dev/null 2>&1",
                                       path(w, "import.pem"), name, id)),
                     0);
    file_write(path(w, mem_printf(w->mem, "keys/%s.p11", name)), uri, strlen(uri));
}

static void fill_token(struct world *w)
{
    mkdir(path(w, "tokens"), 0700);
    assert_int_equal(system("softhsm2-util --init-token --free --label urzad --pin 1234 --so-pin 5678 >/dev/null 2>&1"),
                     0);
    import(w, "0805", w->ec->key, "05");
    import(w, "0806", w->rsa->key, "06");
    import(w, KEY_TSA, w->tsa->key, "07");
}

static void insert_token(struct world *w)
{
    const char *conf = path(w, "softhsm2.conf");
    const char *text = mem_printf(w->mem, "directories.tokendir = %s\nobjectstore.backend = file\nlog.level = ERROR\n",
                                  path(w, "tokens"));

    file_write(conf, text, strlen(text));
    setenv("SOFTHSM2_CONF", conf, 1);
    file_write(path(w, "pin"), "1234\n", 5);
    w->app->conf.signer_pkcs11_module = SOFTHSM;
    w->app->conf.signer_pin_file = path(w, "pin");
    cert_write(path(w, "keys/0805.crt"), w->ec->cert);
    cert_write(path(w, "keys/0806.crt"), w->rsa->cert);
    fill_token(w);
    remove(path(w, "keys/tsa.key"));
}

static void keys_of_a_token_survive_its_restart(void **state)
{
    struct world *w = *state;

    insert_token(w);
    for (int i = 0; i < 3; i++) {
        seals(w, SIGNER_SEAL_UPP, "0805", for_unit(w, "0805"));
        seals(w, SIGNER_SEAL_UPP, "0806", for_unit(w, "0806"));
        /* another token with the same keys: sessions and handles of the old one mean nothing any more */
        assert_int_equal(system(mem_printf(w->mem, "rm -rf %s", path(w, "tokens"))), 0);
        if (i == 1) {
            refuses(w, SIGNER_SEAL_UPP, "0805", for_unit(w, "0805"), SIGNER_INTERNAL);
            refuses(w, SIGNER_SEAL_UPP, "0806", for_unit(w, "0806"), SIGNER_NO_KEY);
        }
        fill_token(w);
    }
    seals(w, SIGNER_SEAL_UPP, "0805", for_unit(w, "0805"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_grow_over_restarts),
        cmocka_unit_test(a_crash_skips_but_never_repeats),
        cmocka_unit_test(a_lost_file_goes_on_from_the_clock),
        cmocka_unit_test(numbers_far_ahead_of_the_clock_stay_ahead),
        cmocka_unit_test(a_torn_record_leaves_the_other),
        cmocka_unit_test(two_signers_do_not_share_numbers),
        cmocka_unit_test(without_a_disk_there_is_no_stamp),
        cmocka_unit_test(time_never_goes_back),
        cmocka_unit_test(a_hash_is_stamped_for_others),
        cmocka_unit_test(nobody_is_sealed_with_the_key_for_stamps),
        cmocka_unit_test(without_a_key_for_stamps_nothing_is_sealed),
        cmocka_unit_test(an_untrusted_stamp_is_not_released),
        cmocka_unit_test(a_stopped_clock_stops_seals),
        /* last: the engine and its module stay loaded in the process */
        cmocka_unit_test(keys_of_a_token_survive_its_restart),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
