/* Amounts in grosze: reading, writing, checked arithmetic and the two roundings of the law. */
#include "core/law/money.h"

#include <inttypes.h>
#include <stddef.h>
#include <string.h>

#include "core/base/buf.h"

#define SPACE_NO_BREAK "\xC2\xA0"
#define SPACE_NARROW "\xE2\x80\xAF"
#define SPACE_THIN "\xE2\x80\x89"
#define MINUS "\xE2\x88\x92"
#define DECIMALS_MAX 12

__extension__ typedef __int128 wide;
__extension__ typedef unsigned __int128 uwide;

/* ---- reading ---- */

/* Length of the space at s, 0 when there is none. */
static size_t space_at(const char *s)
{
    static const char *const spaces[] = { " ", SPACE_NO_BREAK, SPACE_NARROW, SPACE_THIN };

    for (size_t i = 0; i < sizeof spaces / sizeof *spaces; i++)
        if (strncmp(s, spaces[i], strlen(spaces[i])) == 0)
            return strlen(spaces[i]);
    return 0;
}

static const char *skip_spaces(const char *s)
{
    for (size_t n = space_at(s); n > 0; n = space_at(s))
        s += n;
    return s;
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool push_digit(int64_t *v, char c)
{
    return !__builtin_mul_overflow(*v, 10, v) && !__builtin_add_overflow(*v, c - '0', v);
}

static bool read_sign(const char **s)
{
    size_t n = **s == '-' ? 1 : strncmp(*s, MINUS, strlen(MINUS)) == 0 ? strlen(MINUS) : 0;

    *s += n;
    return n > 0;
}

/* Digits, plain or in groups of three after a first group of one to three. */
static bool read_whole(const char **s, int64_t *ret_whole)
{
    const char *p = *s;
    int64_t v = 0;
    int in_group = 0;
    bool grouped = false;

    for (;;) {
        size_t space = space_at(p);

        if (is_digit(*p)) {
            if (!push_digit(&v, *p++))
                return false;
            in_group++;
        } else if (space && is_digit(p[space])) {
            if (in_group == 0 || in_group > 3 || (grouped && in_group != 3))
                return false;
            grouped = true;
            in_group = 0;
            p += space;
        } else {
            break;
        }
    }
    if (in_group == 0 || (grouped && in_group != 3))
        return false;
    *s = p;
    *ret_whole = v;
    return true;
}

/* Appends the digits after a comma or dot to *v and tells their number; at most max. */
static bool read_decimals(const char **s, int max, int64_t *v, int *ret_n)
{
    const char *p = *s;
    int n = 0;

    if (*p == ',' || *p == '.') {
        for (p++; is_digit(*p); p++, n++)
            if (n == max || !push_digit(v, *p))
                return false;
        if (n == 0)
            return false;
    }
    *s = p;
    *ret_n = n;
    return true;
}

/* What may follow the number. */
static bool is_currency_end(const char *s)
{
    static const char *const names[] = { "zł", "zl", "PLN" };

    s = skip_spaces(s);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strncmp(s, names[i], strlen(names[i])) == 0) {
            s += strlen(names[i]);
            break;
        }
    return *skip_spaces(s) == '\0';
}

/* A decimal number as digits without the point, and how many of them stand behind it. */
static bool read_number(const char *s, int max_decimals, int64_t *ret_value, int *ret_decimals)
{
    const char *p = skip_spaces(s);
    bool negative = read_sign(&p);

    if (!read_whole(&p, ret_value) || !read_decimals(&p, max_decimals, ret_value, ret_decimals) || !is_currency_end(p))
        return false;
    if (negative)
        *ret_value = -*ret_value;
    return true;
}

bool money_parse(const char *s, struct money *ret_money)
{
    int64_t v = 0;
    int decimals = 0;

    if (!read_number(s, 2, &v, &decimals))
        return false;
    for (; decimals < 2; decimals++)
        if (__builtin_mul_overflow(v, 10, &v))
            return false;
    ret_money->grosze = v;
    return true;
}

/* ---- writing ---- */

static uint64_t magnitude(int64_t v)
{
    return v < 0 ? -(uint64_t)v : (uint64_t)v;
}

const char *money_plain(TALLOC_CTX *mem, struct money m)
{
    uint64_t abs = magnitude(m.grosze);

    return mem_printf(mem, "%s%" PRIu64 ".%02u", m.grosze < 0 ? "-" : "", abs / 100, (unsigned)(abs % 100));
}

