/* Any bytes as a form body, a path and a Cookie header. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/utf8.h"
#include "fcgi/params.h"
#include "fcgi/router.h"
#include "fcgi/text.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* What is taken is clean text, whatever came in. */
static void check_params(const struct params *p)
{
    for (size_t i = 0; i < p->n; i++) {
        const char *value = p->list[i].value;

        if (!utf8_valid(value, strlen(value)) || strpbrk(value, "\r\x01\x1B") ||
            strlen(p->list[i].name) > PARAMS_NAME_MAX)
            abort();
    }
}

static void check_path(const struct path *path)
{
    for (int i = 0; i < path->n; i++) {
        const char *s = path->segments[i];

        if (!*s || strpbrk(s, "/\\\n") || strcmp(s, "..") == 0 || !utf8_valid(s, strlen(s)))
            abort();
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    MEM_SCOPE(mem, NULL);
    struct params p = params_new(mem);
    struct path path;
    const char *text = mem_strndup(mem, (const char *)data, size);

    if (size > 65536)
        return 0;
    (void)params_add_query(&p, (const char *)data, size);
    check_params(&p);
    if (path_split(mem, (const char *)data, size, &path))
        check_path(&path);
    (void)cookie_get(mem, text, "sesja");
    if (utf8_valid(text, strlen(text)))
        (void)text_trim(mem, text);
    return 0;
}
