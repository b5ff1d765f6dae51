/* Any text as every kind of number, sign, amount and date that people type. What is taken has one spelling: read again it
 * is the same. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/utf8.h"
#include "core/law/date.h"
#include "core/law/ident.h"
#include "core/law/money.h"
#include "core/law/znak.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Reading the normal spelling gives the normal spelling. */
#define STABLE(kind, s)                                                                                                \
    do {                                                                                                               \
        struct kind first_;                                                                                            \
        struct kind second_;                                                                                           \
        if (kind##_parse((s), &first_) &&                                                                              \
            (!kind##_parse(first_.text, &second_) || strcmp(first_.text, second_.text) != 0))                          \
            abort();                                                                                                   \
    } while (0)

static void numbers(const char *s)
{
    struct egib plot;

    STABLE(pesel, s);
    STABLE(nip, s);
    STABLE(regon, s);
    STABLE(krs, s);
    STABLE(pkd, s);
    STABLE(nrb, s);
    STABLE(kw, s);
    STABLE(teryt, s);
    STABLE(egib, s);
    STABLE(ade, s);
    if (dzialka_parse(s, &plot) && plot.level != EGIB_DZIALKA)
        abort();
}

static void dates(TALLOC_CTX *mem, const char *s)
{
    struct date d;
    struct date again;

    if (!date_parse(s, &d))
        return;
    if (!date_is_valid(d) || !date_parse(date_text(mem, d), &again) || date_compare(d, again) != 0)
        abort();
    (void)date_long(mem, d);
    (void)date_roll(d);
    (void)date_term_end(d, DATE_DAYS, 14);
}

static void amounts(TALLOC_CTX *mem, const char *s)
{
    struct money m;
    struct money again;
    struct money_exact x;

    if (money_parse(s, &m)) {
        if (!money_parse(money_plain(mem, m), &again) || money_compare(m, again) != 0)
            abort();
        if (!money_parse(money_text(mem, m), &again) || money_compare(m, again) != 0)
            abort();
    }
    if (money_exact_parse(s, &x) && x.den <= 0)
        abort();
}

static void signs(TALLOC_CTX *mem, const char *s)
{
    struct znak z;
    struct znak again;
    size_t at = 0;
    size_t len = 0;

    if (znak_parse(s, &z) && (!znak_parse(znak_pismo_text(mem, &z), &again) || !znak_same_case(&z, &again)))
        abort();
    if (znak_find(s, &z, &at, &len) && (len == 0 || at + len > strlen(s)))
        abort();
    if (utf8_count(znak_foreign(mem, s)) > ZNAK_FOREIGN_MAX)
        abort();
}

static void texts(TALLOC_CTX *mem, const char *s)
{
    const char *const out[] = { utf8_trim(mem, s), utf8_one_line(mem, s), utf8_newlines(mem, s),
                                utf8_fold(mem, s), utf8_cut(mem, s, 7),   utf8_slug(mem, s, 20) };

    for (size_t i = 0; i < sizeof out / sizeof out[0]; i++)
        if (!utf8_valid(out[i], strlen(out[i])))
            abort();
    if (strcmp(utf8_trim(mem, out[0]), out[0]) != 0 || strcmp(utf8_one_line(mem, out[1]), out[1]) != 0 ||
        utf8_count(out[4]) > 7 || strlen(out[5]) > 20)
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    MEM_SCOPE(mem, NULL);
    const char *s = mem_strndup(mem, (const char *)data, size < 4096 ? size : 4096);

    if (!utf8_valid(s, strlen(s)))
        return 0;
    numbers(s);
    dates(mem, s);
    amounts(mem, s);
    signs(mem, s);
    texts(mem, s);
    return 0;
}
