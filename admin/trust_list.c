/* eurzad-admin trust import-list: a trusted list is believed because of its signature, never because of where it came
 * from; then its services become dated anchors, and what it no longer holds ends. */
#include <stdio.h>
#include <string.h>

#include "admin/admin.h"
#include "admin/trust.h"
#include "core/ctx/app.h"
#include "core/ctx/blob.h"
#include "core/ctx/db.h"
#include "core/law/date.h"
#include "core/sig/verify_box.h"
#include "core/sig/verify_cert.h"
#include "core/trust/trust_db.h"
#include "core/trust/tsl.h"
#include "trust_sql.h"

#define MAX_LIST (32u << 20)
#define SKEW (INT64_C(300) * 1000000)

/* ---- whose signature counts ---- */

static enum err add_signer(struct ctx *ctx, X509 *cert, const void *der, size_t len, void *arg)
{
    (void)cert;
    return trust_add(arg, der, len, &(struct trust_anchor){ .purposes = TRUST_LIST, TRUST_ALWAYS })
               ? ERR_OK
               : ctx_fail(ctx, ERR_INVALID, "Certyfikat podany w --signer jest uszkodzony.", "trust_add");
}

/* A copy of the snapshot of this process, which is shared and only read, with the signers given for this one list. */
static enum err signers(struct ctx *ctx, int argc, char **argv, struct trust **ret)
{
    size_t len = 0;
    void *packed;
    enum err e = trust_current(ctx, ret);

    if (e)
        return e;
    packed = trust_pack(ctx->mem, *ret, &len);
    *ret = packed ? trust_unpack(ctx->mem, packed, len) : NULL;
    if (!*ret)
        return ctx_fail(ctx, ERR_INTERNAL, "Nie udało się odczytać zaufanych certyfikatów.", "trust_unpack");
    for (int i = 1; i < argc && !e; i += 2)
        e = trust_each_cert(ctx, argv[i + 1], add_signer, *ret);
    return e;
}

/* ---- the list ---- */

struct import {
    const char *data;
    size_t len;
    char sha256[BLOB_SHA_LEN + 1];
    const struct verify_signature *signature;
    struct tsl list;
};

static enum err refuse(struct ctx *ctx, const char *sentence, const char *detail)
{
    return ctx_fail(ctx, ERR_INVALID, sentence, "%s", detail);
}

/* Only the bytes that the signature covers are read. */
static enum err read_verified(struct ctx *ctx, struct trust *trust, struct import *im)
{
    struct verify_request rq = { .data = im->data, .len = im->len, .max = MAX_LIST, .purposes = TRUST_LIST };
    struct verify_report rep;
    const char *problem = "";
    xmlDoc *doc = NULL;

    rq.at = ctx->now;
    verify_box(ctx->mem, ctx->app, &rq, trust, &rep);
    if (rep.indication == VERIFY_NONE)
        return refuse(ctx, *rep.reason ? rep.reason : "Lista zaufania nie jest podpisana.", VERIFY_CHECKS(rep.checks));
    if (rep.indication != VERIFY_TOTAL_PASSED)
        return refuse(ctx,
                      mem_printf(ctx->mem, "Podpis listy zaufania nie został potwierdzony (%s %s). %s",
                                 verify_indication_name(rep.indication), rep.subindication, rep.reason),
                      VERIFY_CHECKS(rep.checks));
    if (rep.n != 1 || !rep.signed_bytes || strcmp(rep.signatures[0].scope, "calosc") != 0)
        return refuse(ctx, "Podpis nie obejmuje całej listy zaufania.", "scope");
    if (xml_parse(ctx->mem, rep.signed_bytes, rep.signed_len, MAX_LIST, &doc, &problem))
        return refuse(ctx, "Lista zaufania nie jest poprawnym plikiem XML.", problem);
    if (!tsl_read(ctx->mem, doc, &im->list, &problem))
        return refuse(ctx, problem, "tsl_read");
    im->signature = &rep.signatures[0];
    im->signature = mem_dup(ctx->mem, im->signature, sizeof *im->signature);
    return ERR_OK;
}

static enum err check_dates(struct ctx *ctx, const struct tsl *t)
{
    if (t->next_update <= ctx->now)
        return refuse(ctx,
                      mem_printf(ctx->mem,
                                 "Lista zaufania straciła ważność: następna miała być wydana do %s. Pobierz nową.",
                                 date_iso_utc(ctx->mem, t->next_update)),
                      "next update");
    if (t->issued_at > ctx->now + SKEW)
        return refuse(ctx, "Lista zaufania ma datę wydania z przyszłości.", "issue date");
    return ERR_OK;
}

/* *ret_same: this very list was imported before. */
static enum err check_sequence(struct ctx *ctx, const struct import *im, bool *ret_same)
{
    const struct tsl *t = &im->list;
    struct db_rows *rows = NULL;
    int64_t newest;
    enum err e = db_later(ctx, &SQL_trust_list_lock, DB_ARGS(db_text(t->territory)));

