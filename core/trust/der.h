/* Reading DER of strangers step by step, for the few structures OpenSSL keeps closed. Every step is bounded by what
 * surrounds it; indefinite lengths are refused. */
#ifndef CORE_DER_H
#define CORE_DER_H

#include <stdbool.h>
#include <stddef.h>

#define DER_CONTEXT 0x100 /* added to the number of a context-specific tag */

struct der {
    const unsigned char *p;
    const unsigned char *end;
};

/* The number of the next tag (context-specific ones with DER_CONTEXT), -1 at the end or when it cannot be read. */
int der_peek(const struct der *in);

/* Takes the next element, whose tag must be that. ret: its contents; whole (may be NULL): with its header. */
bool der_take(struct der *in, int tag, struct der *ret, struct der *ret_whole);

static inline size_t der_len(const struct der *d)
{
    return (size_t)(d->end - d->p);
}

#endif
