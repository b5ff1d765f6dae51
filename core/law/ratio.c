/* The one place that knows GMP. A number is an mpq in a talloc block whose destructor clears it. */
#include "core/law/ratio.h"

#include <gmp.h>
#include <inttypes.h>
#include <string.h>

struct number {
    mpq_t q;
};

static int clear(struct number *n)
{
    mpq_clear(n->q);
    return 0;
}

static struct number *make(TALLOC_CTX *mem)
{
    struct number *n = mem_zero(mem, struct number);

    mpq_init(n->q);
    talloc_set_destructor(n, clear);
    return n;
}

static mpq_srcptr of(struct ratio a)
{
    return ((const struct number *)a.q)->q;
}

static struct ratio done(const struct number *n)
{
    return (struct ratio){ n };
}

bool ratio_is_set(struct ratio a)
{
    return a.q;
}

/* ---- reading ---- */

static bool is_digits(const char *s, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (s[i] < '0' || s[i] > '9')
            return false;
    return n > 0;
}

/* num / den as digits of a text. */
static bool set(TALLOC_CTX *mem, const char *num, const char *den, bool negative, struct ratio *ret_ratio)
{
    struct number *n = make(mem);

    if (mpz_set_str(mpq_numref(n->q), num, 10) != 0 || mpz_set_str(mpq_denref(n->q), den, 10) != 0 ||
        mpz_sgn(mpq_denref(n->q)) == 0) {
        mpz_set_ui(mpq_denref(n->q), 1);
        talloc_free(n);
        return false;
    }
    mpq_canonicalize(n->q);
    if (negative)
        mpq_neg(n->q, n->q);
    *ret_ratio = done(n);
    return true;
}

/* 10^places as digits. */
static const char *power_of_ten(TALLOC_CTX *mem, size_t places)
{
    char *text = mem_array(mem, char, places + 2);

    memset(text, '0', places + 1);
    text[0] = '1';
    return text;
}

bool ratio_parse(TALLOC_CTX *mem, const char *s, struct ratio *ret_ratio)
{
    MEM_SCOPE(tmp, mem);
    size_t len = strnlen(s, RATIO_TEXT_MAX + 1);
    bool negative = *s == '-';
    const char *digits = s + negative;
    size_t whole = strcspn(digits, ".,/");
    const char *rest = digits + whole;

    if (len > RATIO_TEXT_MAX || !is_digits(digits, whole) || (*rest && !is_digits(rest + 1, strlen(rest + 1))))
        return false;
    if (*rest == '/')
        return set(mem, mem_strndup(tmp, digits, whole), rest + 1, negative, ret_ratio);
    return set(mem, mem_printf(tmp, "%.*s%s", (int)whole, digits, *rest ? rest + 1 : ""),
               power_of_ten(tmp, *rest ? strlen(rest + 1) : 0), negative, ret_ratio);
}

struct ratio ratio_int(TALLOC_CTX *mem, int64_t n)
{
    struct number *r = make(mem);
    uint64_t abs = n < 0 ? -(uint64_t)n : (uint64_t)n;

    mpz_import(mpq_numref(r->q), 1, 1, sizeof abs, 0, 0, &abs);
    if (n < 0)
        mpq_neg(r->q, r->q);
    return done(r);
}

/* ---- writing ---- */

static const char *digits_of(TALLOC_CTX *mem, mpz_srcptr z)
{
    char *text = mem_array(mem, char, mpz_sizeinbase(z, 10) + 2);

    return mpz_get_str(text, 10, z);
}

/* z / 10^places with its point. */
static const char *with_point(TALLOC_CTX *mem, mpz_srcptr z, size_t places)
{
    MEM_SCOPE(tmp, mem);
    const char *text = digits_of(tmp, z);
    bool negative = *text == '-';
    const char *digits = text + negative;
    size_t len = strlen(digits);

    if (places == 0)
        return mem_strdup(mem, text);
    if (len <= places) { /* "5" with two places: "005" */
        char *padded = mem_array(tmp, char, places + 2);

        memset(padded, '0', places + 1 - len);
        memcpy(padded + places + 1 - len, digits, len);
        digits = padded;
        len = places + 1;
    }
    return mem_printf(mem, "%s%.*s.%s", negative ? "-" : "", (int)(len - places), digits, digits + len - places);
}

