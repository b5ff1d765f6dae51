/* Comparison of two versions line by line: the longest common subsequence, after what is the same at both ends was put
 * aside. */
#include <string.h>

#include "core/base/utf8.h"
#include "modules/eod/pismo/pismo.h"

#define TABLE_MAX ((size_t)4000000)

struct text_lines {
    const char **text;
    size_t n;
};

static struct text_lines split(TALLOC_CTX *mem, const char *s)
{
    char *copy = mem_strdup(mem, utf8_newlines(mem, s));
    struct text_lines l = { .n = 1 };

    for (const char *c = copy; *c; c++)
        l.n += *c == '\n';
    l.text = mem_array(mem, const char *, l.n);
    for (size_t i = 0; i < l.n; i++) {
        char *end = strchr(copy, '\n');

        l.text[i] = copy;
        if (end) {
            *end = '\0';
            copy = end + 1;
        }
    }
    return l;
}

struct out {
    struct pismo_wiersz *rows;
    int n;
};

static void put(struct out *o, char kind, const char *text)
{
    o->rows[o->n++] = (struct pismo_wiersz){ kind, text };
}

/* len[i][j]: length of the longest common subsequence of a from i and b from j. */
static void compare(TALLOC_CTX *mem, const struct text_lines *a, const struct text_lines *b, struct out *o)
{
    size_t width = b->n + 1;
    int *len = mem_array(mem, int, (a->n + 1) * width);
    size_t i = 0;
    size_t j = 0;

    for (size_t x = a->n; x-- > 0;)
        for (size_t y = b->n; y-- > 0;) {
            int down = len[(x + 1) * width + y];
            int right = len[x * width + y + 1];

            len[x * width + y] = strcmp(a->text[x], b->text[y]) == 0 ? len[(x + 1) * width + y + 1] + 1
                                 : down > right                      ? down
                                                                     : right;
        }
    while (i < a->n && j < b->n) {
        if (strcmp(a->text[i], b->text[j]) == 0) {
            put(o, '=', a->text[i++]);
            j++;
        } else if (len[(i + 1) * width + j] >= len[i * width + j + 1]) {
            put(o, '-', a->text[i++]);
        } else {
            put(o, '+', b->text[j++]);
        }
    }
    while (i < a->n)
        put(o, '-', a->text[i++]);
    while (j < b->n)
        put(o, '+', b->text[j++]);
}

static void replace_all(const struct text_lines *a, const struct text_lines *b, struct out *o)
{
    for (size_t i = 0; i < a->n; i++)
        put(o, '-', a->text[i]);
    for (size_t i = 0; i < b->n; i++)
        put(o, '+', b->text[i]);
}

int pismo_roznice(TALLOC_CTX *mem, const char *starsza, const char *nowsza, struct pismo_wiersz **ret_wiersze)
{
    struct text_lines a = split(mem, starsza);
    struct text_lines b = split(mem, nowsza);
    struct out o = { .rows = mem_array(mem, struct pismo_wiersz, a.n + b.n) };
    size_t tail = 0;
    const char *const *end = a.text + a.n;

    for (; a.n && b.n && strcmp(a.text[0], b.text[0]) == 0; a.text++, b.text++, a.n--, b.n--)
        put(&o, '=', a.text[0]);
    for (; a.n && b.n && strcmp(a.text[a.n - 1], b.text[b.n - 1]) == 0; a.n--, b.n--)
        tail++;
    if ((a.n + 1) * (b.n + 1) <= TABLE_MAX)
        compare(mem, &a, &b, &o);
    else
        replace_all(&a, &b, &o);
    for (; tail; tail--)
        put(&o, '=', *(end - tail));
    *ret_wiersze = o.rows;
    return o.n;
}
