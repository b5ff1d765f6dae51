/* Receipts and letters: safe parsing, template of the type, XAdES B-T seal, and the full verifier
 * over the bytes that would leave. */
#include <string.h>

#include "core/sig/xmlsig.h"
#include "core/trust/trust_dir.h"
#include "signer/shape.h"
#include "signer/type.h"

const char *seal_xml_check(TALLOC_CTX *mem, struct signing *s, enum signer_status *ret_status)
{
    const char *problem = NULL;

    if (xml_parse(mem, s->data, s->len, (size_t)s->conf->max_document, &s->doc, &problem)) {
        *ret_status = SIGNER_BAD_DOCUMENT;
        return problem;
    }
    return shape_problem(mem, s->type, s->doc, s->jst, s->now);
}

const char *seal_verify(TALLOC_CTX *mem, const struct signing *s, const void *bytes, size_t len)
{
    const struct verify_request rq = { .data = bytes,
                                       .len = len,
                                       .max = (size_t)s->conf->max_document + SIGNER_MAX_GROWTH,
                                       .profile = VERIFY_NARROW,
                                       .purposes = TRUST_OWN,
                                       .at = s->now };
    struct verify_report report;

    verify_bytes(mem, &rq, trust_of_dir(s->conf->trust_dir), &report);
    if (report.indication != VERIFY_TOTAL_PASSED)
        return mem_printf(mem, "own verification says %s %s", report.subindication, VERIFY_CHECKS(report.checks));
    if (report.n != 1 || strcmp(report.signatures[0].level, "B-T") != 0)
        return "own verification does not count the time stamp";
    if (strcmp(report.signatures[0].scope, "calosc") != 0)
        return "own verification finds a part uncovered";
    return NULL;
}

const char *seal_xml_sign(TALLOC_CTX *mem, struct signing *s, const void **ret_data, size_t *ret_len)
{
    X509 *chain[KEY_MAX_CHAIN];
    const char *problem;
    char *bytes;
    size_t len = 0;

    memcpy(chain, s->key->chain, sizeof chain);
    if (xmlsig_sign(mem, s->doc, s->key->key, chain, s->key->n_chain, s->now, "text/xml", s->stamps))
        return "signing failed";
    bytes = xml_bytes(mem, s->doc, &len);
    problem = seal_verify(mem, s, bytes, len);
    if (problem)
        return problem;
    *ret_data = bytes;
    *ret_len = len;
    return NULL;
}
