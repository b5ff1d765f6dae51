/* JSON as text. jansson's values are counted by reference and freed by hand; what is kept belongs to a memory context. */
#ifndef CORE_JSON_H
#define CORE_JSON_H

#include <jansson.h>

#include "core/base/mem.h"

/* The text of a value, without blanks, keys in order; takes the reference over. NULL when there is none: json_pack() gives
 * NULL for a text that is not UTF-8. */
const char *json_text(TALLOC_CTX *mem, json_t *value);

#endif
