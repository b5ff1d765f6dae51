/* The kinds of values, one function each. */
#include "core/register/column.h"

#include <errno.h>
#include <inttypes.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/utf8.h"
#include "core/law/date.h"
#include "core/law/ident.h"
#include "core/law/money.h"
#include "core/net/mail.h"

enum { TEXT_MAX = 200, DECIMALS = 2, DIGITS_MAX = 15 };

static const char CHOOSE[] = "Wybierz jedną z podanych możliwości.";

const struct word *word_of(const struct word *words, const char *code)
{
    for (; words && words->code; words++)
        if (strcmp(words->code, code) == 0)
            return words;
    return NULL;
}

bool words_have(const char *codes, const char *code)
{
    size_t n = strlen(code);

    for (const char *at = strstr(codes, code); n && at; at = strstr(at + n, code))
        if ((at == codes || at[-1] == ' ') && (at[n] == ' ' || at[n] == '\0'))
            return true;
    return false;
}

/* ---- readers: NULL, or what is wrong; *ret_kept is set when nothing is ---- */

typedef const char *(*reader)(TALLOC_CTX *mem, const struct column *c, const char *s, const char **ret_kept);

static const char *read_text(TALLOC_CTX *mem, const struct column *c, const char *s, const char **ret_kept)
{
    size_t max = c->max ? c->max : TEXT_MAX;
    size_t n = utf8_count(s);

    *ret_kept = s;
    return n <= max ? NULL : mem_printf(mem, "Skróć tekst: może mieć najwyżej %zu znaków, a ma %zu.", max, n);
}

static const char *read_email(TALLOC_CTX *mem, const struct column *c, const char *s, const char **ret_kept)
{
    const char *fault = read_text(mem, c, s, ret_kept);

    if (!fault && !mail_address_ok(s))
        fault = "Podaj adres e-mail w postaci nazwa@domena, na przykład anna@poczta.pl.";
    return fault;
}

static const char *read_date(TALLOC_CTX *mem, const struct column *c, const char *s, const char **ret_kept)
{
    struct date d;

    (void)c;
    if (!date_parse(s, &d))
        return "Podaj datę, która istnieje, w postaci rok-miesiąc-dzień, na przykład 2026-11-23.";
    *ret_kept = date_text(mem, d);
    return NULL;
}

static bool whole_number(const char *s, long long *ret_value)
{
    char *end = NULL;

    if (strspn(s, "-0123456789") != strlen(s))
        return false;
    errno = 0;
    *ret_value = strtoll(s, &end, 10);
    return !errno && *end == '\0' && end != s;
}

static const char *read_int(TALLOC_CTX *mem, const struct column *c, const char *s, const char **ret_kept)
{
    long long v = 0;

    if (!whole_number(s, &v))
        return "Podaj liczbę całkowitą, samymi cyframi.";
    if (c->max && v > (long long)c->max)
        return mem_printf(mem, "Podaj liczbę nie większą niż %zu.", c->max);
    if (v < 0 && !(c->flags & COLUMN_NEGATIVE))
        return "Podaj liczbę nie mniejszą niż 0.";
    *ret_kept = mem_printf(mem, "%lld", v);
    return NULL;
}

static const char *read_id(TALLOC_CTX *mem, const struct column *c, const char *s, const char **ret_kept)
{
    long long v = 0;

    (void)c;
    if (!whole_number(s, &v) || v <= 0)
        return CHOOSE;
    *ret_kept = mem_printf(mem, "%lld", v);
    return NULL;
}

static const char *read_money(TALLOC_CTX *mem, const struct column *c, const char *s, const char **ret_kept)
{
    struct money m;

    if (!money_parse(s, &m) || (m.grosze < 0 && !(c->flags & COLUMN_NEGATIVE)))
        return "Podaj kwotę w złotych, na przykład 1 234,50.";
    *ret_kept = mem_printf(mem, "%" PRId64, m.grosze);
    return NULL;
}

/* Digits, then perhaps a comma or a dot and at least one digit more. */
static const char *read_decimal(TALLOC_CTX *mem, const struct column *c, const char *s, const char **ret_kept)
{
    size_t max = c->max ? c->max : DECIMALS;
    const char *digits = s + ((c->flags & COLUMN_NEGATIVE) && *s == '-');
    size_t whole = strspn(digits, "0123456789");
    bool parted = digits[whole] == ',' || digits[whole] == '.';
    size_t rest = parted ? strspn(digits + whole + 1, "0123456789") : 0;
    char *kept = mem_strdup(mem, s);

    if (whole == 0 || whole > DIGITS_MAX || rest > max || digits[whole + parted + rest] || (parted && rest == 0))
        return mem_printf(mem, "Podaj liczbę, po przecinku najwyżej %zu cyfr.", max);
    if (parted)
        kept[digits - s + (ptrdiff_t)whole] = '.';
    *ret_kept = kept;
    return NULL;
}

