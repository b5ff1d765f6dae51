/* Drafting, accepting, signing and sending of letters. Who may do what in which state: pismo_stany.c. */
#include "modules/eod/pismo/pismo.h"

#include <inttypes.h>
#include <string.h>

#include "core/base/utf8.h"
#include "core/ctx/app.h"
#include "core/ctx/audit.h"
#include "core/ctx/blob.h"
#include "core/ctx/db.h"
#include "core/law/date.h"
#include "core/seal/seal.h"
#include "modules/eod/pismo/adresat.h"
#include "modules/eod/sprawa/sprawa.h"
#include "modules/esp/doreczenie/doreczenie.h"
#include "modules/forms/wzor/wzor.h"
#include "modules/org/jst/jst.h"
#include "modules/org/kadry/kadry.h"
#include "pismo_sql.h"

static const char MISSING[] = "Nie ma takiego pisma.";

/* ---- the lock and the table ---- */

struct zmiana {
    int64_t id;
    struct db_rows *row;     /* pismo_get() after the lock */
    const struct step *step; /* the one that is taken */
};

static enum err closed(struct ctx *ctx, const char *znak)
{
    return ctx_fail(ctx, ERR_CONFLICT,
                    mem_printf(ctx->mem, "Sprawa %s jest zakończona, więc jej dokumentów nie można zmieniać.", znak),
                    "znak=%s", znak);
}

static const char *state_text(const struct db_rows *row)
{
    static const char *const texts[PISMO_STAN_N] = {
        [PISMO_ROBOCZE] = "jest w przygotowaniu",  [PISMO_PRZEDLOZONE] = "czeka na akceptację",
        [PISMO_ZAAKCEPTOWANE] = "czeka na podpis", [PISMO_PODPISANE] = "jest już podpisane i czeka na wysłanie",
        [PISMO_WYSLANE] = "jest już wysłane",      [PISMO_ANULOWANE] = "jest anulowane",
    };

    return texts[pismo_stan(row)];
}

static enum err refuse(struct ctx *ctx, enum err e, enum pismo_akcja akcja, const struct db_rows *row)
{
    static const char *const denied[PISMO_AKCJA_N] = {
        [PISMO_ZAPISZ] = "Pismo może zmieniać tylko prowadzący sprawę albo jego kierownik.",
        [PISMO_PRZEDLOZ] = "Pismo może przedłożyć tylko prowadzący sprawę albo jego kierownik.",
        [PISMO_AKCEPTUJ] = "To pismo nie zostało przedłożone Tobie do akceptacji.",
        [PISMO_POPRAW] = "To pismo nie zostało przedłożone Tobie do akceptacji.",
        [PISMO_ZWROC] = "Pismo może zwrócić ten, kto je akceptuje, albo ten, kto je podpisuje.",
        [PISMO_PODPISZ] = "Pisma podpisuje osoba z rolą „Podpisujący”.",
        [PISMO_WYSLIJ] = "Pisma wysyła kancelaria.",
        [PISMO_ANULUJ] = "Pismo może anulować tylko prowadzący sprawę albo jego kierownik.",
    };

    if (e == ERR_DENIED)
        return ctx_fail(ctx, e, denied[akcja], "pismo=%" PRId64 " akcja=%d", db_int(row, 0, "id"), (int)akcja);
    return ctx_fail(ctx, e, mem_printf(ctx->mem, "Tego nie można teraz zrobić: pismo %s.", state_text(row)),
                    "pismo=%" PRId64 " akcja=%d stan=%s", db_int(row, 0, "id"), (int)akcja, db_str(row, 0, "stan"));
}

/* Locks the letter and asks the table. */
static enum err begin(struct ctx *ctx, int64_t id, enum pismo_akcja akcja, struct zmiana *ret_z)
{
    struct db_rows *lock = NULL;
    enum err e = db_one(ctx, &SQL_pismo_lock, DB_ARGS(db_i64(id)), MISSING, &lock);

