/* One record at a time, copied out. */
#include "core/base/csvread.h"

#include <string.h>

/* A field in quotes at *p, which stands on the first of them; NULL when they never close or are followed by more text. */
static const char *quoted(TALLOC_CTX *mem, const char **p)
{
    const char *s = *p + 1;
    char *text = mem_array(mem, char, strlen(s) + 1);
    size_t n = 0;

    for (; *s && (*s != '"' || s[1] == '"'); s++) {
        s += *s == '"';
        text[n++] = *s;
    }
    if (*s != '"' || !strchr(",\r\n", s[1]))
        return NULL;
    *p = s + 1;
    return text;
}

static const char *plain(TALLOC_CTX *mem, const char **p)
{
    size_t n = strcspn(*p, ",\r\n\"");
    const char *text = mem_strndup(mem, *p, n);

    *p += n;
    return **p == '"' ? NULL : text;
}

bool csv_next(TALLOC_CTX *mem, const char **at, struct csv_record *ret_record)
{
    const char *p = *at + strspn(*at, "\r\n");
    struct csv_record r = { 0 };
    bool more = *p != '\0';

    while (more) {
        const char *field = *p == '"' ? quoted(mem, &p) : plain(mem, &p);

        if (!field || r.n == CSV_FIELDS_MAX)
            return false;
        r.field[r.n++] = field;
        more = *p == ',';
        p += more;
    }
    if (r.n)
        *ret_record = r;
    else if (!*p)
        *at = p;
    if (r.n)
        *at = p + strspn(p, "\r\n");
    return r.n > 0;
}
