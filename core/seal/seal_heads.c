/* Heads of trees from eurzad-signer: signature, time stamp and certificates over a plain text. */
#include "core/seal/seal_heads.h"

#include <string.h>

#include "core/ctx/log.h"
#include "core/seal/seal_wire.h"

/* The next of the fields of an answer, a copy with a zero byte behind it; false when the answer is cut. */
static bool field(TALLOC_CTX *mem, const char **at, const char *end, const void **ret_data, size_t *ret_len)
{
    const unsigned char *p = (const unsigned char *)*at;
    size_t n;

    if (end - *at < 4)
        return false;
    n = (size_t)p[0] << 24 | (size_t)p[1] << 16 | (size_t)p[2] << 8 | (size_t)p[3];
    if (n > (size_t)(end - *at) - 4)
        return false;
    *ret_data = mem_dup(mem, *at + 4, n);
    *ret_len = n;
    *at += 4 + n;
    return true;
}

static void take_answer(struct ctx *ctx, const struct seal_question *q, struct seal_head *head)
{
    const char *at = q->out;
    const char *end = q->out + q->n_out;
    const void *pem = NULL;
    size_t n = 0;

    head->problem = NULL;
    if (q->status != SIGNER_OK)
        head->problem = q->out;
    else if (!field(ctx->mem, &at, end, &head->signature, &head->n_signature) ||
             !field(ctx->mem, &at, end, &head->token, &head->n_token) || !field(ctx->mem, &at, end, &pem, &n))
        head->problem = "the signer's answer is cut";
    head->certificates = pem;
    if (head->problem)
        log_warn(ctx, "seal.head_refused", LOG_S("unit", head->jst), LOG_S("detail", head->problem));
}

enum err seal_heads(struct ctx *ctx, struct seal_head *heads, int n)
{
    struct seal_question *questions = mem_array(ctx->mem, struct seal_question, (size_t)(n > 0 ? n : 1));

    for (int i = 0; i < n; i++)
        questions[i] = (struct seal_question){
            .type = SIGNER_SEAL_HEAD, .jst = heads[i].jst, .data = heads[i].text, .len = strlen(heads[i].text)
        };
    if (!seal_exchange(ctx, questions, n))
        return ctx_fail(ctx, ERR_BUSY, "Pieczęć urzędu jest chwilowo niedostępna. Spróbuj ponownie za kilka minut.",
                        "signer: no answer");
    for (int i = 0; i < n; i++)
        take_answer(ctx, &questions[i], &heads[i]);
    return ERR_OK;
}
