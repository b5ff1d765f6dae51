/* The grammar of the znak sprawy. A sign is split at its dots; the year is found from the left, because a number of a
 * case may itself look like a year. */
#include "core/law/znak.h"

#include <string.h>

#include "core/base/buf.h"
#include "core/base/utf8.h"

#define FIELDS_MAX 7
#define SIGN_MAX 128 /* bytes; longer than any sign of ours */

/* A piece of the text between two dots. */
struct part {
    const char *s;
    size_t n;
};

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_blank(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

/* Bytes of the letter or digit at s, of which `left` are there; 0 for anything else. */
static size_t word_char(const char *s, size_t left)
{
    size_t n = left == 0 ? 0 : is_digit(*s) ? 1 : (*s & 0x80) && left < 2 ? 0 : utf8_polish_letter(s);

    return n <= left ? n : 0;
}

/* letter { letter | digit }; *ret_chars (may be NULL) counts them. */
static bool is_word(struct part p, int *ret_chars)
{
    int chars = 0;

    if (p.n == 0 || is_digit(*p.s))
        return false;
    while (p.n > 0) {
        size_t n = word_char(p.s, p.n);

        if (n == 0)
            return false;
        p.s += n;
        p.n -= n;
        chars++;
    }
    if (ret_chars)
        *ret_chars = chars;
    return true;
}

/* Words joined by hyphens. */
static bool is_komorka(struct part p)
{
    if (p.n > ZNAK_KOMORKA_MAX)
        return false;
    for (;;) {
        const char *hyphen = p.n ? memchr(p.s, '-', p.n) : NULL;
        size_t n = hyphen ? (size_t)(hyphen - p.s) : p.n;

        if (!is_word((struct part){ p.s, n }, NULL))
            return false;
        if (!hyphen)
            return true;
        p.s += n + 1;
        p.n -= n + 1;
    }
}

static bool all_digits(struct part p)
{
    for (size_t i = 0; i < p.n; i++)
        if (!is_digit(p.s[i]))
            return false;
    return p.n > 0;
}

static bool is_symbol(struct part p)
{
    return p.n <= ZNAK_SYMBOL_MAX && all_digits(p);
}

/* A number without zeros in front, up to ZNAK_NUMBER_MAX; 0 when it is none. */
static int number_of(struct part p)
{
    int v = 0;

    if (p.n > 9 || !all_digits(p) || *p.s == '0')
        return 0;
    for (size_t i = 0; i < p.n; i++)
        v = v * 10 + (p.s[i] - '0');
    return v;
}

static int year_of(struct part p)
{
    int year = p.n == 4 ? number_of(p) : 0;

    return year >= ZNAK_YEAR_MIN && year <= ZNAK_YEAR_MAX ? year : 0;
}

static bool is_prowadzacy(struct part p)
{
    int chars = 0;

    return is_word(p, &chars) && chars <= ZNAK_PROWADZACY_MAX;
}

static void copy(char *to, struct part p)
{
    memcpy(to, p.s, p.n);
    to[p.n] = '\0';
}

/* Number of parts, 0 when there are more than a sign has. One dot at the end is no part. */
static int split(const char *s, size_t len, struct part *parts)
{
    int n = 0;

    if (len > 0 && s[len - 1] == '.')
        len--;
    for (;;) {
        const char *dot = len ? memchr(s, '.', len) : NULL;
        size_t size = dot ? (size_t)(dot - s) : len;

        if (n == FIELDS_MAX)
            return 0;
        parts[n++] = (struct part){ s, size };
        if (!dot)
            return n;
        s += size + 1;
        len -= size + 1;
    }
}

/* Which part is the year: the fourth or the fifth, being last or followed by a letter. 0 when none is. */
static int find_year(const struct part *parts, int n)
{
    for (int i = 3; i <= 4 && i < n; i++)
        if (year_of(parts[i]) && (i + 1 == n || (parts[i + 1].n > 0 && !is_digit(*parts[i + 1].s))))
            return i;
    return 0;
}

/* What stands behind the year. */
static bool read_mark(const struct part *parts, int n, struct znak *z)
{
    if (n == 0)
        return true;
    if (n > 2 || !is_prowadzacy(parts[0]))
        return false;
    copy(z->prowadzacy, parts[0]);
    if (n == 2)
        z->numer_pisma = number_of(parts[1]);
    return n == 1 || z->numer_pisma > 0;
}

static bool read_sign(const char *s, size_t len, struct znak *ret_znak)
{
    struct part parts[FIELDS_MAX];
    struct znak z = { 0 };
    int n, year;

    if (len > SIGN_MAX)
        return false;
    n = split(s, len, parts);
    year = find_year(parts, n);
    if (!year || !is_komorka(parts[0]) || !is_symbol(parts[1]))
        return false;
    z.numer = number_of(parts[2]);
    z.podnumer = year == 4 ? number_of(parts[3]) : 0;
    z.rok = year_of(parts[year]);
    if (z.numer == 0 || (year == 4 && z.podnumer == 0) || !read_mark(parts + year + 1, n - year - 1, &z))
        return false;
    copy(z.komorka, parts[0]);
    copy(z.symbol, parts[1]);
    *ret_znak = z;
    return true;
}

bool znak_parse(const char *s, struct znak *ret_znak)
{
    size_t len;

    while (is_blank(*s))
        s++;
    len = strlen(s);
    while (len > 0 && is_blank(s[len - 1]))
        len--;
    return read_sign(s, len, ret_znak);
}

bool znak_komorka_ok(const char *s)
{
    return is_komorka((struct part){ s, strlen(s) });
}

bool znak_make(const char *komorka, const char *symbol, int numer, int podnumer, int rok, struct znak *ret_znak)
{
    struct znak z = { .numer = numer, .podnumer = podnumer, .rok = rok };

    if (!znak_komorka_ok(komorka) || !is_symbol((struct part){ symbol, strlen(symbol) }))
        return false;
    if (numer < 1 || numer > ZNAK_NUMBER_MAX || podnumer < 0 || podnumer > ZNAK_NUMBER_MAX || rok < ZNAK_YEAR_MIN ||
        rok > ZNAK_YEAR_MAX)
        return false;
    copy(z.komorka, (struct part){ komorka, strlen(komorka) });
    copy(z.symbol, (struct part){ symbol, strlen(symbol) });
    *ret_znak = z;
    return true;
}

bool znak_mark(struct znak *znak, const char *prowadzacy, int numer_pisma)
{
    struct part p = { prowadzacy, strlen(prowadzacy) };

    if (numer_pisma < 0 || numer_pisma > ZNAK_NUMBER_MAX || (p.n == 0 && numer_pisma > 0))
        return false;
    if (p.n > 0 && !is_prowadzacy(p))
        return false;
    copy(znak->prowadzacy, p);
    znak->numer_pisma = numer_pisma;
    return true;
}

static void write_case(struct buf *b, const struct znak *z)
{
    buf_printf(b, "%s.%s.%d", z->komorka, z->symbol, z->numer);
    if (z->podnumer)
        buf_printf(b, ".%d", z->podnumer);
    buf_printf(b, ".%d", z->rok);
}

const char *znak_sprawa_text(TALLOC_CTX *mem, const struct znak *znak)
{
    struct buf b = buf_new(mem, SIGN_MAX);

    write_case(&b, znak);
    return buf_text(&b);
}

const char *znak_pismo_text(TALLOC_CTX *mem, const struct znak *znak)
{
    struct buf b = buf_new(mem, SIGN_MAX);

    write_case(&b, znak);
    if (*znak->prowadzacy)
        buf_printf(&b, ".%s", znak->prowadzacy);
    if (*znak->prowadzacy && znak->numer_pisma)
        buf_printf(&b, ".%d", znak->numer_pisma);
    return buf_text(&b);
}

bool znak_same_case(const struct znak *a, const struct znak *b)
{
    return strcmp(a->komorka, b->komorka) == 0 && strcmp(a->symbol, b->symbol) == 0 && a->numer == b->numer &&
           a->podnumer == b->podnumer && a->rok == b->rok;
}

const char *znak_foreign(TALLOC_CTX *mem, const char *s)
{
    return utf8_cut(mem, utf8_one_line(mem, s), ZNAK_FOREIGN_MAX);
}

/* Bytes of the run of characters at s of which signs are made. */
static size_t run_at(const char *s)
{
    size_t n = 0;
    size_t step;

    for (;; n += step) {
        step = s[n] == '.' || s[n] == '-' ? 1 : word_char(s + n, s[n] ? 2 : 0);
        if (step == 0)
            return n;
    }
}

/* A sign may be followed by the dot that ends a sentence, or by a word that a missing space glued to it; so the run is
 * tried whole, then without its last parts. */
static size_t sign_in_run(const char *s, size_t len, struct znak *ret_znak)
{
    while (len > 0 && !read_sign(s, len, ret_znak)) {
        do
            len--;
        while (len > 0 && s[len] != '.');
    }
    return len;
}

bool znak_find(const char *text, struct znak *ret_znak, size_t *ret_at, size_t *ret_len)
{
    for (size_t at = 0; text[at];) {
        size_t run = run_at(text + at);
        size_t len = sign_in_run(text + at, run < SIGN_MAX ? run : 0, ret_znak);

        if (len > 0) {
            if (ret_at)
                *ret_at = at;
            if (ret_len)
                *ret_len = len;
            return true;
        }
        at += run > 0 ? run : 1;
    }
    return false;
}
