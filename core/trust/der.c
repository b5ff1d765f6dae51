/* One element of DER at a time, lengths checked by OpenSSL against what is left. */
#include "core/trust/der.h"

#include <limits.h>
#include <openssl/asn1.h>
#include <openssl/err.h>

static bool read_header(const struct der *in, int *ret_tag, struct der *ret)
{
    const unsigned char *p = in->p;
    long len = 0;
    int tag = 0;
    int class = 0;
    int flags;

    if (in->p >= in->end || in->end - in->p > INT_MAX)
        return false;
    flags = ASN1_get_object(&p, &len, &tag, &class, in->end - in->p);
    if ((flags & 0x81) != 0 || len < 0 || len > in->end - p ||
        (class != V_ASN1_UNIVERSAL && class != V_ASN1_CONTEXT_SPECIFIC)) {
        ERR_clear_error();
        return false;
    }
    *ret_tag = class == V_ASN1_CONTEXT_SPECIFIC ? tag | DER_CONTEXT : tag;
    *ret = (struct der){ p, p + len };
    return true;
}

int der_peek(const struct der *in)
{
    struct der content;
    int tag = -1;

    return read_header(in, &tag, &content) ? tag : -1;
}

bool der_take(struct der *in, int tag, struct der *ret, struct der *ret_whole)
{
    struct der content;
    int is = -1;

    if (!read_header(in, &is, &content) || is != tag)
        return false;
    if (ret_whole)
        *ret_whole = (struct der){ in->p, content.end };
    in->p = content.end;
    *ret = content;
    return true;
}