    if (!e)
        e = pismo_get(ctx, id, &ret_z->row);
    if (e)
        return e;
    if (!sprawa_is_open(db_str(lock, 0, "sprawa_stan")))
        return closed(ctx, db_str(lock, 0, "znak"));
    ret_z->id = id;
    e = pismo_step(akcja, pismo_stan(ret_z->row), pismo_kto(ctx, ret_z->row), &ret_z->step);
    return e ? refuse(ctx, e, akcja, ret_z->row) : ERR_OK;
}

/* The same for an action on a text that the clerk has before his eyes. */
static enum err begin_on(struct ctx *ctx, int64_t id, int64_t wersja, enum pismo_akcja akcja, struct zmiana *ret_z)
{
    enum err e = begin(ctx, id, akcja, ret_z);

    if (e || wersja == db_int(ret_z->row, 0, "wersja"))
        return e;
    return ctx_fail(ctx, ERR_CONFLICT,
                    mem_printf(ctx->mem,
                               "To pismo ma już nowszą wersję (%" PRId64 "), zapisaną przez: %s. Odśwież stronę i "
                               "przeczytaj ją.",
                               db_int(ret_z->row, 0, "wersja"), db_str(ret_z->row, 0, "autor")),
                    "pismo=%" PRId64 " wersja=%" PRId64, id, wersja);
}

static enum err set_state(struct ctx *ctx, const struct zmiana *z, int64_t wersja, int64_t akceptujacy_id)
{
    return db_exec(
        ctx, &SQL_pismo_state,
        DB_ARGS(db_i64(z->id), db_text(z->step->to), db_i64(wersja), db_id(akceptujacy_id), db_time(ctx->now)), NULL);
}

/* What the trail calls the letter. */
static const char *label(struct ctx *ctx, int64_t id)
{
    return mem_printf(ctx->mem, "pismo %" PRId64, id);
}

static enum err note(struct ctx *ctx, const struct zmiana *z, int64_t wersja, const char *komu, const char *tresc)
{
    return audit(ctx, z->step->event, "pismo", z->id, db_int(z->row, 0, "sprawa_id"),
                 LOG_S("dokument", label(ctx, z->id)), LOG_I("wersja", wersja), LOG_S("komu", komu),
                 LOG_S("tresc", tresc));
}

/* ---- the text ---- */

static enum err check_text(struct ctx *ctx, const char *tytul, const char *tresc)
{
    if (!*utf8_trim(ctx->mem, tytul))
        return ctx_fail_field(ctx, "tytul", "Podaj tytuł pisma.");
    if (utf8_count(tytul) > PISMO_TYTUL_MAX)
        return ctx_fail_field(ctx, "tytul", "Skróć tytuł: może mieć najwyżej 200 znaków.");
    if (!*utf8_trim(ctx->mem, tresc))
        return ctx_fail_field(ctx, "tresc", "Napisz treść pisma.");
    if (utf8_count(tresc) > PISMO_TRESC_MAX)
        return ctx_fail_field(ctx, "tresc", "Skróć treść: może mieć najwyżej 50 000 znaków.");
    return ERR_OK;
}

static enum err add_version(struct ctx *ctx, int64_t id, int64_t wersja, const char *tytul, const char *tresc)
{
    return db_exec(ctx, &SQL_pismo_version_insert,
                   DB_ARGS(db_i64(id), db_i64(wersja), db_text(tytul), db_text(tresc), db_time(ctx->now)), NULL);
}

static bool is_same(const struct db_rows *row, const char *tytul, const char *tresc)
{
    return strcmp(db_str(row, 0, "tytul"), tytul) == 0 && strcmp(db_str(row, 0, "tresc"), tresc) == 0;
}

enum err pismo_save(struct ctx *ctx, int64_t id, int64_t wersja, const char *tytul, const char *tresc)
{
    struct zmiana z = { 0 };
    int64_t next;
    enum err e = begin(ctx, id, PISMO_ZAPISZ, &z);

