/* Names with values out of addresses, form bodies and cookie headers */
#include "fcgi/params.h"

#include <string.h>

#include "core/base/utf8.h"
#include "fcgi/text.h"

struct params params_new(TALLOC_CTX *mem)
{
    return (struct params){ mem, NULL, 0, 0 };
}

static void grow(struct params *p)
{
    size_t cap = p->cap ? p->cap * 2 : 16;
    struct param *list = mem_array(p->mem, struct param, cap);

    if (p->n > 0)
        memcpy(list, p->list, p->n * sizeof(*list));
    p->list = list;
    p->cap = cap;
}

const char *params_add(struct params *p, const char *name, size_t name_len, const char *value, size_t value_len)
{
    char *copy;

    if (p->n >= PARAMS_MAX)
        return "too many fields";
    if (name_len == 0 || name_len > PARAMS_NAME_MAX)
        return "field name empty or too long";
    if (!utf8_valid(name, name_len) || !utf8_valid(value, value_len))
        return "field is not UTF-8 text";
    if (p->n == p->cap)
        grow(p);
    copy = mem_dup(p->mem, value, value_len);
    copy[text_clean(copy, value_len)] = '\0';
    p->list[p->n].name = mem_strndup(p->mem, name, name_len);
    p->list[p->n].value = copy;
    p->n++;
    return NULL;
}

static const char *add_pair(struct params *p, const char *pair, size_t len)
{
    const char *equals = memchr(pair, '=', len);
    size_t name_len = equals ? (size_t)(equals - pair) : len;
    size_t value_len = equals ? len - name_len - 1 : 0;
    char *name = url_decode(p->mem, pair, name_len, true, &name_len);
    char *value = url_decode(p->mem, equals ? equals + 1 : "", value_len, true, &value_len);

    if (!name || !value)
        return "broken percent-encoding";
    return params_add(p, name, name_len, value, value_len);
}

const char *params_add_query(struct params *p, const char *text, size_t len)
{
    const char *end = text + len;

    while (text < end) {
        const char *amp = memchr(text, '&', (size_t)(end - text));
        const char *stop = amp ? amp : end;

        /* "a=1&&b=2" and a lone "=" come from sloppy links; they say nothing. */
        if (stop > text && *text != '=') {
            const char *problem = add_pair(p, text, (size_t)(stop - text));

            if (problem)
                return problem;
        }
        text = stop + 1;
    }
    return NULL;
}

const char *params_get(const struct params *p, const char *name, int n)
{
    for (size_t i = 0; i < p->n; i++)
        if (strcmp(p->list[i].name, name) == 0 && n-- == 0)
            return p->list[i].value;
    return NULL;
}

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

char *url_decode(TALLOC_CTX *mem, const char *s, size_t n, bool plus, size_t *ret_len)
{
    char *to = mem_array(mem, char, n + 1);
    size_t len = 0;

    for (size_t i = 0; i < n; i++) {
        char c = s[i];

        if (c == '%') {
            int high = n - i > 2 ? hex_digit(s[i + 1]) : -1;
            int low = high >= 0 ? hex_digit(s[i + 2]) : -1;

            if (low < 0 || (high == 0 && low == 0))
                return NULL;
            c = (char)(high * 16 + low);
            i += 2;
        } else if (c == '+' && plus) {
            c = ' ';
        }
        to[len++] = c;
    }
    *ret_len = len;
    return to;
}

void url_encode(struct buf *out, const char *s)
{
    static const char digits[] = "0123456789ABCDEF";

    for (const unsigned char *p = (const unsigned char *)s; *p; p++) {
        if ((*p >= '0' && *p <= '9') || ((*p | 0x20) >= 'a' && (*p | 0x20) <= 'z') || strchr("-._~/", *p)) {
            buf_char(out, (char)*p);
        } else {
            buf_char(out, '%');
            buf_char(out, digits[*p >> 4]);
            buf_char(out, digits[*p & 15]);
        }
    }
}

const char *cookie_get(TALLOC_CTX *mem, const char *header, const char *name)
{
    size_t len = strlen(name);

    while (header && *header) {
        const char *end = strchrnul(header, ';');

        header += strspn(header, " \t");
        if (header < end && strncmp(header, name, len) == 0 && header[len] == '=') {
            const char *value = header + len + 1;
            size_t n = (size_t)(end - value);

            while (n > 0 && (value[n - 1] == ' ' || value[n - 1] == '\t'))
                n--;
            return mem_strndup(mem, value, n);
        }
        header = *end ? end + 1 : end;
    }
    return NULL;
}
