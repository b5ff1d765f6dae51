/* A time stamp for another program of the office, over a SHA-256 it gives. A time stamp says nothing of
 * what is behind the hash, so there is no template to check. */
#include <string.h>

#include "signer/type.h"

const char *stamp_check(TALLOC_CTX *mem, struct signing *s, enum signer_status *ret_status)
{
    (void)mem;
    (void)ret_status;
    if (s->len != sizeof s->hash)
        return "not a SHA-256";
    memcpy(s->hash, s->data, sizeof s->hash);
    return NULL;
}

const char *stamp_sign(TALLOC_CTX *mem, struct signing *s, const void **ret_data, size_t *ret_len)
{
    struct tsp_token token;
    const char *problem = NULL;

    if (!s->stamps->stamp(s->stamps->arg, mem, s->hash, ret_data, ret_len))
        return "no time stamp";
    return tsp_read_sha256(mem, *ret_data, *ret_len, s->hash, &token, &problem) ? NULL : problem;
}
