/* A document comes in, a receipt goes out, in one transaction. What is in the document: ogledziny.c. */
#include "modules/esp/skrytka/skrytka.h"

#include <inttypes.h>
#include <jansson.h>
#include <string.h>

#include "core/ctx/app.h"
#include "core/ctx/audit.h"
#include "core/ctx/blob.h"
#include "core/ctx/db.h"
#include "core/ctx/job.h"
#include "core/law/date.h"
#include "modules/esp/skrytka/ogledziny.h"
#include "modules/org/jst/jst.h"
#include "skrytka_sql.h"

#define KEY_MAX ((size_t)200)

static bool is_konto(const struct zlozenie *z)
{
    return strcmp(z->kanal, "konto") == 0;
}

static enum err check_principal(struct ctx *ctx, const struct zlozenie *z)
{
    bool allowed = is_konto(z) ? ctx->who.kind == WHO_CITIZEN && ctx->who.konto_id
                               : strcmp(z->kanal, "soap") == 0 && ctx->who.kind == WHO_PARTNER;

    return allowed ? ERR_OK
                   : ctx_fail(ctx, ERR_DENIED, "Pismo może złożyć zalogowany obywatel albo uprawniony system.",
                              "kanal=%s kind=%d", z->kanal, (int)ctx->who.kind);
}

/* ---- the same submission again ---- */

/* Each sender has keys of his own: a stranger who guesses one learns nothing and blocks nobody. */
static const char *idempotency_key(struct ctx *ctx, const struct zlozenie *z)
{
    const char *who =
        is_konto(z) ? mem_printf(ctx->mem, "konto:%" PRId64, ctx->who.konto_id)
                    : mem_printf(ctx->mem, "soap:%s:%s:%s", ctx->who.identyfikator, z->nadawca.typ_id, z->nadawca.id);
    char sha[BLOB_SHA_LEN + 1];

    if (z->klucz && strlen(z->klucz) <= KEY_MAX)
        return mem_printf(ctx->mem, "%s:k:%s", who, z->klucz);
    blob_sha256(z->klucz ? (const void *)z->klucz : z->dane, z->klucz ? strlen(z->klucz) : z->n_dane, sha);
    return mem_printf(ctx->mem, "%s:%s:%s", who, z->klucz ? "h" : "d", sha);
}

/* *ret_found tells whether *ret_p was filled with the first answer; otherwise it has the id of the new document. */
static enum err find_earlier(struct ctx *ctx, const struct zlozenie *z, const char *klucz, struct pokwitowanie *ret_p,
                             bool *ret_found)
{
    char sha[BLOB_SHA_LEN + 1];
    struct db_rows *r = NULL;
    enum err e = db_later(ctx, &SQL_skrytka_lock, DB_ARGS(db_text(klucz)));

    *ret_found = false;
    if (!e)
        e = db_query(ctx, &SQL_skrytka_find, DB_ARGS(db_text(klucz)), &r);
    if (e)
        return e;
    if (db_is_null(r, 0, "id")) {
        ret_p->dokument_id = db_int(r, 0, "nowe_id");
        return ERR_OK;
    }
    blob_sha256(z->dane, z->n_dane, sha);
    if (strcmp(sha, db_str(r, 0, "sha256")) != 0)
        return ctx_fail(ctx, ERR_CONFLICT,
                        "To pismo zostało już złożone, a jego treść od tego czasu się zmieniła. Aby złożyć "
                        "zmienione pismo, zacznij nowe.",
                        "dokument=%" PRId64, db_int(r, 0, "id"));
    ret_p->dokument_id = db_int(r, 0, "id");
    ret_p->powtorka = true;
    *ret_found = true;
    return upo_of_dokument(ctx, ret_p->dokument_id, &ret_p->upo);
}

/* The same signature again, in a file that differs only in what was added to it since: the first answer (check 32). */
static enum err find_signed(struct ctx *ctx, const struct zlozenie *z, const struct ogledziny *o,
                            struct pokwitowanie *ret_p, bool *ret_found)
{
    struct db_rows *r = NULL;
    enum err e;

    if (!o->odcisk)
        return ERR_OK;
    e = db_later(ctx, &SQL_skrytka_lock, DB_ARGS(db_text(o->odcisk)));
    if (!e)
        e = db_query(ctx, &SQL_skrytka_find_signed,
                     DB_ARGS(db_text(o->odcisk), db_text(z->nadawca.typ_id), db_text(z->nadawca.id)), &r);
    if (e || r->n == 0)
        return e;
    ret_p->dokument_id = db_int(r, 0, "id");
    ret_p->powtorka = true;
    *ret_found = true;
    return upo_of_dokument(ctx, ret_p->dokument_id, &ret_p->upo);
}

/* ---- storing ---- */

