#include "core/base/json.h"

#include <stdlib.h>

const char *json_text(TALLOC_CTX *mem, json_t *value)
{
    char *text = value ? json_dumps(value, JSON_COMPACT | JSON_SORT_KEYS) : NULL;
    const char *copy = mem_strdup(mem, text);

    free(text);
    json_decref(value);
    return copy;
}
