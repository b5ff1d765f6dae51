/* One spelling of a head: what is read must be, byte for byte, what would be written. */
#include "core/seal/treehead.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "core/base/mem.h"
#include "core/law/ident.h"

static const char FIRST_LINE[] = "Lubuski e-Urzad, glowa drzewa poswiadczen, wersja 1\n";

const char *treehead_text(TALLOC_CTX *mem, const struct treehead *h)
{
    char leaves[MERKLE_HEX + 1];
    char chains[MERKLE_HEX + 1];
    char before[MERKLE_HEX + 1];

    merkle_hex(&h->korzen_lisci, leaves);
    merkle_hex(&h->korzen_lancuchow, chains);
    merkle_hex(&h->poprzednia, before);
    return mem_printf(
        mem,
        "%sjednostka: %s\nnumer: %" PRId64 "\ndzien: %s\nstan: %s\nposwiadczen: %" PRId64
        "\nkorzen poswiadczen: %s\nlancuchow: %" PRId64 "\nkorzen lancuchow: %s\npoprzednia glowa: %s\nczas: %s\n",
        FIRST_LINE, h->jst, h->numer, date_text(mem, h->dzien), h->zamknieta ? "zamkniety" : "w toku", h->n_lisci,
        leaves, h->n_lancuchow, chains, h->numer > 1 ? before : "brak", date_iso_utc(mem, h->czas));
}

/* The value of the next line, which must begin with this name; NULL when it does not. *at moves behind the line. */
static const char *value(TALLOC_CTX *mem, const char **at, const char *name)
{
    size_t n = strlen(name);
    const char *end = strchr(*at, '\n');
    const char *text;

    if (!end || strncmp(*at, name, n) != 0)
        return "";
    text = mem_strndup(mem, *at + n, (size_t)(end - *at) - n);
    *at = end + 1;
    return text;
}

static int64_t number(const char *s)
{
    int64_t n = 0;

    if (strlen(s) > 15)
        return 0;
    for (; *s >= '0' && *s <= '9'; s++)
        n = n * 10 + (*s - '0');
    return n;
}

/* What is wrong in a value shows when the text is written again. */
static void read_values(TALLOC_CTX *mem, const char *at, struct treehead *h)
{
    const char *before;

    snprintf(h->jst, sizeof h->jst, "%s", value(mem, &at, "jednostka: "));
    h->numer = number(value(mem, &at, "numer: "));
    if (!date_parse(value(mem, &at, "dzien: "), &h->dzien))
        h->numer = 0;
    h->zamknieta = strcmp(value(mem, &at, "stan: "), "zamkniety") == 0;
    h->n_lisci = number(value(mem, &at, "poswiadczen: "));
    if (!merkle_parse(value(mem, &at, "korzen poswiadczen: "), &h->korzen_lisci))
        h->numer = 0;
    h->n_lancuchow = number(value(mem, &at, "lancuchow: "));
    if (!merkle_parse(value(mem, &at, "korzen lancuchow: "), &h->korzen_lancuchow))
        h->numer = 0;
    before = value(mem, &at, "poprzednia glowa: ");
    if (!merkle_parse(before, &h->poprzednia) && h->numer > 1)
        h->numer = 0;
    if (!date_iso_parse(value(mem, &at, "czas: "), &h->czas))
        h->numer = 0;
}

bool treehead_parse(const char *text, size_t len, struct treehead *ret_head)
{
    MEM_SCOPE(mem, NULL);
    struct treehead h = { .jst = "" };
    struct teryt unit;
    const char *copy;

    if (len > TREEHEAD_MAX || memchr(text, '\0', len))
        return false;
    copy = mem_strndup(mem, text, len);
    if (strncmp(copy, FIRST_LINE, sizeof FIRST_LINE - 1) != 0)
        return false;
    read_values(mem, copy + sizeof FIRST_LINE - 1, &h);
    if (h.numer < 1 || !teryt_parse(h.jst, &unit) || strcmp(treehead_text(mem, &h), copy) != 0)
        return false;
    *ret_head = h;
    return true;
}

struct merkle_hash treehead_leaf(TALLOC_CTX *mem, const char *numer, const char *sha256)
{
    const char *text = mem_printf(mem, "%s %s", numer, sha256);

    return merkle_leaf(text, strlen(text));
}

struct merkle_hash treehead_chain(TALLOC_CTX *mem, const char *obiekt, int64_t obiekt_id, int64_t lp,
                                  const char *hash_hex)
{
    const char *text = mem_printf(mem, "%s %" PRId64 " %" PRId64 " %s", obiekt, obiekt_id, lp, hash_hex);

    return merkle_leaf(text, strlen(text));
}