static enum err insert_document(struct ctx *ctx, const struct zlozenie *z, const struct ogledziny *o, const char *klucz,
                                const struct blob_info *blob, int64_t id)
{
    return db_later(ctx, &SQL_skrytka_insert,
                    DB_ARGS(db_text(z->kanal), is_konto(z) ? db_i64(ctx->who.konto_id) : db_null(),
                            is_konto(z) ? db_null() : db_text(ctx->who.identyfikator), db_text(z->nadawca.nazwa),
                            db_text(z->nadawca.typ_id), db_text(z->nadawca.id),
                            db_text(z->nadawca_adres ? z->nadawca_adres : ""),
                            db_text(z->adres_odpowiedzi ? z->adres_odpowiedzi : ""), db_text(o->tytul),
                            db_text(o->wzor), db_text(o->znak_sprawy), db_text(o->nazwa_pliku), db_text(o->mime),
                            db_text(blob->sha256), db_i64(blob->size), db_text(o->podpis), db_text(o->raport),
                            db_text(klucz), db_time(ctx->now), db_i64(id), db_text(o->odcisk)));
}

static enum err insert_attachments(struct ctx *ctx, const struct ogledziny *o, int64_t dokument_id)
{
    enum err e = ERR_OK;

    for (int i = 0; i < o->n_zalacznikow && !e; i++) {
        const struct obejrzany_zalacznik *z = &o->zalaczniki[i];
        struct blob_info blob;

        e = blob_put(ctx, z->dane, z->n_dane, &blob);
        if (!e)
            e = db_later(ctx, &SQL_skrytka_attach,
                         DB_ARGS(db_i64(dokument_id), db_i64(i + 1), db_text(z->nazwa), db_text(z->mime),
                                 db_text(blob.sha256), db_i64(blob.size)));
    }
    return e;
}

/* OCSP responses and CRLs that the judgement rests on; the certificates are in the document. */
static enum err store_evidence(struct ctx *ctx, const struct verify_report *r, int64_t dokument_id)
{
    enum err e = ERR_OK;

    for (int i = 0; i < r->n_used && !e; i++) {
        struct blob_info blob;

        if (r->used[i].kind == EVIDENCE_CERT)
            continue;
        e = blob_put(ctx, r->used[i].der, r->used[i].len, &blob);
        if (!e)
            e = db_later(ctx, &SQL_skrytka_evidence,
                         DB_ARGS(db_i64(dokument_id), db_text(blob.sha256),
                                 db_text(r->used[i].kind == EVIDENCE_CRL ? "crl" : "ocsp"), db_time(ctx->now)));
    }
    return e;
}

/* A citizen never waits for others: eurzad-jobs asks them and judges again (podpis_job.c). */
static enum err check_later(struct ctx *ctx, const struct zlozenie *z, int64_t dokument_id)
{
    return job_add(ctx, "podpis", mem_printf(ctx->mem, "%s/%" PRId64, z->jst->teryt, dokument_id),
                   json_pack("{s:I}", "dokument_id", (json_int_t)dokument_id));
}

/* Says nothing of the letter's content: mail travels and lies about unprotected. */
static enum err notify(struct ctx *ctx, const struct zlozenie *z, const struct pokwitowanie *p)
{
    TALLOC_CTX *mem = ctx->mem;
    struct date_time t = { 0 };
    const char *text;

    if (!date_local(p->upo.doreczono_at, &t))
        return ctx_fail(ctx, ERR_INTERNAL, "Zegar systemu jest rozregulowany.", "date_local");
    text = mem_printf(mem,
                      "Dzień dobry,\n\n"
                      "Twoje pismo wpłynęło do: %s.\n"
                      "Data i godzina: %s, %02d:%02d:%02d.\n"
                      "Numer urzędowego poświadczenia przedłożenia: %s\n\n"
                      "Poświadczenie możesz obejrzeć i pobrać po zalogowaniu:\n%s/konto/upo/%s/%s\n\n"
                      "Wiadomość wysłał system Lubuski e-Urząd. Prosimy na nią nie odpowiadać.\n",
                      z->jst->nazwa_urzedu, date_long(mem, t.date), t.hour, t.minute, t.second, p->upo.numer,
                      ctx->app->conf.public_url, z->jst->slug, p->upo.numer);
    return job_add(ctx, "powiadomienie", mem_printf(mem, "dokument.zlozony/%s/%" PRId64, z->jst->teryt, p->dokument_id),
                   json_pack("{s:I, s:s, s:s}", "konto_id", (json_int_t)ctx->who.konto_id, "subject",
                             "Potwierdzenie złożenia pisma", "text", text));
}

