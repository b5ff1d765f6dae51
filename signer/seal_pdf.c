/* Printouts: the shape of our own writer, PAdES B-T seal, and the full verifier over the bytes that
 * would leave. */
#include <string.h>

#include "core/sig/pdfseal.h"
#include "signer/shape_pdf.h"
#include "signer/type.h"

const char *seal_pdf_check(TALLOC_CTX *mem, struct signing *s, enum signer_status *ret_status)
{
    if (s->len > (size_t)s->conf->max_document) {
        *ret_status = SIGNER_BAD_DOCUMENT;
        return "too large";
    }
    return shape_pdf_problem(mem, s->data, s->len, s->jst, &s->office);
}

const char *seal_pdf_sign(TALLOC_CTX *mem, struct signing *s, const void **ret_data, size_t *ret_len)
{
    X509 *chain[KEY_MAX_CHAIN];
    const struct cms_by by = { s->key->key, chain, s->key->n_chain, s->stamps };
    const struct pdf_seal how = { s->office, "Pieczęć elektroniczna urzędu", s->now };
    const char *problem;
    void *sealed = NULL;
    size_t len = 0;

    memcpy(chain, s->key->chain, sizeof chain);
    if (pdf_seal(mem, s->data, s->len, &how, &by, &sealed, &len))
        return "signing failed";
    problem = seal_verify(mem, s, sealed, len);
    if (problem)
        return problem;
    *ret_data = sealed;
    *ret_len = len;
    return NULL;
}
