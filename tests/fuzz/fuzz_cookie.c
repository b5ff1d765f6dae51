/* Any Cookie header, against a second way of reading it; and what url_encode() writes is read back the same. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/buf.h"
#include "fcgi/params.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Cut at every semicolon first, look afterwards. */
static const char *second_opinion(TALLOC_CTX *mem, const char *header, const char *name)
{
    char *save = NULL;
    size_t len = strlen(name);

    for (char *part = strtok_r(mem_strdup(mem, header), ";", &save); part; part = strtok_r(NULL, ";", &save)) {
        char *end = part + strlen(part);

        part += strspn(part, " \t");
        while (end > part && (end[-1] == ' ' || end[-1] == '\t'))
            *--end = '\0';
        if (strncmp(part, name, len) == 0 && part[len] == '=')
            return part + len + 1;
    }
    return NULL;
}

static void check_cookie(TALLOC_CTX *mem, const char *header, const char *name)
{
    const char *got = cookie_get(mem, header, name);
    const char *want = second_opinion(mem, header, name);

    if (!got != !want || (got && strcmp(got, want) != 0))
        abort();
}

static void check_encoding(TALLOC_CTX *mem, const char *text)
{
    struct buf b = buf_new(mem, 1 << 20);
    const char *back = NULL;
    size_t n = 0;

    url_encode(&b, text);
    if (strpbrk(buf_text(&b), " &=?#+\r\n\"<>;"))
        abort();
    back = url_decode(mem, buf_text(&b), b.len, true, &n);
    if (!back || n != strlen(text) || memcmp(back, text, n) != 0)
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const names[] = { "sesja", "__Host-sesja", "lang", "s" };
    MEM_SCOPE(mem, NULL);
    const char *header = mem_strndup(mem, (const char *)data, size < 16384 ? size : 16384);

    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        check_cookie(mem, header, names[i]);
    (void)cookie_get(mem, NULL, "sesja");
    check_encoding(mem, header);
    return 0;
}
