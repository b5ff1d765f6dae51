/* The unavoidable parts of a filing, one after the other, each as often as asked: verifying a 6 KB signed document,
 * sealing its receipt, one durable commit of what a filing writes. Also makes the signed documents for tests/bench/nadaj.
 *
 *     bench_parts -c CONF parts TIMES        prints "verify N", "seal N", "commit N": medians in microseconds
 *     bench_parts -c CONF docs FOLDER COUNT  writes COUNT different signed documents and the certificate signer.pem */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/clock.h"
#include "core/ctx/app.h"
#include "core/ctx/audit.h"
#include "core/ctx/blob.h"
#include "core/ctx/ctx.h"
#include "core/ctx/db.h"
#include "core/seal/seal.h"
#include "core/serve/start.h"
#include "core/sig/verify_box.h"
#include "core/sig/xmlsig.h"
#include "core/trust/trust_dir.h"
#include "skrytka_sql.h"
#include "tests/bench/receipt.h"
#include "tests/support/keys.h"
#include "upo_sql.h"

static const char JST[] = "0801062";

static int by_value(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a;
    int64_t y = *(const int64_t *)b;

    return (x > y) - (x < y);
}

static double median(int64_t *values, int n)
{
    qsort(values, (size_t)n, sizeof *values, by_value);
    return (double)values[n / 2];
}

static _Noreturn void die(const struct ctx *ctx, const char *what)
{
    fprintf(stderr, "bench_parts: %s: %s\n", what, ctx && ctx->fail.detail ? ctx->fail.detail : "");
    exit(1);
}

/* About 6 KB when signed. */
static char *make_document(struct ctx *ctx, const struct key_set *keys, int64_t nr, size_t *ret_len)
{
    const char *paragraph = "Proszę o wydanie zaświadczenia w sprawie opisanej powyżej wraz z uzasadnieniem. ";
    char *body = mem_strdup(ctx->mem, "");
    xmlDoc *doc = NULL;
    const char *text = NULL;
    X509 *chain[] = { keys->cert, keys->root };

    for (int i = 0; i < 22; i++)
        body = mem_printf(ctx->mem, "%s%s", body, paragraph);
    text = mem_printf(ctx->mem,
                      "<wnio:Dokument xmlns:wnio=\"http://crd.gov.pl/wzor/2013/12/12/1410/\"><wnio:TrescDokumentu>"
                      "<wnio:Tytul>Pismo %" PRId64 " %" PRId64 "</wnio:Tytul><wnio:Informacje><wnio:Informacja>%s"
                      "</wnio:Informacja></wnio:Informacje></wnio:TrescDokumentu></wnio:Dokument>",
                      nr, ctx->now, body);
    if (xml_parse(ctx->mem, text, strlen(text), 1 << 20, &doc, NULL) ||
        xmlsig_sign(ctx->mem, doc, keys->key, chain, 2, ctx->now, "text/xml", NULL))
        die(ctx, "signing");
    return xml_bytes(ctx->mem, doc, ret_len);
}

static int write_documents(struct app *app, const struct key_set *keys, const char *dir, int n)
{
    for (int i = 0; i < n; i++) {
        struct ctx *ctx = ctx_new(app);
        size_t len = 0;
        const char *bytes = make_document(ctx, keys, i, &len);

        file_write(mem_printf(ctx->mem, "%s/%06d.xml", dir, i), bytes, len);
        ctx_free(ctx);
    }
    cert_write(mem_printf(app->mem, "%s/signer.pem", dir), keys->root);
    return 0;
}

static double time_verify(struct app *app, const struct key_set *keys, const char *trust, int times)
{
    struct ctx *first = ctx_new(app);
    size_t len = 0;
    const char *bytes = make_document(first, keys, 0, &len);
    int64_t *took = mem_array(app->mem, int64_t, (size_t)times);

    for (int i = 0; i < times; i++) {
        struct ctx *ctx = ctx_new(app);
        int64_t start = clock_monotonic_us();
        const struct verify_request rq = {
            .data = bytes, .len = len, .profile = VERIFY_FOREIGN, .purposes = TRUST_SIGNERS, .at = ctx->now
        };
        struct verify_report r;

        verify_box(ctx->mem, app, &rq, trust_of_dir(trust), &r);
        if (r.n != 1 || r.indication == VERIFY_TOTAL_FAILED)
            die(ctx, "verify");
        took[i] = clock_monotonic_us() - start;
        ctx_free(ctx);
    }
    ctx_free(first);
    return median(took, times);
}

