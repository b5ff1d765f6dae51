/* Any document as a citizen's letter (wnio:Dokument). What is read is there, attachments included. */
#include <stdint.h>
#include <string.h>

#include "core/ctx/app.h"
#include "core/ctx/ctx.h"
#include "core/doc/xml.h"
#include "modules/forms/wzor/wzor.h"
#include "tests/fuzz/oracle.h"
#include "tests/fuzz/tree.h"

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

TREE_MUTATOR

static struct app *app;

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    (void)argc;
    (void)argv;
    oracle_start("fuzz_wzor");
    app = mem_zero(NULL, struct app);
    app->mem = app;
    conf_defaults(&app->conf);
    return 0;
}

static void check(const struct wzor_odczyt *o)
{
    unsigned sum = 0;

    if (!o->tytul || !o->rodzaj || !o->miejscowosc || !o->data || !o->znak_sprawy || !o->nadawca || !o->nadawca_adres ||
        !o->adresat || !o->podpis)
        oracle_broken("a text is NULL");
    for (int i = 0; i < o->n_akapitow; i++)
        if (!o->akapity[i])
            oracle_broken("a paragraph is NULL");
    for (int i = 0; i < o->n_zalacznikow; i++) {
        const struct wzor_zalacznik *z = &o->zalaczniki[i];

        if (!z->nazwa || !z->mime)
            oracle_broken("an attachment without a name");
        for (size_t k = 0; z->dane && k < z->n_dane; k++)
            sum += ((const unsigned char *)z->dane)[k];
    }
    if (sum == UINT32_MAX)
        oracle_broken("attachments");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct ctx *ctx = ctx_new(app);
    struct wzor_odczyt o;
    xmlDoc *doc = NULL;

    if (xml_parse(ctx->mem, data, size, size, &doc, NULL) == ERR_OK) {
        enum err e = wzor_read(ctx, doc, &o);

        if (!e)
            check(&o);
        else if (e != ERR_INVALID || !ctx->fail.message || !*ctx->fail.message)
            oracle_broken("refused without a word");
        if (!e && !wzor_is(doc))
            oracle_broken("read, but it is no letter");
    }
    ctx_free(ctx);
    return 0;
}
