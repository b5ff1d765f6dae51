/* Heads of trees through the signer: both kinds of keys, one unit without a key among others, everything that is no head
 * refused; what is given out passes the check of `journal verify` and no altered piece of it does. */
#include "admin/check.h"
#include "core/law/date.h"
#include "core/seal/seal_heads.h"
#include "core/seal/treehead.h"
#include "tests/unit/signer/office.h"

static const char *head(struct world *w, const char *jst, int64_t numer)
{
    struct treehead h = { .numer = numer, .dzien = date_of(now_us()), .n_lisci = 3, .czas = now_us() };

    snprintf(h.jst, sizeof h.jst, "%s", jst);
    return treehead_text(w->mem, &h);
}

static const char *problem_of(struct world *w, const struct seal_head *s)
{
    const struct check_head h = { .numer = 1,
                                  .tresc = s->text,
                                  .podpis = s->signature,
                                  .n_podpis = s->n_signature,
                                  .znacznik = s->token,
                                  .n_znacznik = s->n_token,
                                  .certyfikaty = s->certificates };
    X509_STORE *trust = check_trust(w->mem, w->app->conf.trust_dir);

    assert_non_null(trust);
    return check_signatures(w->mem, &h, s->jst, now_us(), trust);
}

static const void *spoiled(struct world *w, const void *data, size_t n, size_t at)
{
    unsigned char *copy = mem_dup(w->mem, data, n);

    copy[at] ^= 1;
    return copy;
}

static void assert_no_altered_piece_passes(struct world *w, const struct seal_head *good)
{
    struct seal_head bad = *good;

    bad.text = replace(w, good->text, "poswiadczen: 3", "poswiadczen: 4");
    assert_non_null(problem_of(w, &bad));
    for (size_t at = 0; at < good->n_signature; at += 7) {
        bad = *good;
        bad.signature = spoiled(w, good->signature, good->n_signature, at);
        assert_non_null(problem_of(w, &bad));
    }
    for (size_t n = 0; n < good->n_token; n += 31) {
        bad = *good;
        bad.n_token = n;
        assert_non_null(problem_of(w, &bad));
    }
    bad = *good;
    bad.token = "";
    bad.n_token = 0;
    assert_string_equal(problem_of(w, &bad), "znacznik czasu jest nieczytelny");
    bad = *good;
    bad.certificates = "";
    assert_string_equal(problem_of(w, &bad), "nie ma certyfikatu pieczęci");
}

static void heads_of_all_units_in_one_round_trip(void **state)
{
    struct world *w = *state;
    struct app *app = another(w);
    struct seal_head heads[] = {
        { .jst = JST, .text = head(w, JST, 1) },
        { .jst = "0803012", .text = head(w, "0803012", 1) }, /* no key */
        { .jst = RSA_JST, .text = head(w, RSA_JST, 9) },
        { .jst = JST, .text = head(w, RSA_JST, 1) }, /* another unit's */
        { .jst = JST, .text = "zwykły tekst" },
    };

    assert_int_equal(seal_heads(caller(w, app), heads, 5), ERR_BUSY); /* the signer is away */
    start_signer(w);
    assert_int_equal(seal_heads(caller(w, app), heads, 5), ERR_OK);
    for (int i = 0; i < 5; i++)
        assert_true(!heads[i].problem == (i == 0 || i == 2));
    for (int i = 0; i <= 2; i += 2) {
        assert_null(problem_of(w, &heads[i]));
        assert_no_altered_piece_passes(w, &heads[i]);
    }
    heads[0].certificates = heads[2].certificates;
    assert_string_equal(problem_of(w, &heads[0]), "podpis nie pasuje do treści");
    assert_int_equal(seal_heads(caller(w, app), heads, 0), ERR_OK);
    seal_close(app);
    stop_signer(w);
}

static void only_heads_made_now_are_signed(void **state)
{
    struct world *w = *state;
    const char *good = head(w, JST, 1);

    assert_int_equal(ask(w, SIGNER_SEAL_HEAD, JST, good, NULL), SIGNER_OK);
    refuses(w, SIGNER_SEAL_HEAD, JST, replace(w, good, "w toku", "zamkniety"), SIGNER_BAD_SHAPE);
    refuses(w, SIGNER_SEAL_HEAD, JST, replace(w, good, "czas: 20", "czas: 21"), SIGNER_BAD_SHAPE);
    refuses(w, SIGNER_SEAL_HEAD, JST, replace(w, good, "czas: 20", "czas: 19"), SIGNER_BAD_SHAPE);
    refuses(w, SIGNER_SEAL_HEAD, JST, mem_printf(w->mem, "%s\n", good), SIGNER_BAD_SHAPE);
    refuses(w, SIGNER_SEAL_HEAD, JST, "", SIGNER_BAD_SHAPE);
    refuses(w, SIGNER_SEAL_HEAD, JST, dated(w, UPP), SIGNER_BAD_SHAPE);
    refuses(w, SIGNER_SEAL_UPP, JST, good, SIGNER_BAD_DOCUMENT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(heads_of_all_units_in_one_round_trip),
        cmocka_unit_test(only_heads_made_now_are_signed),
    };

    date_init();
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
