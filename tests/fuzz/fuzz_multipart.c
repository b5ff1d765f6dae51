/* Any bytes as a multipart body, in pieces whose size the first byte gives; then the same bytes as a Content-Type
 * header. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/utf8.h"
#include "fcgi/multipart.h"
#include "fcgi/text.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool begin(void *to, const char *name, const char *file_name)
{
    (void)to;
    if (file_name && utf8_valid(file_name, strlen(file_name))) {
        MEM_SCOPE(mem, NULL);
        const char *clean = text_file_name(mem, file_name);

        if (strlen(clean) > TEXT_FILE_NAME_MAX || strpbrk(clean, "/\\") || !utf8_valid(clean, strlen(clean)))
            abort();
    }
    return name[0] != '!';
}

static bool take(void *to, const void *p, size_t n)
{
    *(size_t *)to += n;
    return p;
}

static bool end(void *to)
{
    (void)to;
    return true;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    MEM_SCOPE(mem, NULL);
    size_t total = 0;
    const struct multipart_sink sink = { &total, begin, take, end };
    struct multipart *m = multipart_new(mem, "XX", &sink);
    enum multipart_state state = MULTIPART_OK;
    size_t step = size > 0 ? (size_t)data[0] + 1 : 1;

    for (size_t i = 1; i < size && state == MULTIPART_OK; i += step)
        state = multipart_feed(m, data + i, size - i < step ? size - i : step);
    multipart_finish(m);
    if (total > size)
        abort();
    if (size < 8192)
        (void)multipart_boundary(mem, mem_strndup(mem, (const char *)data, size));
    return 0;
}
