/* The templates of what may be sealed. A request names a type; the document must be exactly what that type is, and of
 * the unit whose key is asked for. */
#ifndef SIGNER_SHAPE_H
#define SIGNER_SHAPE_H

#include "core/doc/xml.h"
#include "core/seal/seal_protocol.h"

/* NULL when the document follows the template, else a short English reason (static text: never a piece of the
 * document). now: microseconds. */
const char *shape_problem(TALLOC_CTX *mem, enum signer_request type, const xmlDoc *doc, const char *jst, int64_t now);

#endif