    if (!e)
        e = check_text(ctx, tytul, tresc);
    /* Nothing new, or a second click: what is stored stays, with its state. */
    if (e || is_same(z.row, tytul, tresc))
        return e;
    e = begin_on(ctx, id, wersja, PISMO_ZAPISZ, &z);
    if (e)
        return e;
    next = wersja + 1;
    e = add_version(ctx, id, next, tytul, tresc);
    if (!e)
        e = set_state(ctx, &z, next, 0);
    return e ? e : note(ctx, &z, next, "", "");
}

/* ---- a new draft ---- */

struct adresat {
    const char *nazwa;
    const char *adres;
    const char *rodzaj;
    int64_t konto_id;
};

static enum err other_addressee(struct ctx *ctx, const struct pismo_nowe *n, struct adresat *ret_a)
{
    bool person = strcmp(n->adresat_rodzaj, "osoba") == 0;

    if (!*n->adresat_nazwa)
        return ctx_fail_field(ctx, "adresat_nazwa", "Podaj adresata.");
    if (!person && strcmp(n->adresat_rodzaj, "instytucja") != 0)
        return ctx_fail_field(ctx, "adresat_rodzaj", "Wybierz, czy adresatem jest osoba, czy instytucja.");
    *ret_a = (struct adresat){ n->adresat_nazwa, n->adresat_adres, person ? "osoba" : "instytucja", 0 };
    return ERR_OK;
}

/* The sender of the letter that is answered: his account is where the answer goes. */
static enum err addressee(struct ctx *ctx, const struct pismo_nowe *n, struct adresat *ret_a)
{
    struct db_rows *letters = NULL;
    enum err e = pismo_letters(ctx, n->sprawa_id, &letters);
    int at = -1;

    if (e)
        return e;
    for (int i = 0; i < letters->n; i++)
        if (db_int(letters, i, "id") == n->odpowiedz_na_id)
            at = i;
    if (n->odpowiedz_na_id && at < 0)
        return ctx_fail_field(ctx, "odpowiedz_na", "Wybierz pismo z akt tej sprawy.");
    if (strcmp(n->adresat, PISMO_INNY) == 0)
        return other_addressee(ctx, n, ret_a);
    if (strcmp(n->adresat, PISMO_NADAWCA) != 0)
        return ctx_fail_field(ctx, "adresat", "Wybierz, do kogo jest pismo.");
    if (*n->adresat_nazwa || *n->adresat_adres)
        return ctx_fail_field(ctx, "adresat",
                              "Poniżej wpisano innego adresata. Wybierz „Ktoś inny” albo usuń jego nazwę i adres.");
    if (at < 0)
        return ctx_fail_field(ctx, "odpowiedz_na", "Wybierz pismo, na które odpowiadasz, albo podaj innego adresata.");
    *ret_a = (struct adresat){
        .nazwa = db_str(letters, at, "nadawca_nazwa"),
        .adres = db_str(letters, at, "nadawca_adres"),
        .rodzaj = db_is_null(letters, at, "konto") ? "instytucja" : "osoba",
        .konto_id = db_int(letters, at, "konto_id"),
    };
    return ERR_OK;
}

static enum err lock_case(struct ctx *ctx, int64_t sprawa_id)
{
    struct db_rows *r = NULL;
    enum err e = db_one(ctx, &SQL_pismo_case_lock, DB_ARGS(db_i64(sprawa_id)), "Nie ma takiej sprawy.", &r);

    if (e)
        return e;
    if (!(ctx->who.roles & ROLE_EOD_REFERENT) || db_is_null(r, 0, "moje"))
        return ctx_fail(ctx, ERR_DENIED, "Pisma w sprawie sporządza jej prowadzący albo jego kierownik.",
                        "sprawa=%" PRId64, sprawa_id);
    return sprawa_is_open(db_str(r, 0, "stan")) ? ERR_OK : closed(ctx, db_str(r, 0, "znak"));
}