/* Decimals after which the fraction ends; false when it never does: its denominator has primes other than 2 and 5. */
static bool ends_after(mpq_srcptr q, size_t *ret_places)
{
    mpz_t rest, five;
    size_t twos, fives;
    bool ends;

    mpz_init_set(rest, mpq_denref(q));
    mpz_init_set_ui(five, 5);
    twos = mpz_scan1(rest, 0);
    mpz_tdiv_q_2exp(rest, rest, twos);
    fives = mpz_remove(rest, rest, five);
    ends = mpz_cmp_ui(rest, 1) == 0;
    *ret_places = twos > fives ? twos : fives;
    mpz_clear(rest);
    mpz_clear(five);
    return ends;
}

const char *ratio_text(TALLOC_CTX *mem, struct ratio a)
{
    MEM_SCOPE(tmp, mem);
    size_t places = 0;
    struct number *scaled = NULL;

    if (!ends_after(of(a), &places))
        return mem_printf(mem, "%s/%s", digits_of(tmp, mpq_numref(of(a))), digits_of(tmp, mpq_denref(of(a))));
    scaled = make(tmp);
    mpz_ui_pow_ui(mpq_numref(scaled->q), 10, places);
    mpq_mul(scaled->q, scaled->q, of(a));
    return with_point(mem, mpq_numref(scaled->q), places);
}

/* ---- arithmetic ---- */

struct ratio ratio_add(TALLOC_CTX *mem, struct ratio a, struct ratio b)
{
    struct number *n = make(mem);

    mpq_add(n->q, of(a), of(b));
    return done(n);
}

struct ratio ratio_sub(TALLOC_CTX *mem, struct ratio a, struct ratio b)
{
    struct number *n = make(mem);

    mpq_sub(n->q, of(a), of(b));
    return done(n);
}

struct ratio ratio_mul(TALLOC_CTX *mem, struct ratio a, struct ratio b)
{
    struct number *n = make(mem);

    mpq_mul(n->q, of(a), of(b));
    return done(n);
}

bool ratio_div(TALLOC_CTX *mem, struct ratio a, struct ratio b, struct ratio *ret_ratio)
{
    struct number *n;

    if (ratio_sign(b) == 0)
        return false;
    n = make(mem);
    mpq_div(n->q, of(a), of(b));
    *ret_ratio = done(n);
    return true;
}

int ratio_compare(struct ratio a, struct ratio b)
{
    return mpq_cmp(of(a), of(b));
}

int ratio_sign(struct ratio a)
{
    return mpq_sgn(of(a));
}

/* ---- rounding ---- */

/* a * 10^places as a whole number, rounded. */
static void round_scaled(mpz_ptr ret, mpq_srcptr a, unsigned places, enum ratio_rounding how)
{
    mpz_t scaled, rest;

    mpz_inits(scaled, rest, NULL);
    mpz_ui_pow_ui(scaled, 10, places);
    mpz_mul(scaled, scaled, mpq_numref(a));
    mpz_tdiv_qr(ret, rest, scaled, mpq_denref(a)); /* towards zero; the rest has the sign of a */
    mpz_mul_2exp(scaled, rest, 1);
    if ((how == RATIO_UP && mpz_sgn(rest) != 0) || (how == RATIO_HALF_UP && mpz_cmpabs(scaled, mpq_denref(a)) >= 0)) {
        if (mpq_sgn(a) < 0)
            mpz_sub_ui(ret, ret, 1);
        else
            mpz_add_ui(ret, ret, 1);
    }
    mpz_clears(scaled, rest, NULL);
}

struct ratio ratio_round(TALLOC_CTX *mem, struct ratio a, int places, enum ratio_rounding how)
{
    struct number *n = make(mem);

    round_scaled(mpq_numref(n->q), of(a), (unsigned)places, how);
    mpz_ui_pow_ui(mpq_denref(n->q), 10, (unsigned)places);
    mpq_canonicalize(n->q);
    return done(n);
}

const char *ratio_decimal(TALLOC_CTX *mem, struct ratio a, int places)
{
    const char *text;
    mpz_t z;

    mpz_init(z);
    round_scaled(z, of(a), (unsigned)places, RATIO_HALF_UP);
    text = with_point(mem, z, (size_t)places);
    mpz_clear(z);
    return text;
}

bool ratio_int64(struct ratio a, int64_t *ret_n)
{
    mpz_srcptr num = mpq_numref(of(a));
    uint64_t abs = 0;

    if (mpz_cmp_ui(mpq_denref(of(a)), 1) != 0 || mpz_sizeinbase(num, 2) > 63)
        return false;
    mpz_export(&abs, NULL, 1, sizeof abs, 0, 0, num);
    *ret_n = mpz_sgn(num) < 0 ? -(int64_t)abs : (int64_t)abs;
    return true;
}
