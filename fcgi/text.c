/* Checks and cleans text that came from outside */
#include "fcgi/text.h"

#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#include "core/base/hex.h"

size_t text_clean(char *s, size_t n)
{
    size_t to = 0;

    for (size_t i = 0; i < n; i++) {
        unsigned char c = (unsigned char)s[i];

        if (c == '\r') {
            s[to++] = '\n';
            if (i + 1 < n && s[i + 1] == '\n')
                i++;
        } else if (c == 0xEF && i + 2 < n && (unsigned char)s[i + 1] == 0xBF && (unsigned char)s[i + 2] >= 0xBE) {
            i += 2;
        } else if (c >= 0x20 ? c != 0x7F : c == '\t' || c == '\n') {
            s[to++] = s[i];
        }
    }
    return to;
}

/* Characters that make a file name read differently from what it is: U+200B..200F, U+202A..202E, U+2066..2069. */
static bool misleading(const unsigned char *s)
{
    return s[0] == 0xE2 && ((s[1] == 0x80 && ((s[2] >= 0x8B && s[2] <= 0x8F) || (s[2] >= 0xAA && s[2] <= 0xAE))) ||
                            (s[1] == 0x81 && s[2] >= 0xA6 && s[2] <= 0xA9));
}

static size_t clean_name(char *to, const char *from)
{
    size_t n = 0;

    for (const unsigned char *s = (const unsigned char *)from; *s; s++) {
        if (misleading(s))
            s += 2;
        else if (*s >= 0x20 && *s != 0x7F && !(n == 0 && (*s == '.' || *s == ' ')))
            to[n++] = (char)*s;
    }
    while (n > 0 && (to[n - 1] == ' ' || to[n - 1] == '.'))
        n--;
    to[n] = '\0';
    return n;
}

/* Cuts in front of the extension, never inside a character. */
static void shorten_name(char *name, size_t n)
{
    char *dot = strrchr(name, '.');
    size_t ext = dot && n - (size_t)(dot - name) <= 12 ? n - (size_t)(dot - name) : 0;
    size_t keep = TEXT_FILE_NAME_MAX - ext;

    while (keep > 0 && ((unsigned char)name[keep] & 0xC0) == 0x80)
        keep--;
    if (ext)
        memmove(name + keep, dot, ext);
    name[keep + ext] = '\0';
}

const char *text_file_name(TALLOC_CTX *mem, const char *s)
{
    const char *base = s;
    char *name;
    size_t n;

    for (const char *p = s; *p; p++)
        if (*p == '/' || *p == '\\')
            base = p + 1;
    name = mem_array(mem, char, strlen(base) + 1);
    n = clean_name(name, base);
    if (n == 0)
        return "plik";
    if (n > TEXT_FILE_NAME_MAX)
        shorten_name(name, n);
    return name;
}

static size_t blank_at(const char *s)
{
    if (*s == ' ' || *s == '\t' || *s == '\n')
        return 1;
    return (unsigned char)s[0] == 0xC2 && (unsigned char)s[1] == 0xA0 ? 2 : 0;
}

const char *text_trim(TALLOC_CTX *mem, const char *s)
{
    const char *end;
    size_t n;

    while ((n = blank_at(s)) > 0)
        s += n;
    end = s + strlen(s);
    for (;;) {
        if (end > s && blank_at(end - 1) == 1)
            end--;
        else if (end - s >= 2 && blank_at(end - 2) == 2)
            end -= 2;
        else
            break;
    }
    return *end ? mem_strndup(mem, s, (size_t)(end - s)) : mem_strdup(mem, s);
}

bool text_same_secret(const char *a, const char *b)
{
    size_t n = strlen(a);
    unsigned char differs = 0;

    if (n != strlen(b) || n == 0)
        return false;
    for (size_t i = 0; i < n; i++)
        differs |= (unsigned char)((unsigned char)a[i] ^ (unsigned char)b[i]);
    return differs == 0;
}

void text_random_hex(size_t n, char *ret_hex)
{
    unsigned char bytes[32];

    /* Requests of at most 256 bytes are never cut short once the kernel's pool is ready (getrandom(2)). */
    if (n > sizeof(bytes) || getrandom(bytes, n, 0) != (ssize_t)n)
        abort();
    hex_text(bytes, n, ret_hex);
}