static enum err insert(struct ctx *ctx, const struct pismo_nowe *n, const struct adresat *a, int64_t *ret_id)
{
    struct db_rows *r = NULL;
    enum err e = db_query(ctx, &SQL_pismo_insert,
                          DB_ARGS(db_i64(n->sprawa_id), db_id(n->odpowiedz_na_id), db_text(a->nazwa), db_text(a->adres),
                                  db_text(a->rodzaj), db_id(a->konto_id), db_time(ctx->now)),
                          &r);

    if (e)
        return e;
    *ret_id = db_int(r, 0, "id");
    return add_version(ctx, *ret_id, 1, n->tytul, n->tresc);
}

enum err pismo_new(struct ctx *ctx, const struct pismo_nowe *n, int64_t *ret_id)
{
    struct adresat a = { 0 };
    struct db_rows *same = NULL;
    int64_t id = 0;
    enum err e = lock_case(ctx, n->sprawa_id);

    if (!e)
        e = check_text(ctx, n->tytul, n->tresc);
    if (!e)
        e = addressee(ctx, n, &a);
    if (!e)
        e = db_query(ctx, &SQL_pismo_same,
                     DB_ARGS(db_i64(n->sprawa_id), db_text(n->tytul), db_text(n->tresc), db_text(a.nazwa)), &same);
    if (e)
        return e;
    if (same->n) {
        *ret_id = db_int(same, 0, "id");
        return ERR_OK;
    }
    e = insert(ctx, n, &a, &id);
    if (!e)
        e = audit(ctx, "pismo.sporzadzone", "pismo", id, n->sprawa_id, LOG_S("dokument", label(ctx, id)),
                  LOG_I("wersja", 1), LOG_S("komu", ""), LOG_S("tresc", ""));
    if (!e)
        *ret_id = id;
    return e;
}

/* ---- acceptance ---- */

static enum err acceptor(struct ctx *ctx, int64_t id, struct pracownik *ret_p)
{
    enum err e;

    if (!id)
        return ctx_fail_field(ctx, "akceptujacy", "Wybierz, kto ma zaakceptować pismo.");
    e = kadry_pracownik(ctx, id, ret_p);
    if (e == ERR_INVALID)
        ctx->fail.field = "akceptujacy";
    if (e)
        return e;
    return ret_p->roles & ROLE_EOD_AKCEPTUJACY
               ? ERR_OK
               : ctx_fail_field(ctx, "akceptujacy", mem_printf(ctx->mem, "%s nie akceptuje pism.", ret_p->name));
}

enum err pismo_submit(struct ctx *ctx, int64_t id, int64_t wersja, int64_t akceptujacy_id)
{
    struct zmiana z = { 0 };
    struct pracownik p;
    enum err e = begin_on(ctx, id, wersja, PISMO_PRZEDLOZ, &z);

    if (!e)
        e = acceptor(ctx, akceptujacy_id, &p);
    if (!e)
        e = set_state(ctx, &z, wersja, akceptujacy_id);
    return e ? e : note(ctx, &z, wersja, p.name, "");
}

/* What a step with a reason says is no. */
static enum err verdict(struct ctx *ctx, const struct zmiana *z, int64_t wersja, const char *powod)
{
    const char *wynik = z->step->reason ? "ZWROCONO" : "ZAAKCEPTOWANO";

    return db_exec(ctx, &SQL_pismo_verdict,
                   DB_ARGS(db_i64(z->id), db_i64(wersja), db_text(wynik), db_text(powod), db_time(ctx->now)), NULL);
}

static enum err accept_version(struct ctx *ctx, const struct zmiana *z, int64_t wersja)
{
    enum err e = verdict(ctx, z, wersja, "");

    if (!e)
        e = set_state(ctx, z, wersja, db_int(z->row, 0, "akceptujacy_id"));
    return e ? e : note(ctx, z, wersja, "", "");
}

enum err pismo_accept(struct ctx *ctx, int64_t id, int64_t wersja)
{
    struct zmiana z = { 0 };
    enum err e = begin_on(ctx, id, wersja, PISMO_AKCEPTUJ, &z);

