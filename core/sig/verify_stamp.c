/* A time stamp counts when it fits, is in order with the claimed time and comes from an authority
 * we trust. */
#include "core/sig/verify_stamp.h"

#include <openssl/err.h>
#include <string.h>

#include "core/law/date.h"
#include "core/sig/verify_cert.h"
#include "core/trust/tsp.h"

static bool authority(TALLOC_CTX *mem, const struct verify_request *rq, struct trust *trust,
                      const struct verify_stamped *s, struct tsp_token *token, struct verify_signature *sig,
                      struct verify_report *rep)
{
    const struct verify_subject subject = {
        .cert = token->cert,
        .others = token->certs,
        .n_others = token->n_certs,
        .use = TRUST_USE_STAMP,
        .purposes = TRUST_TSA,
        .at = token->gen_time,
        .extra = s->extra,
        .n_extra = s->n_extra,
    };
    struct verify_signature of_authority = verify_signature_of("");

    if (!verify_certificate(mem, rq, trust, &subject, &of_authority, rep)) {
        verify_note(mem, sig,
                    mem_printf(mem, "Podpis ma znacznik czasu, którego nie uwzględniono: %s", of_authority.reason));
        return false;
    }
    if (of_authority.unchecked[0])
        verify_note(mem, sig, of_authority.unchecked);
    return true;
}

bool verify_stamp(TALLOC_CTX *mem, const struct verify_request *rq, struct trust *trust, const struct verify_stamped *s,
                  struct verify_signature *sig, struct verify_report *rep, int64_t *ret_at)
{
    struct tsp_token token = { .gen_time = 0 };
    const char *problem = NULL;
    const char *when;

    if (s->token_len > TSP_MAX_TOKEN ||
        !tsp_read_shelved(mem, trust, s->token, s->token_len, s->data, s->len, &token, &problem)) {
        ERR_clear_error();
        return verify_fault(sig, VERIFY_INDETERMINATE, 30, "SIG_CONSTRAINTS_FAILURE",
                            "Znacznik czasu jest uszkodzony albo nie dotyczy tego podpisu.");
    }
    if (s->claimed > token.gen_time + VERIFY_SKEW)
        return verify_fault(sig, VERIFY_INDETERMINATE, 30, "TIMESTAMP_ORDER_FAILURE",
                            "Znacznik czasu jest wcześniejszy niż podany czas złożenia podpisu.");
    if (!authority(mem, rq, trust, s, &token, sig, rep))
        return false;
    when = date_iso_utc(mem, token.gen_time);
    if (sig->stamp_time[0] == '\0' || strcmp(when, sig->stamp_time) < 0)
        sig->stamp_time = when;
    *ret_at = token.gen_time;
    return true;
}
