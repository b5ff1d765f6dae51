/* Identifiers: form and check digits. Each parser works on a short copy without separators, in capitals; what does not
 * fit there is not an identifier. */
#include "core/law/ident.h"

#include <stdlib.h>
#include <string.h>

#define COMPACT_MAX 40

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_upper(char c)
{
    return c >= 'A' && c <= 'Z';
}

static bool is_blank(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

/* Length of a no-break space at s, which comes along with numbers copied from pages. */
static size_t no_break_at(const char *s)
{
    return s[0] == '\xC2' && s[1] == '\xA0' ? 2 : 0;
}

/* s without blanks at both ends and without the separators, ASCII letters in capitals. False when it does not fit. */
static bool compact(const char *s, const char *separators, char *out, size_t size)
{
    size_t n = 0;
    size_t last = 0;

    for (; *s; s++) {
        size_t wide = no_break_at(s);
        bool blank = is_blank(*s) || wide;

        if (wide)
            s++;
        if ((blank && (n == 0 || strchr(separators, ' '))) || (!blank && strchr(separators, *s)))
            continue;
        if (!blank)
            last = n + 1;
        if (n < size - 1)
            out[n] = blank ? ' ' : *s >= 'a' && *s <= 'z' ? (char)(*s - 'a' + 'A') : *s;
        else if (!blank)
            return false;
        n++;
    }
    out[last] = '\0';
    return true;
}

static bool all_digits(const char *s, size_t n)
{
    return strlen(s) == n && strspn(s, "0123456789") == n;
}

static bool only_zeros(const char *s)
{
    return strspn(s, "0") == strlen(s);
}

/* Sum of the first n digits, each times its weight. */
static int weigh(const char *s, const int *weights, int n)
{
    int sum = 0;

    for (int i = 0; i < n; i++)
        sum += (s[i] - '0') * weights[i];
    return sum;
}

static int two_digits(const char *s)
{
    return (s[0] - '0') * 10 + (s[1] - '0');
}

/* ---- people and bodies ---- */

/* The century is added to the month: 1800s 80, 1900s 0, 2000s 20, 2100s 40, 2200s 60. */
static struct date pesel_birth(const char *s)
{
    static const int centuries[] = { 1900, 2000, 2100, 2200, 1800 };
    int month = two_digits(s + 2);

    return (struct date){ centuries[month / 20] + two_digits(s), month % 20, two_digits(s + 4) };
}

bool pesel_parse(const char *s, struct pesel *ret_pesel)
{
    static const int weights[] = { 1, 3, 7, 9, 1, 3, 7, 9, 1, 3 };
    struct pesel p = { 0 };

    if (!compact(s, "", p.text, sizeof p.text) || !all_digits(p.text, 11))
        return false;
    if ((10 - weigh(p.text, weights, 10) % 10) % 10 != p.text[10] - '0')
        return false;
    p.born = pesel_birth(p.text);
    if (!date_is_valid(p.born))
        return false;
    p.female = (p.text[9] - '0') % 2 == 0;
    *ret_pesel = p;
    return true;
}

bool pesel_agrees(const struct pesel *pesel, struct date born, bool female)
{
    return date_compare(pesel->born, born) == 0 && pesel->female == female;
}

static const char *skip_pl(const char *s)
{
    return strncmp(s, "PL", 2) == 0 ? s + 2 : s;
}

bool nip_parse(const char *s, struct nip *ret_nip)
{
    static const int weights[] = { 6, 5, 7, 2, 3, 4, 5, 6, 7 };
    char text[COMPACT_MAX];
    const char *number = text;

    if (!compact(s, " -", text, sizeof text))
        return false;
    number = skip_pl(text);
    if (!all_digits(number, 10) || number[0] == '0' || (number[1] == '0' && number[2] == '0'))
        return false;
    /* a remainder of 10 equals no digit: such numbers are not issued */
    if (weigh(number, weights, 9) % 11 != number[9] - '0')
        return false;
    memcpy(ret_nip->text, number, sizeof ret_nip->text);
    return true;
}

static bool regon_check(const char *s, const int *weights, int n)
{
    return weigh(s, weights, n) % 11 % 10 == s[n] - '0';
}

bool regon_parse(const char *s, struct regon *ret_regon)
{
    static const int weights_9[] = { 8, 9, 2, 3, 4, 5, 6, 7 };
    static const int weights_14[] = { 2, 4, 8, 5, 0, 9, 7, 3, 6, 1, 2, 4, 8 };
    struct regon r = { 0 };

    if (!compact(s, " -", r.text, sizeof r.text) || only_zeros(r.text))
        return false;
    r.is_local = all_digits(r.text, 14);
    if (!r.is_local && !all_digits(r.text, 9))
        return false;
    if (!regon_check(r.text, weights_9, 8) || (r.is_local && !regon_check(r.text, weights_14, 13)))
        return false;
    *ret_regon = r;
    return true;
}

bool krs_parse(const char *s, struct krs *ret_krs)
{
    struct krs k = { 0 };

    if (!compact(s, "", k.text, sizeof k.text) || !all_digits(k.text, 10) || only_zeros(k.text))
        return false;
    *ret_krs = k;
    return true;
}

bool pkd_parse(const char *s, struct pkd *ret_pkd)
{
    struct pkd p = { 0 };

    if (!compact(s, "", p.text, sizeof p.text) || strlen(p.text) != 7)
        return false;
    if (strspn(p.text, "0123456789") != 2 || p.text[2] != '.' || strspn(p.text + 3, "0123456789") != 2 ||
        p.text[5] != '.' || !is_upper(p.text[6]) || two_digits(p.text) == 0)
        return false;
    *ret_pkd = p;
    return true;
}

/* ---- accounts ---- */

/* The remainder of a decimal number of any length, by 97. */
static int mod_97(int rest, const char *s)
{
    for (; *s; s++)
        rest = (rest * 10 + (*s - '0')) % 97;
    return rest;
}

bool nrb_parse(const char *s, struct nrb *ret_nrb)
{
    char text[COMPACT_MAX];
    char country_and_check[] = "2521cc"; /* PL in digits, then the check digits */
    const char *number = text;

    if (!compact(s, " -", text, sizeof text))
        return false;
    number = skip_pl(text);
    if (!all_digits(number, 26) || only_zeros(number + 2))
        return false;
    memcpy(country_and_check + 4, number, 2);
    if (mod_97(mod_97(0, number + 2), country_and_check) != 1)
        return false;
    memcpy(ret_nrb->text, number, sizeof ret_nrb->text);
    memcpy(ret_nrb->bank, number + 2, 8);
    ret_nrb->bank[8] = '\0';
    return true;
}

const char *nrb_text(TALLOC_CTX *mem, const struct nrb *nrb)
{
    const char *s = nrb->text;

    return mem_printf(mem, "%.2s\u00A0%.4s\u00A0%.4s\u00A0%.4s\u00A0%.4s\u00A0%.4s\u00A0%.4s", s, s + 2, s + 6, s + 10,
                      s + 14, s + 18, s + 22);
}

/* ---- land ---- */

/* Value of a character of the court code, -1 for letters that do not occur (Q, V). */
static int kw_value(char c)
{
    static const char letters[] = "XABCDEFGHIJKLMNOPRSTUWYZ"; /* from 10 on */
    const char *at = c ? strchr(letters, c) : NULL;

    if (is_digit(c))
        return c - '0';
    return at ? (int)(at - letters) + 10 : -1;
}

static bool kw_check(const char *court, const char *number, char check)
{
    static const int weights[] = { 1, 3, 7 };
    int sum = 0;

    for (int i = 0; i < 12; i++) {
        int value = kw_value(i < 4 ? court[i] : number[i - 4]);

        if (value < 0)
            return false;
        sum += value * weights[i % 3];
    }
    return sum % 10 == check - '0';
}

bool kw_parse(const char *s, struct kw *ret_kw)
{
    struct kw k = { 0 };
    const char *t = k.text;

    if (!compact(s, "", k.text, sizeof k.text) || strlen(t) != 15)
        return false;
    if (!is_upper(t[0]) || !is_upper(t[1]) || !is_digit(t[2]) || !is_upper(t[3]) || t[4] != '/' || t[13] != '/')
        return false;
    if (strspn(t + 5, "0123456789") != 8 || !is_digit(t[14]) || strncmp(t + 5, "00000000", 8) == 0)
        return false;
    if (!kw_check(t, t + 5, t[14]))
        return false;
    memcpy(k.sad, t, 4);
    *ret_kw = k;
    return true;
}

static bool is_teryt_kind(char c)
{
    return c != '\0' && strchr("1234589", c);
}

/* n digits: 2, 4 or 6 of voivodship, powiat, gmina. */
static bool is_teryt_place(const char *s, size_t n)
{
    int wojewodztwo;

    if (strspn(s, "0123456789") < n)
        return false;
    wojewodztwo = two_digits(s);
    return wojewodztwo >= 2 && wojewodztwo <= 32 && wojewodztwo % 2 == 0 && (n < 4 || two_digits(s + 2) > 0) &&
           (n < 6 || two_digits(s + 4) > 0);
}

bool teryt_parse(const char *s, struct teryt *ret_teryt)
{
    struct teryt t = { 0 };
    size_t n;

    if (!compact(s, "", t.text, sizeof t.text))
        return false;
    n = strlen(t.text);
    if (n == 7 && is_teryt_place(t.text, 6) && is_teryt_kind(t.text[6]))
        t.level = TERYT_GMINA;
    else if (n == 4 && is_teryt_place(t.text, 4))
        t.level = TERYT_POWIAT;
    else if (n == 2 && is_teryt_place(t.text, 2))
        t.level = TERYT_WOJEWODZTWO;
    else
        return false;
    *ret_teryt = t;
    return true;
}

bool teryt_is_lubuskie(const struct teryt *teryt)
{
    int powiat;

    if (strncmp(teryt->text, "08", 2) != 0)
        return false;
    if (teryt->level == TERYT_WOJEWODZTWO)
        return true;
    powiat = two_digits(teryt->text + 2);
    return (powiat >= 1 && powiat <= 12) || powiat == 61 || powiat == 62;
}

/* A number without zeros in front at *s, copied to out; moves *s behind it. */
static bool take_number(const char **s, char *out, size_t size)
{
    size_t n = strspn(*s, "0123456789");

    if (n == 0 || **s == '0' || n >= size)
        return false;
    memcpy(out, *s, n);
    out[n] = '\0';
    *s += n;
    return true;
}

static bool take_word(const char **s, const char *word)
{
    size_t n = strlen(word);

    if (strncmp(*s, word, n) != 0)
        return false;
    *s += n;
    return true;
}

/* WWPPGG_R */
static bool take_unit(const char **s, struct egib *e)
{
    const char *p = *s;

    if (!is_teryt_place(p, 6) || p[6] != '_' || !is_teryt_kind(p[7]))
        return false;
    memcpy(e->teryt, p, 6);
    e->teryt[6] = p[7];
    *s += 8;
    return true;
}

/* .XXXX */
static bool take_obreb(const char **s, struct egib *e)
{
    if (!take_word(s, ".") || strspn(*s, "0123456789") != 4 || strncmp(*s, "0000", 4) == 0)
        return false;
    memcpy(e->obreb, *s, 4);
    *s += 4;
    return true;
}

/* [.AR_n].n[/m] */
static bool take_plot(const char **s, struct egib *e)
{
    char part[10];
    size_t n;

    if (take_word(s, ".AR_") && !take_number(s, e->arkusz, sizeof e->arkusz))
        return false;
    if (!take_word(s, ".") || !take_number(s, part, sizeof part))
        return false;
    n = strlen(part);
    memcpy(e->dzialka, part, n);
    if (!take_word(s, "/"))
        return true;
    if (!take_number(s, part, sizeof part))
        return false;
    e->dzialka[n] = '/';
    memcpy(e->dzialka + n + 1, part, strlen(part));
    return true;
}

/* .n_BUD or .n_LOK */
static bool take_part(const char **s, const char *suffix, char *out, size_t size)
{
    return take_word(s, ".") && take_number(s, out, size) && take_word(s, suffix);
}

static bool take_egib(const char *s, struct egib *e)
{
    e->level = EGIB_JEDNOSTKA;
    if (!take_unit(&s, e))
        return false;
    if (*s == '\0')
        return true;
    e->level = EGIB_OBREB;
    if (!take_obreb(&s, e))
        return false;
    if (*s == '\0')
        return true;
    e->level = EGIB_DZIALKA;
    if (!take_plot(&s, e))
        return false;
    if (*s == '\0')
        return true;
    e->level = EGIB_BUDYNEK;
    if (!take_part(&s, "_BUD", e->budynek, sizeof e->budynek))
        return false;
    if (*s == '\0')
        return true;
    e->level = EGIB_LOKAL;
    return take_part(&s, "_LOK", e->lokal, sizeof e->lokal) && *s == '\0';
}

bool egib_parse(const char *s, struct egib *ret_egib)
{
    struct egib e = { 0 };

    if (!compact(s, "", e.text, sizeof e.text) || !take_egib(e.text, &e))
        return false;
    *ret_egib = e;
    return true;
}

bool dzialka_parse(const char *s, struct egib *ret_egib)
{
    struct egib e = { 0 };

    if (!egib_parse(s, &e) || e.level != EGIB_DZIALKA)
        return false;
    *ret_egib = e;
    return true;
}

/* ---- e-Doręczenia ---- */

/* ddddd-ddddd-LLLLL-cc */
static bool is_polish_ade(const char *s)
{
    static const char form[] = "99999-99999-AAAAA-99";

    if (strlen(s) != sizeof form - 1)
        return false;
    for (size_t i = 0; form[i]; i++)
        if (form[i] == '9' ? !is_digit(s[i]) : form[i] == 'A' ? !is_upper(s[i]) : s[i] != form[i])
            return false;
    return true;
}

/* The check digits are the sum of the digits of | codes of the five letters - both numbers |. */
static bool ade_digits_agree(const char *s)
{
    int letters = 0;
    int rest, sum = 0;

    for (int i = 12; i < 17; i++)
        letters += s[i];
    rest = abs(letters - atoi(s) - atoi(s + 6));
    for (; rest > 0; rest /= 10)
        sum += rest % 10;
    return sum == two_digits(s + 18);
}

bool ade_parse(const char *s, struct ade *ret_ade)
{
    struct ade a = { 0 };
    const char *rest = a.text + 6;

    if (!compact(s, "", a.text, sizeof a.text) || strlen(a.text) < 7)
        return false;
    if (strncmp(a.text, "AE:", 3) != 0 || !is_upper(a.text[3]) || !is_upper(a.text[4]) || a.text[5] != '-')
        return false;
    memcpy(a.country, a.text + 3, 2);
    if (strcmp(a.country, "PL") != 0) {
        if (strspn(rest, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-") != strlen(rest))
            return false;
        a.check = ADE_CHECK_UNKNOWN;
    } else {
        if (!is_polish_ade(rest))
            return false;
        a.check = ade_digits_agree(rest) ? ADE_CHECK_RIGHT : ADE_CHECK_WRONG;
    }
    *ret_ade = a;
    return true;
}
