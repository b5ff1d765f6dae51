/* Any document as a receipt that is shown on paper: reading never fails otherwise than with a sentence, and what comes is
 * a PDF. (What may be sealed as a receipt: fuzz_upo_shape.) */
#include <stdint.h>
#include <string.h>

#include "core/ctx/app.h"
#include "core/ctx/ctx.h"
#include "core/doc/xml.h"
#include "modules/esp/upo/upo.h"
#include "tests/fuzz/oracle.h"
#include "tests/fuzz/tree.h"

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

TREE_MUTATOR

enum { MAX = 1 << 14 };

static struct app *app;

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    (void)argc;
    (void)argv;
    oracle_start("fuzz_upo");
    app = mem_zero(NULL, struct app);
    app->mem = app;
    conf_defaults(&app->conf);
    return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct ctx *ctx = ctx_new(app);
    struct upo upo = { .numer = "LUB-UPP-0801062-2026-000000123", .rodzaj = "UPP", .sha256 = "" };
    const void *pdf = NULL;
    xmlDoc *doc = NULL;
    size_t len = 0;

    ctx->now = oracle_at();
    upo.xml = data;
    upo.xml_len = size;
    /* drawing takes a thousand times as long as reading: only what can be read is drawn */
    if (size <= MAX && xml_parse(ctx->mem, data, size, size, &doc, NULL) == ERR_OK) {
        enum err e = upo_pdf(ctx, &upo, &pdf, &len);

        if (!e && (len < 5 || memcmp(pdf, "%PDF-", 5) != 0))
            oracle_broken("no PDF");
        if (e && (!ctx->fail.message || !*ctx->fail.message))
            oracle_broken("refused without a word");
    }
    ctx_free(ctx);
    return 0;
}