/* Yes and no as boxes of forms, people in files and our own database write them. */
static const char *read_bool(TALLOC_CTX *mem, const struct column *c, const char *s, const char **ret_kept)
{
    static const struct word WORDS[] = {
        { "1", "t", "" }, { "on", "t", "" },  { "tak", "t", "" },   { "true", "t", "" }, { "t", "t", "" },
        { "0", "f", "" }, { "nie", "f", "" }, { "false", "f", "" }, { "f", "f", "" },    { 0 }
    };
    const struct word *w = word_of(WORDS, utf8_fold(mem, s));

    (void)c;
    if (!w)
        return "Wpisz tak albo nie.";
    *ret_kept = w->text;
    return NULL;
}

/* The code, or the text as people read it, which is what a CSV holds. */
static const struct word *word_said(TALLOC_CTX *mem, const struct word *words, const char *s)
{
    const struct word *w = word_of(words, s);

    for (; !w && words && words->code; words++)
        if (strcmp(utf8_fold(mem, words->text), utf8_fold(mem, s)) == 0)
            w = words;
    return w;
}

static const char *read_word(TALLOC_CTX *mem, const struct column *c, const char *s, const char **ret_kept)
{
    const struct word *w = word_said(mem, c->words, s);

    if (!w)
        return CHOOSE;
    *ret_kept = w->code;
    return NULL;
}

/* Codes parted by blanks, as forms bring them, or texts parted by commas, as column_shown() writes them. */
static const char *read_words(TALLOC_CTX *mem, const struct column *c, const char *s, const char **ret_kept)
{
    const char *between = strchr(s, ',') || word_said(mem, c->words, s) ? "," : " ";
    char *rest = mem_strdup(mem, s);
    uint64_t chosen = 0;

    for (char *piece; (piece = strsep(&rest, between));) {
        const char *said = utf8_trim(mem, piece);
        const struct word *w = word_said(mem, c->words, said);

        if (*said && !w)
            return CHOOSE;
        chosen |= w ? UINT64_C(1) << (w - c->words) : 0;
    }
    if (!chosen)
        return CHOOSE;
    *ret_kept = "";
    for (int i = 0; c->words[i].code; i++)
        if (chosen & (UINT64_C(1) << i))
            *ret_kept = mem_printf(mem, "%s%s%s", *ret_kept, **ret_kept ? " " : "", c->words[i].code);
    return NULL;
}