    if (!e)
        e = db_query(ctx, &SQL_trust_list_newest, DB_ARGS(db_text(t->territory)), &rows);
    if (e || rows->n == 0)
        return e;
    newest = db_int(rows, 0, "numer");
    *ret_same = newest == t->sequence && strcmp(db_str(rows, 0, "sha256"), im->sha256) == 0;
    if (*ret_same || t->sequence > newest)
        return ERR_OK;
    return refuse(ctx,
                  mem_printf(ctx->mem, "Wczytano już listę zaufania %s nr %lld; lista nr %lld nie jest od niej nowsza.",
                             t->territory, (long long)newest, (long long)t->sequence),
                  "sequence");
}

/* ---- storing ---- */

static enum err store_period(struct ctx *ctx, const struct tsl_period *p, int64_t list_id, int *n)
{
    MEM_SCOPE(tmp, ctx->mem);
    const unsigned char *der = p->der;
    X509 *cert = mem_adopt(tmp, d2i_X509(NULL, &der, (long)p->len), X509_free);
    struct verify_signature about = verify_signature_of("");
    int rows = 0;
    enum err e;

    if (!cert || der != p->der + p->len)
        return ERR_OK;
    verify_describe(tmp, cert, &about);
    e = db_exec(ctx, &SQL_trust_list_period,
                DB_ARGS(db_text(trust_purpose_name(p->purpose)), db_text(about.cert_sha256), db_bytes(p->der, p->len),
                        db_text(about.signer), db_time(p->from), p->to == INT64_MAX ? db_null() : db_time(p->to),
                        db_i64(list_id), db_text(p->service), db_text(p->status), db_text(trust_operator(tmp)),
                        db_text(p->rules)),
                &rows);
    *n += rows;
    return e;
}

static enum err store_list(struct ctx *ctx, const struct import *im, int64_t *ret_id)
{
    const struct tsl *t = &im->list;
    struct db_rows *rows = NULL;
    enum err e =
        db_query(ctx, &SQL_trust_list_insert,
                 DB_ARGS(db_text(t->territory), db_i64(t->sequence), db_time(t->issued_at), db_time(t->next_update),
                         db_text(t->address), db_text(im->sha256), db_text(im->signature->signer),
                         db_text(im->signature->cert_sha256), db_text(trust_operator(ctx->mem))),
                 &rows);

    if (!e)
        *ret_id = db_int(rows, 0, "id");
    return e;
}

static enum err store(struct ctx *ctx, const struct import *im)
{
    const struct tsl *t = &im->list;
    int64_t id = 0;
    int n = 0;
    int gone = 0;
    enum err e = store_list(ctx, im, &id);

    for (int i = 0; i < t->n && !e; i++)
        e = store_period(ctx, &t->periods[i], id, &n);
    if (!e)
        e = db_exec(
            ctx, &SQL_trust_list_gone,
            DB_ARGS(db_i64(id), db_text(t->territory), db_time(t->issued_at), db_text(trust_operator(ctx->mem))),
            &gone);
    if (!e)
        e = db_commit(ctx);
    if (!e)
        printf("lista %s nr %lld z %s: okresów zaufania %d, zakończonych %d; podpis: %s\n", t->territory,
               (long long)t->sequence, date_iso_utc(ctx->mem, t->issued_at), n, gone, im->signature->signer);
    return e;
}

static enum err import(struct ctx *ctx, int argc, char **argv)
{
    struct import im = { .len = 0 };
    struct trust *trust = NULL;
    bool same = false;
    enum err e;

    im.data = admin_read_file(ctx->mem, argv[0], MAX_LIST, &im.len);
    if (!im.data)
        return ctx_fail(ctx, ERR_NOTFOUND, "Nie można przeczytać listy zaufania.", "file=%s", argv[0]);
    blob_sha256(im.data, im.len, im.sha256);
    e = signers(ctx, argc, argv, &trust);
    if (!e)
        e = read_verified(ctx, trust, &im);
    if (!e)
        e = check_dates(ctx, &im.list);
    if (!e)
        e = check_sequence(ctx, &im, &same);
    if (e || !same)
        return e ? e : store(ctx, &im);
    printf("lista %s nr %lld jest już wczytana\n", im.list.territory, (long long)im.list.sequence);
    return ERR_OK;
}

static bool words_are_right(int argc, char **argv)
{
    if (argc % 2 == 0)
        return false;
    for (int i = 1; i < argc; i += 2)
        if (strcmp(argv[i], "--signer") != 0)
            return false;
    return true;
}

int trust_import_list(struct app *app, int argc, char **argv)
{
    struct ctx *ctx;
    enum err e;

    if (!words_are_right(argc, argv)) {
        fprintf(stderr, "użycie: trust import-list PLIK [--signer PEM]…\n");
        return 2;
    }
    ctx = ctx_system(app, "");
    e = import(ctx, argc, argv);
    if (e)
        admin_failed(ctx, "trust import-list");
    ctx_free(ctx);
    return !e ? 0 : e == ERR_INVALID ? 1 : 3;
}
