/* Seals and time stamps from eurzad-signer: what is asked, and what an answer means to the caller. */
#include "core/seal/seal.h"

#include <string.h>

#include "core/ctx/app.h"
#include "core/ctx/log.h"
#include "core/seal/seal_wire.h"

static enum err away(struct ctx *ctx, const char *why)
{
    return ctx_fail(ctx, ERR_BUSY, "Pieczęć urzędu jest chwilowo niedostępna. Spróbuj ponownie za kilka minut.",
                    "signer: %s", why);
}

static enum err refused(struct ctx *ctx, const char *why)
{
    return ctx_fail(ctx, ERR_INTERNAL, "Nie można opieczętować dokumentu.", "signer: %s", why);
}

static enum err meaning(enum signer_status status)
{
    if (status == SIGNER_OK)
        return ERR_OK;
    return status == SIGNER_NO_KEY || status == SIGNER_INTERNAL ? ERR_BUSY : ERR_INTERNAL;
}

static struct seal_question question(const struct ctx *ctx, const struct seal_item *item)
{
    static const enum signer_request types[] = { [SEAL_UPP] = SIGNER_SEAL_UPP,
                                                 [SEAL_UPD] = SIGNER_SEAL_UPD,
                                                 [SEAL_PISMO] = SIGNER_SEAL_PISMO,
                                                 [SEAL_PDF] = SIGNER_SEAL_PDF };

    return (struct seal_question){ .type = types[item->type], .jst = ctx->jst, .data = item->xml, .len = item->len };
}

static void take_answer(struct seal_item *item, const struct seal_question *q)
{
    item->err = q->answered ? meaning(q->status) : ERR_BUSY;
    if (item->err) {
        item->problem = q->answered ? q->out : "no answer";
        return;
    }
    item->problem = NULL;
    item->sealed = q->out;
    item->n_sealed = q->n_out;
}

/* What is too large for the signer is not sent; the others are. */
static int ask_for(const struct ctx *ctx, struct seal_item *items, int n, struct seal_question *questions,
                   struct seal_item **of_question)
{
    int asked = 0;

    for (int i = 0; i < n; i++) {
        if (items[i].len > (size_t)ctx->app->conf.max_document) {
            items[i].err = ERR_INTERNAL;
            items[i].problem = "not asked: too large";
            continue;
        }
        of_question[asked] = &items[i];
        questions[asked++] = question(ctx, &items[i]);
    }
    return asked;
}

enum err seal_documents(struct ctx *ctx, struct seal_item *items, int n)
{
    struct seal_question questions[SEAL_MAX_ITEMS];
    struct seal_item *of_question[SEAL_MAX_ITEMS];
    int asked;
    bool all;

    if (strlen(ctx->jst) < 2 || strlen(ctx->jst) > 7 || n > SEAL_MAX_ITEMS)
        return refused(ctx, mem_printf(ctx->mem, "not asked: jst=%s items=%d", ctx->jst, n));
    asked = ask_for(ctx, items, n, questions, of_question);
    all = seal_exchange(ctx, questions, asked);
    for (int i = 0; i < asked; i++)
        take_answer(of_question[i], &questions[i]);
    return all ? ERR_OK : away(ctx, "no answer");
}

enum err seal_document(struct ctx *ctx, enum seal_type type, const void *xml, size_t len, void **ret_signed,
                       size_t *ret_len)
{
    struct seal_item item = { .type = type, .xml = xml, .len = len };
    enum err e = seal_documents(ctx, &item, 1);

    if (e)
        return e;
    if (item.err)
        return item.err == ERR_BUSY ? away(ctx, item.problem) : refused(ctx, item.problem);
    *ret_signed = item.sealed;
    *ret_len = item.n_sealed;
    return ERR_OK;
}

enum err seal_stamp(struct ctx *ctx, const unsigned char sha256[32], void **ret_der, size_t *ret_len)
{
    struct seal_question q = {
        .type = SIGNER_STAMP, .jst = strlen(ctx->jst) <= 7 ? ctx->jst : "", .data = sha256, .len = 32
    };

    if (!seal_exchange(ctx, &q, 1) || q.status != SIGNER_OK)
        return ctx_fail(ctx, ERR_BUSY, "Znacznik czasu jest chwilowo niedostępny. Spróbuj ponownie za kilka minut.",
                        "signer: %s", q.answered ? q.out : "no answer");
    *ret_der = q.out;
    *ret_len = q.n_out;
    return ERR_OK;
}