#define IDENT(kind, sentence)                                                                                          \
    static const char *read_##kind(TALLOC_CTX *mem, const struct column *c, const char *s, const char **ret_kept)      \
    {                                                                                                                  \
        struct kind parsed;                                                                                            \
                                                                                                                       \
        (void)c;                                                                                                       \
        if (!kind##_parse(s, &parsed))                                                                                 \
            return sentence;                                                                                           \
        *ret_kept = mem_strdup(mem, parsed.text);                                                                      \
        return NULL;                                                                                                   \
    }
IDENT(pesel, "To nie jest poprawny PESEL: ma 11 cyfr, a ostatnia zależy od poprzednich.")
IDENT(nip, "To nie jest poprawny NIP: ma 10 cyfr, a ostatnia zależy od poprzednich.")
IDENT(regon, "To nie jest poprawny REGON: ma 9 albo 14 cyfr, a ostatnia zależy od poprzednich.")
IDENT(krs, "To nie jest poprawny numer KRS: ma 10 cyfr, także zera na początku.")
IDENT(nrb, "To nie jest poprawny numer rachunku: ma 26 cyfr, a dwie pierwsze zależą od pozostałych.")
IDENT(teryt, "To nie jest poprawny kod TERYT: ma 2, 4 albo 7 cyfr.")

/* What cannot be judged without the database or the request. */
static const char *read_later(TALLOC_CTX *mem, const struct column *c, const char *s, const char **ret_kept)
{
    (void)mem;
    (void)c;
    *ret_kept = s;
    return NULL;
}

/* absent: what is kept when nothing was typed. */
static const struct {
    const char *name;
    const char *absent;
    reader read;
} KINDS[] = {
    [COLUMN_TEXT] = { "text", "", read_text },
    [COLUMN_AREA] = { "area", "", read_text },
    [COLUMN_PASSWORD] = { "password", "", read_text },
    [COLUMN_EMAIL] = { "email", "", read_email },
    [COLUMN_DATE] = { "date", NULL, read_date },
    [COLUMN_MONEY] = { "money", NULL, read_money },
    [COLUMN_DECIMAL] = { "decimal", NULL, read_decimal },
    [COLUMN_INT] = { "int", NULL, read_int },
    [COLUMN_ID] = { "int", NULL, read_id },
    [COLUMN_BOOL] = { "bool", "f", read_bool },
    [COLUMN_WORD] = { "word", "", read_word },
    [COLUMN_WORDS] = { "words", "", read_words },
    [COLUMN_PESEL] = { "pesel", "", read_pesel },
    [COLUMN_NIP] = { "digits", "", read_nip },
    [COLUMN_REGON] = { "digits", "", read_regon },
    [COLUMN_KRS] = { "digits", "", read_krs },
    [COLUMN_NRB] = { "nrb", "", read_nrb },
    [COLUMN_TERYT] = { "digits", "", read_teryt },
    [COLUMN_REF] = { "ref", NULL, read_later },
    [COLUMN_FILE] = { "file", "", read_later },
};

/* ---- one value ---- */

static const char *missing(TALLOC_CTX *mem, const struct column *c)
{
    bool is_choice = c->kind == COLUMN_ID || c->kind == COLUMN_REF || c->kind == COLUMN_WORD || c->kind == COLUMN_WORDS;
    const char *label = c->label ? c->label : "";

    if (!*label)
        return is_choice ? "Wybierz jedną z możliwości." : "To pole jest wymagane.";
    return mem_printf(mem,
                      c->kind == COLUMN_WORDS  ? "Zaznacz co najmniej jedno: %s."
                      : is_choice              ? "Wybierz: %s."
                      : c->kind == COLUMN_BOOL ? "Zaznacz: %s."
                      : c->kind == COLUMN_FILE ? "Dodaj plik: %s."
                                               : "Pole „%s” jest wymagane.",
                      label);
}

/* A single line stays one, whatever was pasted into it. Blanks inside are the writer's: a password is read here, too. */
static const char *one_line(TALLOC_CTX *mem, const char *s)
{
    char *line = mem_strdup(mem, s);

    for (char *c = line; *c; c++)
        if ((unsigned char)*c < ' ')
            *c = ' ';
    return utf8_trim(mem, line);
}

static const char *tidied(TALLOC_CTX *mem, const struct column *c, const char *raw)
{
    if (c->kind == COLUMN_PASSWORD)
        return raw;
    return c->kind == COLUMN_AREA ? utf8_trim(mem, utf8_newlines(mem, raw)) : one_line(mem, raw);
}

struct value column_read(TALLOC_CTX *mem, const struct column *c, const char *raw)
{
    struct value v = { .typed = tidied(mem, c, raw), .kept = KINDS[c->kind].absent };

    if (*v.typed)
        v.fault = KINDS[c->kind].read(mem, c, v.typed, &v.kept);
    if (!v.fault && (c->flags & COLUMN_REQUIRED) && (!*v.typed || (c->kind == COLUMN_BOOL && *v.kept == 'f')))
        v.fault = missing(mem, c);
    return v;
}

/* ---- the other way ---- */

static const char *with_comma(TALLOC_CTX *mem, const char *number)
{
    char *s = mem_strdup(mem, number);
    char *dot = strchr(s, '.');

    if (dot)
        *dot = ',';
    return s;
}

static const char *spaced(TALLOC_CTX *mem, const char *kept)
{
    struct nrb nrb;

    return nrb_parse(kept, &nrb) ? nrb_text(mem, &nrb) : kept;
}

const char *column_typed(TALLOC_CTX *mem, const struct column *c, const char *kept)
{
    long long grosze = 0;

    if (!kept)
        return "";
    if (c->kind == COLUMN_MONEY && whole_number(kept, &grosze))
        return with_comma(mem, money_plain(mem, (struct money){ grosze }));
    if (c->kind == COLUMN_DECIMAL)
        return with_comma(mem, kept);
    if (c->kind == COLUMN_BOOL)
        return strcmp(kept, "t") == 0 ? "tak" : "nie";
    return kept;
}

static const char *texts_of(TALLOC_CTX *mem, const struct word *words, const char *codes)
{
    const char *texts = "";

    for (const struct word *w = words; w->code; w++)
        if (words_have(codes, w->code))
            texts = mem_printf(mem, "%s%s%s", texts, *texts ? ", " : "", w->text);
    return texts;
}

const char *column_shown(TALLOC_CTX *mem, const struct column *c, const char *kept)
{
    const struct word *w = c->kind == COLUMN_WORD && kept ? word_of(c->words, kept) : NULL;

    if (w)
        return w->text;
    if (c->kind == COLUMN_WORDS && kept)
        return texts_of(mem, c->words, kept);
    if (c->kind == COLUMN_PESEL && kept && strlen(kept) > 4)
        return mem_printf(mem, "•••••••%s", kept + strlen(kept) - 4);
    if (c->kind == COLUMN_NRB && kept)
        return spaced(mem, kept);
    return column_typed(mem, c, kept);
}

size_t column_count(const struct column *columns)
{
    size_t n = 0;

    while (columns && columns[n].kind != COLUMN_END)
        n++;
    return n;
}

const char *column_kind_name(enum column_kind kind)
{
    return KINDS[kind].name;
}