    return e ? e : accept_version(ctx, &z, wersja);
}

enum err pismo_correct(struct ctx *ctx, int64_t id, int64_t wersja, const char *tytul, const char *tresc)
{
    struct zmiana z = { 0 };
    enum err e = begin_on(ctx, id, wersja, PISMO_POPRAW, &z);

    if (!e)
        e = check_text(ctx, tytul, tresc);
    if (e)
        return e;
    if (is_same(z.row, tytul, tresc))
        return accept_version(ctx, &z, wersja);
    e = add_version(ctx, id, wersja + 1, tytul, tresc);
    if (!e)
        e = audit(ctx, "pismo.zmienione", "pismo", id, db_int(z.row, 0, "sprawa_id"), LOG_S("dokument", label(ctx, id)),
                  LOG_I("wersja", wersja + 1), LOG_S("komu", ""), LOG_S("tresc", ""));
    return e ? e : accept_version(ctx, &z, wersja + 1);
}

enum err pismo_return(struct ctx *ctx, int64_t id, const char *powod)
{
    struct zmiana z = { 0 };
    int64_t wersja;
    enum err e = begin(ctx, id, PISMO_ZWROC, &z);

    if (e)
        return e;
    if (!*utf8_trim(ctx->mem, powod))
        return ctx_fail_field(ctx, "powod", "Napisz, co trzeba poprawić.");
    wersja = db_int(z.row, 0, "wersja");
    e = verdict(ctx, &z, wersja, powod);
    if (!e)
        e = set_state(ctx, &z, wersja, 0);
    return e ? e : note(ctx, &z, wersja, "", powod);
}

enum err pismo_cancel(struct ctx *ctx, int64_t id)
{
    struct zmiana z = { 0 };
    enum err e = begin(ctx, id, PISMO_ANULUJ, &z);

    if (!e)
        e = set_state(ctx, &z, db_int(z.row, 0, "wersja"), 0);
    return e ? e : note(ctx, &z, db_int(z.row, 0, "wersja"), "", "");
}

/* ---- the signed document ---- */

static enum err build(struct ctx *ctx, const struct db_rows *row, void **ret_xml, size_t *ret_len)
{
    bool person = strcmp(db_str(row, 0, "adresat_rodzaj"), "osoba") == 0;
    struct wzor_osoba osoba = adresat_osoba(ctx->mem, db_str(row, 0, "adresat_nazwa"), db_str(row, 0, "adresat_adres"));
    struct wzor_instytucja inst = { "", db_str(row, 0, "adresat_nazwa"), osoba.miejscowosc };
    struct db_rows *me = NULL;
    struct jst jst;
    enum err e = jst_by_teryt(ctx, ctx->jst, &jst);

    if (!e)
        e = db_one(ctx, &SQL_pismo_signatory, DB_NONE, "Twoje konto pracownika jest nieaktywne.", &me);
    if (e)
        return e;
    return wzor_build(ctx,
                      &(struct wzor_pismo){
                          .tytul = db_str(row, 0, "tytul"),
                          .rodzaj = db_is_null(row, 0, "odpowiedz_na_id") ? "zawiadomienie" : "odpowiedź",
                          .miejscowosc = jst.siedziba,
                          .tresc = db_str(row, 0, "tresc"),
                          .znak_sprawy = db_str(row, 0, "znak"),
                          .czas = ctx->now,
                          .od_instytucji = &(struct wzor_instytucja){ jst.teryt, jst.nazwa_urzedu, jst.siedziba },
                          .do_osoby = person ? &osoba : NULL,
                          .do_instytucji = person ? NULL : &inst,
                          .podpis_imie = db_str(me, 0, "imie"),
                          .podpis_nazwisko = db_str(me, 0, "nazwisko"),
                          .podpis_stanowisko = db_str(me, 0, "stanowisko"),
                      },
                      ret_xml, ret_len);
}