static double time_seal(struct app *app, int times)
{
    int64_t *took = mem_array(app->mem, int64_t, (size_t)times);

    for (int i = 0; i < times; i++) {
        struct ctx *ctx = ctx_new(app);
        int64_t start = clock_monotonic_us();
        void *sealed = NULL;
        size_t len = 0;
        const char *upp;

        ctx->jst = JST;
        upp = bench_receipt(ctx, i);
        if (seal_document(ctx, SEAL_UPP, upp, strlen(upp), &sealed, &len))
            die(ctx, "seal");
        took[i] = clock_monotonic_us() - start;
        ctx_free(ctx);
    }
    return median(took, times);
}

/* What a filing has to make durable, with the statements of the ESP in one round trip: a document of 6 KB, a receipt of
 * 4 KB, their rows, what the public may see, the trail. */
static enum err write_filing(struct ctx *ctx, int64_t id, int nr)
{
    char *bytes = mem_zero_bytes(ctx->mem, 1, 10240, "bench");
    const char *numer = mem_printf(ctx->mem, "POMIAR-%" PRId64, id);
    struct blob_info doc = { 0 };
    struct blob_info upo = { 0 };
    enum err e;

    snprintf(bytes, 64, "%" PRId64 " %d", ctx->now, nr);
    e = blob_put(ctx, bytes, 6144, &doc);
    if (!e)
        e = db_later(ctx, &SQL_skrytka_insert,
                     DB_ARGS(db_text("soap"), db_null(), db_text("pomiar"), db_text("Pomiar"), db_text("ePUAP-ID"),
                             db_text("pomiar"), db_text(""), db_text(""), db_text("Pomiar"), db_text(""), db_text(""),
                             db_text("pomiar.xml"), db_text("text/xml"), db_text(doc.sha256), db_i64(doc.size),
                             db_text("NONE"), db_text("{}"), db_text(numer), db_time(ctx->now), db_i64(id), db_null()));
    if (!e)
        e = blob_put(ctx, bytes, 4096, &upo);
    if (!e)
        e = db_later(ctx, &SQL_upo_insert,
                     DB_ARGS(db_text(numer), db_text("UPP"), db_i64(id), db_null(), db_null(), db_text("pomiar"),
                             db_text(upo.sha256), db_time(ctx->now), db_time(ctx->now)));
    if (!e)
        e = db_later(ctx, &SQL_upo_publish,
                     DB_ARGS(db_text(numer), db_text("UPP"), db_text(upo.sha256), db_text(doc.sha256),
                             db_time(ctx->now), db_time(ctx->now)));
    if (!e)
        e = audit(ctx, "dokument.zlozony", "dokument", id, 0, LOG_S("kanal", "pomiar"));
    return e ? e : db_commit(ctx);
}

static double time_commit(struct app *app, int times)
{
    /* Ids far from those of the sequence. */
    int64_t id = 1000000000000 + clock_monotonic_us() % 1000000000000;
    int64_t *took = mem_array(app->mem, int64_t, (size_t)times);

    for (int i = 0; i < times; i++) {
        struct ctx *ctx = ctx_new(app);
        int64_t start = clock_monotonic_us();

        ctx->jst = JST;
        ctx->who.kind = WHO_PARTNER;
        ctx->who.identyfikator = ctx->who.name = "pomiar";
        if (write_filing(ctx, id + i, i))
            die(ctx, "commit");
        took[i] = clock_monotonic_us() - start;
        ctx_free(ctx);
    }
    return median(took, times);
}

int main(int argc, char **argv)
{
    int rest = 1;
    struct app *app = app_start("bench_parts", "eurzad_soap", argc, argv, &rest);
    struct key_set *keys = NULL;
    const char *trust = NULL;
    int times = 0;

    xml_init();
    keys = key_set_new(app->mem, KEY_P256, "Pomiar");
    if (argc - rest == 3 && strcmp(argv[rest], "docs") == 0)
        return write_documents(app, keys, argv[rest + 1], atoi(argv[rest + 2]));
    if (argc - rest != 2 || strcmp(argv[rest], "parts") != 0 || (times = atoi(argv[rest + 1])) < 1)
        return 2;
    trust = temp_dir(app->mem);
    cert_write(mem_printf(app->mem, "%s/root.pem", trust), keys->root);
    time_verify(app, keys, trust, 10);
    printf("verify %.1f\n", time_verify(app, keys, trust, times));
    time_seal(app, 10);
    printf("seal %.1f\n", time_seal(app, times));
    time_commit(app, 10);
    printf("commit %.1f\n", time_commit(app, times));
    app_stop(app);
    return 0;
}