static enum err store(struct ctx *ctx, const struct zlozenie *z, const struct ogledziny *o, const char *klucz,
                      int64_t id, struct pokwitowanie *ret_p)
{
    struct pokwitowanie p = { .dokument_id = id };
    struct blob_info blob;
    enum err e = blob_put(ctx, z->dane, z->n_dane, &blob);

    if (!e)
        e = insert_document(ctx, z, o, klucz, &blob, id);
    if (!e)
        e = insert_attachments(ctx, o, id);
    if (!e)
        e = store_evidence(ctx, o->sprawdzenie, id);
    if (!e && o->powtorzyc)
        e = check_later(ctx, z, id);
    if (!e)
        e = upo_issue_upp(ctx, z->jst, &z->nadawca, id, blob.sha256, &p.upo);
    if (!e)
        e = audit(ctx, "dokument.zlozony", "dokument", id, 0, LOG_S("kanal", z->kanal), LOG_S("sha256", blob.sha256),
                  LOG_S("upo", p.upo.numer));
    if (!e && is_konto(z))
        e = notify(ctx, z, &p);
    if (!e)
        *ret_p = p;
    return e;
}

enum err skrytka_file(struct ctx *ctx, const struct zlozenie *z, struct pokwitowanie *ret_p)
{
    struct pokwitowanie p = { .powtorka = false };
    struct ogledziny o;
    const char *klucz;
    bool found = false;
    enum err e = check_principal(ctx, z);

    if (!e)
        e = ctx_act_in(ctx, z->jst->teryt);
    if (e)
        return e;
    klucz = idempotency_key(ctx, z);
    e = find_earlier(ctx, z, klucz, &p, &found);
    if (!e && !found)
        e = ogledziny(ctx, z, &o);
    if (!e && !found)
        e = find_signed(ctx, z, &o, &p, &found);
    if (!e && !found)
        e = store(ctx, z, &o, klucz, p.dokument_id, &p);
    if (!e)
        *ret_p = p;
    return e;
}

enum err skrytka_check(struct ctx *ctx, const struct zlozenie *z)
{
    struct ogledziny o;
    enum err e = check_principal(ctx, z);

    return e ? e : ogledziny(ctx, z, &o);
}

/* ---- reading ---- */

enum err skrytka_dokument(struct ctx *ctx, int64_t id, struct db_rows **ret_row)
{
    return db_one(ctx, &SQL_skrytka_dokument, DB_ARGS(db_i64(id)), "Nie ma takiego pisma.", ret_row);
}

enum err skrytka_zalaczniki(struct ctx *ctx, int64_t id, struct db_rows **ret_rows)
{
    return db_query(ctx, &SQL_skrytka_zalaczniki, DB_ARGS(db_i64(id)), ret_rows);
}

static const char *json_text(const json_t *report, const char *key)
{
    const char *s = json_string_value(json_object_get(report, key));

    return s ? s : "";
}

/* ", podpisał(a): Anna Kos, Jan Nowak"; "" without names. */
static const char *signers(struct ctx *ctx, const json_t *report)
{
    const json_t *signatures = json_object_get(report, "signatures");
    const char *names = "";

    for (size_t i = 0; i < json_array_size(signatures); i++) {
        const char *name = json_text(json_array_get(signatures, i), "signer");

        if (*name)
            names = mem_printf(ctx->mem, "%s%s%s", names, *names ? ", " : "", name);
    }
    return *names ? mem_printf(ctx->mem, ", podpisał(a): %s", names) : "";
}

static const char *describe(struct ctx *ctx, const char *podpis, const json_t *report)
{
    const char *reason = json_text(report, "reason");
    const char *by = signers(ctx, report);

    if (strcmp(podpis, "TOTAL_PASSED") == 0)
        return mem_printf(
            ctx->mem, "%s%s.",
            json_array_size(json_object_get(report, "signatures")) > 1 ? "Podpisy poprawne" : "Podpis poprawny", by);
    if (strcmp(podpis, "NONE") == 0)
        return *reason ? reason : "Dokument nie jest podpisany.";
    if (strcmp(json_text(report, "subindication"), "TRY_LATER") == 0)
        return mem_printf(ctx->mem, "Sprawdzenie podpisu w toku%s. %s", by, reason);
    if (strcmp(podpis, "INDETERMINATE") == 0)
        return mem_printf(ctx->mem, "Podpisu nie można potwierdzić%s. %s", by, reason);
    return mem_printf(ctx->mem, "Podpis nieważny%s. %s", by, reason);
}

const char *skrytka_podpis_opis(struct ctx *ctx, const struct db_rows *row)
{
    json_t *report = json_loads(db_str(row, 0, "podpis_raport"), 0, NULL);
    const char *text = mem_strdup(ctx->mem, describe(ctx, db_str(row, 0, "podpis"), report));

    json_decref(report);
    return text;
}