enum err pismo_sign(struct ctx *ctx, int64_t id, int64_t wersja)
{
    struct zmiana z = { 0 };
    struct blob_info blob;
    void *xml = NULL;
    void *sealed = NULL;
    size_t len = 0;
    size_t sealed_len = 0;
    enum err e = begin_on(ctx, id, wersja, PISMO_PODPISZ, &z);

    if (!e)
        e = build(ctx, z.row, &xml, &len);
    if (!e)
        e = seal_document(ctx, SEAL_PISMO, xml, len, &sealed, &sealed_len);
    if (!e)
        e = blob_put(ctx, sealed, sealed_len, &blob);
    if (!e)
        e = db_exec(ctx, &SQL_pismo_signed, DB_ARGS(db_i64(id), db_text(blob.sha256), db_time(ctx->now)), NULL);
    if (!e)
        e = db_exec(ctx, &SQL_pismo_publish,
                    DB_ARGS(db_text(pismo_identyfikator(ctx, id)), db_i64(id), db_text(blob.sha256), db_time(ctx->now)),
                    NULL);
    return e ? e
             : audit(ctx, z.step->event, "pismo", id, db_int(z.row, 0, "sprawa_id"), LOG_S("dokument", label(ctx, id)),
                     LOG_I("wersja", wersja), LOG_S("sha256", blob.sha256));
}

enum err pismo_document(struct ctx *ctx, const struct db_rows *row, void **ret_data, size_t *ret_len, xmlDoc **ret_doc)
{
    size_t max = (size_t)ctx->app->conf.max_document;
    enum err e;

    if (db_is_null(row, 0, "sha256"))
        return ctx_fail(ctx, ERR_CONFLICT, "To pismo nie jest jeszcze podpisane.", "pismo=%" PRId64,
                        db_int(row, 0, "id"));
    e = blob_get(ctx, db_str(row, 0, "sha256"), max, ret_data, ret_len);
    if (e)
        return e;
    if (xml_parse(ctx->mem, *ret_data, *ret_len, max, ret_doc, NULL))
        return ctx_fail(ctx, ERR_INTERNAL, "Nie można odczytać podpisanego pisma.", "pismo=%" PRId64,
                        db_int(row, 0, "id"));
    return ERR_OK;
}

const char *pismo_identyfikator(struct ctx *ctx, int64_t id)
{
    return mem_printf(ctx->mem, "LUB-PISMO-%s-%" PRId64, ctx->jst, id);
}

enum err pismo_public(struct ctx *ctx, const char *numer, struct db_rows **ret_row)
{
    return db_one(ctx, &SQL_pismo_public, DB_ARGS(db_text(utf8_trim(ctx->mem, numer))),
                  "Nie ma takiego pisma. Sprawdź, czy identyfikator jest przepisany bez błędu.", ret_row);
}

enum err pismo_public_file(struct ctx *ctx, const char *sha256, struct db_rows **ret_rows)
{
    return db_query(ctx, &SQL_pismo_public_file, DB_ARGS(db_text(sha256)), ret_rows);
}

/* ---- sending ---- */

static enum err check_way(struct ctx *ctx, const struct db_rows *row, const char *sposob, const char *powod)
{
    bool account = strcmp(sposob, PISMO_NA_KONTO) == 0;
    bool has_account = !db_is_null(row, 0, "adresat_konto_id");

    if (!word_of(pismo_sposoby, sposob))
        return ctx_fail_field(ctx, "sposob", "Wybierz sposób wysłania.");
    if (account && !has_account)
        return ctx_fail_field(ctx, "sposob", "Adresat nie ma konta w systemie. Wybierz inny sposób wysłania.");
    /* KPA art. 39 § 2: paper only when delivery to the account is not possible. */
    if (!account && has_account && !*utf8_trim(ctx->mem, powod))
        return ctx_fail_field(ctx, "powod",
                              "Adresat ma konto. Napisz, dlaczego pismo nie może być doręczone na konto.");
    return ERR_OK;
}