const char *money_text(TALLOC_CTX *mem, struct money m)
{
    uint64_t abs = magnitude(m.grosze);
    uint64_t divisor = 1;
    struct buf b = buf_new(mem, 64);

    while (abs / 100 / divisor >= 1000)
        divisor *= 1000;
    buf_printf(&b, "%s%" PRIu64, m.grosze < 0 ? "-" : "", abs / 100 / divisor);
    for (divisor /= 1000; divisor > 0; divisor /= 1000)
        buf_printf(&b, SPACE_NO_BREAK "%03u", (unsigned)(abs / 100 / divisor % 1000));
    buf_printf(&b, ",%02u" SPACE_NO_BREAK "zł", (unsigned)(abs % 100));
    return buf_text(&b);
}

/* ---- arithmetic ---- */

bool money_add(struct money a, struct money b, struct money *ret_sum)
{
    int64_t v = 0;

    if (__builtin_add_overflow(a.grosze, b.grosze, &v))
        return false;
    ret_sum->grosze = v;
    return true;
}

bool money_sub(struct money a, struct money b, struct money *ret_difference)
{
    int64_t v = 0;

    if (__builtin_sub_overflow(a.grosze, b.grosze, &v))
        return false;
    ret_difference->grosze = v;
    return true;
}

bool money_mul(struct money a, int64_t n, struct money *ret_product)
{
    int64_t v = 0;

    if (__builtin_mul_overflow(a.grosze, n, &v))
        return false;
    ret_product->grosze = v;
    return true;
}

int money_compare(struct money a, struct money b)
{
    return (a.grosze > b.grosze) - (a.grosze < b.grosze);
}

/* ---- exact amounts ---- */

static uwide magnitude_wide(wide v)
{
    return v < 0 ? -(uwide)v : (uwide)v;
}

static wide common_divisor(wide a, wide b)
{
    uwide x = magnitude_wide(a);
    uwide y = magnitude_wide(b);

    while (y) {
        uwide rest = x % y;

        x = y;
        y = rest;
    }
    return (wide)x;
}

/* In lowest terms with a positive denominator that fits. */
static bool reduce(wide num, wide den, struct money_exact *ret_exact)
{
    wide divisor;

    if (den == 0)
        return false;
    divisor = common_divisor(num, den);
    if (den < 0)
        divisor = -divisor;
    num /= divisor;
    den /= divisor;
    if (den > INT64_MAX)
        return false;
    ret_exact->num = num;
    ret_exact->den = (int64_t)den;
    return true;
}

struct money_exact money_exact(struct money m)
{
    return (struct money_exact){ .num = m.grosze, .den = 1 };
}

bool money_exact_parse(const char *s, struct money_exact *ret_exact)
{
    int64_t v = 0;
    int64_t scale = 1;
    int decimals = 0;

    if (!read_number(s, DECIMALS_MAX, &v, &decimals))
        return false;
    for (; decimals > 0; decimals--)
        scale *= 10;
    return reduce((wide)v * 100, scale, ret_exact);
}

/* Cancels crosswise first, so that only a result that does not fit overflows. */
bool money_exact_mul(struct money_exact a, int64_t num, int64_t den, struct money_exact *ret_product)
{
    struct money_exact factor = { 0 };
    wide left, right, product;

    if (!reduce(num, den, &factor))
        return false;
    left = common_divisor(a.num, factor.den);
    right = common_divisor(factor.num, a.den);
    if (__builtin_mul_overflow(a.num / left, factor.num / right, &product))
        return false;
    return reduce(product, (wide)(factor.den / left) * (a.den / right), ret_product);
}

bool money_exact_add(struct money_exact a, struct money_exact b, struct money_exact *ret_sum)
{
    wide left, right, sum;

    if (__builtin_mul_overflow(a.num, (wide)b.den, &left) || __builtin_mul_overflow(b.num, (wide)a.den, &right) ||
        __builtin_add_overflow(left, right, &sum))
        return false;
    return reduce(sum, (wide)a.den * b.den, ret_sum);
}

/* ---- rounding ---- */

/* |num| / den to the nearest whole number, halves away from zero, with the sign given back. */
static bool round_half_up(wide num, wide den, int64_t *ret_v)
{
    uwide abs = magnitude_wide(num);
    uwide whole = abs / (uwide)den;
    uwide rest = abs % (uwide)den;

    if (rest >= (uwide)den - rest)
        whole++;
    if (whole > INT64_MAX)
        return false;
    *ret_v = num < 0 ? -(int64_t)whole : (int64_t)whole;
    return true;
}

bool money_round_grosz(struct money_exact a, struct money *ret_money)
{
    return round_half_up(a.num, a.den, &ret_money->grosze);
}

bool money_round_zloty(struct money_exact a, struct money *ret_money)
{
    int64_t zloty = 0;

    return round_half_up(a.num, (wide)a.den * 100, &zloty) && money_mul((struct money){ 100 }, zloty, ret_money);
}