static enum err deliver(struct ctx *ctx, const struct db_rows *row, int64_t *ret_id)
{
    return doreczenie_add(ctx,
                          &(struct doreczenie){
                              .konto_id = db_int(row, 0, "adresat_konto_id"),
                              .pismo_id = db_int(row, 0, "id"),
                              .sprawa_id = db_int(row, 0, "sprawa_id"),
                              .znak = db_str(row, 0, "znak"),
                              .tytul = db_str(row, 0, "tytul"),
                              .sha256 = db_str(row, 0, "sha256"),
                          },
                          ret_id);
}

static enum err enter(struct ctx *ctx, const struct db_rows *row, const char *sposob, int64_t doreczenie_id,
                      const char *powod, const char **ret_number)
{
    int rok = date_of(ctx->now).year;
    struct db_rows *r = NULL;
    enum err e = db_query(ctx, &SQL_pismo_next, DB_ARGS(db_i64(rok)), &r);

    if (e)
        return e;
    *ret_number = mem_printf(ctx->mem, "RPW-W/%" PRId64 "/%d", db_int(r, 0, "numer"), rok);
    return db_exec(ctx, &SQL_pismo_dispatch,
                   DB_ARGS(db_i64(db_int(row, 0, "id")), db_i64(db_int(r, 0, "numer")), db_i64(rok),
                           db_text(db_str(row, 0, "adresat_nazwa")), db_text(db_str(row, 0, "znak")), db_text(sposob),
                           db_time(ctx->now), db_id(doreczenie_id), db_text(powod)),
                   NULL);
}

enum err pismo_send(struct ctx *ctx, int64_t id, const char *sposob, const char *powod)
{
    struct zmiana z = { 0 };
    const char *number = "";
    int64_t doreczenie_id = 0;
    enum err e = begin(ctx, id, PISMO_WYSLIJ, &z);
    bool account = strcmp(sposob, PISMO_NA_KONTO) == 0;

    if (!e)
        e = check_way(ctx, z.row, sposob, powod);
    if (!e && account)
        e = deliver(ctx, z.row, &doreczenie_id);
    if (!e)
        e = set_state(ctx, &z, db_int(z.row, 0, "wersja"), db_int(z.row, 0, "akceptujacy_id"));
    if (!e)
        e = enter(ctx, z.row, sposob, doreczenie_id, account ? "" : powod, &number);
    return e ? e
             : audit(ctx, z.step->event, "pismo", id, db_int(z.row, 0, "sprawa_id"), LOG_S("dokument", label(ctx, id)),
                     LOG_S("numer", number), LOG_S("sposob", sposob));
}

/* ---- reading ---- */

enum err pismo_get(struct ctx *ctx, int64_t id, struct db_rows **ret_row)
{
    return db_one(ctx, &SQL_pismo_get, DB_ARGS(db_i64(id)), MISSING, ret_row);
}

enum err pismo_wersje(struct ctx *ctx, int64_t id, struct db_rows **ret_rows)
{
    return db_query(ctx, &SQL_pismo_wersje, DB_ARGS(db_i64(id)), ret_rows);
}

enum err pismo_wersja(struct ctx *ctx, int64_t id, int64_t wersja, struct db_rows **ret_row)
{
    return db_one(ctx, &SQL_pismo_wersja, DB_ARGS(db_i64(id), db_i64(wersja)), "Nie ma takiej wersji pisma.", ret_row);
}

enum err pismo_akceptacje(struct ctx *ctx, int64_t id, struct db_rows **ret_rows)
{
    return db_query(ctx, &SQL_pismo_akceptacje, DB_ARGS(db_i64(id)), ret_rows);
}

enum err pismo_letters(struct ctx *ctx, int64_t sprawa_id, struct db_rows **ret_rows)
{
    return db_query(ctx, &SQL_pismo_letters, DB_ARGS(db_i64(sprawa_id)), ret_rows);
}
