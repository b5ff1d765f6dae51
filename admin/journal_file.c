/* Checks an exported journal with no database at hand: every line is a row for admin/check*.c. Heads known from elsewhere
 * (an earlier export, the portal's list of heads) must be in the file unchanged: otherwise an older copy was put back or
 * the journal was written anew. */
#include <errno.h>
#include <inttypes.h>
#include <jansson.h>
#include <openssl/evp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "admin/check.h"
#include "admin/journal.h"
#include "core/seal/treehead.h"

#define BYTES_MAX ((size_t)128 << 10) /* digits of base64: a token is half as large */

struct reader {
    TALLOC_CTX *mem;
    X509_STORE *trust;
    FILE *file;
    char *text; /* of the line, getline's */
    size_t size;
    int64_t line;
    json_t *known;     /* "TERYT NUMER" -> text, heads known from elsewhere that were not met yet */
    size_t n_known;    /* how many were known at first */
    json_t *seen;      /* units that were finished */
    const char *scope; /* unit that the file says it holds; "" = all */
    struct check *unit;
    char jst[8];
    int rank;      /* of the last line's kind */
    int64_t n;     /* lines of the unit */
    int64_t heads; /* of the unit */
    bool closed;   /* the unit's last line was met */
    struct check_sums sums;
};

static int bad_line(const struct reader *r, const char *why)
{
    printf("NIEZGODNE: wiersz %" PRId64 ": %s\n", r->line, why);
    return 1;
}

static const char *text(const json_t *o, const char *key)
{
    const char *s = json_string_value(json_object_get(o, key));

    return s ? s : "";
}

static int64_t number(const json_t *o, const char *key)
{
    return json_integer_value(json_object_get(o, key));
}

/* NULL when the value is absent or not base64 in its one spelling: bits behind the end would go unnoticed. */
static const void *bytes(TALLOC_CTX *mem, const json_t *o, const char *key, size_t *ret_len)
{
    const char *s = text(o, key);
    size_t n = strlen(s);
    bool fits = n >= 4 && n < BYTES_MAX && n % 4 == 0;
    unsigned char *out = mem_array(mem, unsigned char, n + 4);
    unsigned char *again = mem_array(mem, unsigned char, n + 4);
    int len = fits ? EVP_DecodeBlock(out, (const unsigned char *)s, (int)n) : -1;

    if (len < 0)
        return NULL;
    len -= (s[n - 1] == '=') + (s[n - 2] == '=');
    EVP_EncodeBlock(again, out, len);
    if (memcmp(s, again, n) != 0)
        return NULL;
    *ret_len = (size_t)len;
    return out;
}

/* ---- lines of one unit ---- */

static bool event(struct check *c, const json_t *o)
{
    const struct check_event e = {
        text(o, "obiekt"),     number(o, "obiekt_id"), number(o, "lp"),           number(o, "czas_us"),
        text(o, "zdarzenie"),  number(o, "konto_id"),  number(o, "pracownik_id"), text(o, "aktor"),
        text(o, "stanowisko"), number(o, "sprawa_id"), text(o, "dane"),           text(o, "poprzedni"),
        text(o, "hash")
    };

    return check_event(c, &e);
}

static struct check_end end_of(const json_t *o)
{
    return (struct check_end){ text(o, "obiekt"), number(o, "obiekt_id"), number(o, "glowa"), number(o, "lp"),
                               text(o, "hash") };
}

static bool end(struct check *c, const json_t *o)
{
    const struct check_end e = end_of(o);

    return check_end(c, &e);
}

static bool leaf(struct check *c, const json_t *o)
{
    const struct check_leaf l = { text(o, "dzien"), number(o, "lp"), text(o, "numer"), text(o, "sha256") };

    return check_leaf(c, &l);
}

static bool bound(struct check *c, const json_t *o)
{
    const struct check_end e = end_of(o);

    return check_bound(c, &e);
}

static struct check_head head_of(TALLOC_CTX *mem, const json_t *o)
{
    struct check_head h = { .numer = number(o, "numer"), .tresc = text(o, "tresc") };

    if (json_object_get(o, "podpis")) {
        h.podpis = bytes(mem, o, "podpis", &h.n_podpis);
        h.znacznik = bytes(mem, o, "znacznik", &h.n_znacznik);
        h.certyfikaty = text(o, "certyfikaty");
        /* What cannot be decoded was signed once and is spoiled now. */
        if (!h.podpis)
            h.podpis = "";
        if (!h.znacznik)
            h.znacznik = "";
    }
    return h;
}

static bool head(struct check *c, const json_t *o)
{
    MEM_SCOPE(tmp, c);
    const struct check_head h = head_of(tmp, o);

    return check_head(c, &h);
}

static const struct {
    const char *typ;
    bool (*row)(struct check *c, const json_t *o);
} KINDS[] = {
    { "zdarzenie", event },        { "koniec_lancucha", end }, { "lisc", leaf },
    { "lancuch_w_glowie", bound }, { "glowa", head },
};
enum { N_KINDS = sizeof KINDS / sizeof KINDS[0] };

static int kind_of(const json_t *o)
{
    int i = 0;

    while (i < N_KINDS && strcmp(KINDS[i].typ, text(o, "typ")) != 0)
        i++;
    return i;
}

/* ---- heads known from elsewhere ---- */

static const char *key_of(TALLOC_CTX *mem, const char *jst, int64_t numer)
{
    return mem_printf(mem, "%s %" PRId64, jst, numer);
}

static bool as_known(struct reader *r, const json_t *o)
{
    MEM_SCOPE(tmp, r->mem);
    const char *key = key_of(tmp, r->jst, number(o, "numer"));
    const char *known = json_string_value(json_object_get(r->known, key));

    if (!known)
        return true;
    if (strcmp(known, text(o, "tresc")) != 0)
        return check_bad(r->unit, "głowa nr %" PRId64 " jest inna niż znana wcześniej: dziennik został przepisany",
                         number(o, "numer"));
    json_object_del(r->known, key);
    return true;
}

/* Whatever known head of the unit is left was not in the file. */
static bool all_known_met(struct reader *r, struct check *c, const char *jst, int64_t heads)
{
    const char *key;
    json_t *value;
    int64_t lost = 0;

    json_object_foreach(r->known, key, value)
    {
        int64_t numer = strncmp(key, jst, strlen(jst)) == 0 && key[strlen(jst)] == ' '
                            ? strtoll(key + strlen(jst) + 1, NULL, 10)
                            : 0;

        if (numer > lost)
            lost = numer;
    }
    return lost == 0 || check_bad(c,
                                  "znana jest głowa nr %" PRId64 ", a dziennik kończy się na głowie nr %" PRId64
                                  ": to starsza kopia",
                                  lost, heads);
}

/* ---- units ---- */

static int finish_unit(struct reader *r)
{
    int status = 0;

    if (!r->unit)
        return 0;
    check_line(r->unit, 0);
    if (!r->closed) {
        check_bad(r->unit, "plik jest ucięty: brakuje końca danych jednostki");
        status = 1;
    }
    if (!status && (!check_finish(r->unit) || !all_known_met(r, r->unit, r->jst, r->heads)))
        status = 1;
    check_add_sums(r->unit, &r->sums);
    json_object_set_new(r->seen, r->jst, json_true());
    TALLOC_FREE(r->unit);
    return status;
}

static int begin_unit(struct reader *r, const char *jst)
{
    int status = finish_unit(r);

    if (status)
        return status;
    if (strlen(jst) < 2 || strlen(jst) >= sizeof r->jst)
        return bad_line(r, "nie wiadomo, której jednostki dotyczy");
    if (json_object_get(r->seen, jst) || (*r->scope && strcmp(r->scope, jst) != 0))
        return bad_line(r, "wiersz stoi nie na swoim miejscu (między danymi innej jednostki)");
    snprintf(r->jst, sizeof r->jst, "%s", jst);
    r->unit = check_new(r->mem, jst, r->trust);
    r->rank = 0;
    r->n = 0;
    r->heads = 0;
    r->closed = false;
    return 0;
}

static int close_unit(struct reader *r, const json_t *o)
{
    r->closed = true;
    if (number(o, "wierszy") == r->n)
        return 0;
    check_bad(r->unit, "plik ma %" PRId64 " wierszy jednostki, zapisano ich %" PRId64, r->n, number(o, "wierszy"));
    return 1;
}

static int row(struct reader *r, const json_t *o)
{
    int kind = kind_of(o);
    bool last = strcmp(text(o, "typ"), "koniec") == 0;
    int status = r->unit && strcmp(text(o, "jst"), r->jst) == 0 ? 0 : begin_unit(r, text(o, "jst"));

    if (status)
        return status;
    check_line(r->unit, r->line);
    if (r->closed || (!last && (kind == N_KINDS || kind < r->rank)))
        return bad_line(r, "nieznany albo nie na swoim miejscu");
    if (last)
        return close_unit(r, o);
    r->rank = kind;
    r->n++;
    if (strcmp(KINDS[kind].typ, "glowa") == 0) {
        r->heads++;
        if (!as_known(r, o))
            return 1;
    }
    return KINDS[kind].row(r->unit, o) ? 0 : 1;
}

/* ---- files ---- */

/* 1 = a line, 0 = the end, -1 = not JSON. *ret_o belongs to the caller. */
static int next(struct reader *r, json_t **ret_o)
{
    ssize_t n = getline(&r->text, &r->size, r->file);

    if (n < 0)
        return 0;
    r->line++;
    *ret_o = json_loadb(r->text, (size_t)n, JSON_REJECT_DUPLICATES, NULL);
    return *ret_o ? 1 : -1;
}

static int first_line(struct reader *r)
{
    json_t *o = NULL;
    int status = 0;

    if (next(r, &o) != 1 || strcmp(text(o, "typ"), "dziennik") != 0 || number(o, "wersja") != 1)
        status = bad_line(r, "to nie jest plik z „journal export”");
    else
        r->scope = mem_strdup(r->mem, text(o, "jednostka"));
    json_decref(o);
    return status;
}

/* Whoever hands over the file says what it holds: heads that were brought along to compare must have been compared. */
static int nothing_known_met(const struct reader *r)
{
    if (r->n_known == 0 || json_object_size(r->known) < r->n_known)
        return 0;
    printf("NIEZGODNE: w pliku nie ma ani jednej ze znanych głów; to dziennik innych jednostek albo podmieniony\n");
    return 1;
}

/* Heads of units of which the file has not one row. */
static int lost_units(struct reader *r)
{
    const char *key;
    json_t *value;

    json_object_foreach(r->known, key, value)
    {
        if (*r->scope == '\0' || strncmp(key, r->scope, strcspn(key, " ")) == 0) {
            printf("NIEZGODNE %.*s: znana jest głowa nr %s, a w pliku nie ma danych tej jednostki\n",
                   (int)strcspn(key, " "), key, key + strcspn(key, " ") + 1);
            return 1;
        }
    }
    return 0;
}

static int check_file(struct reader *r)
{
    int status = first_line(r);
    json_t *o = NULL;

    for (int got = 1; !status && (got = next(r, &o)) != 0;) {
        status = got < 0 ? bad_line(r, "nie jest poprawnym wierszem JSON") : row(r, o);
        json_decref(got < 0 ? NULL : o);
    }
    if (!status)
        status = finish_unit(r);
    if (!status)
        status = lost_units(r);
    if (!status)
        status = nothing_known_met(r);
    if (!status)
        journal_sums(&r->sums);
    return status;
}

static int open_file(struct reader *r, const char *path)
{
    r->file = fopen(path, "re");
    r->line = 0;
    if (r->file)
        return 0;
    fprintf(stderr, "eurzad-admin: %s: %s\n", path, strerror(errno));
    return 3;
}

/* Heads are believed only with their signatures and stamps. */
static int learn(struct reader *r, const json_t *o)
{
    MEM_SCOPE(tmp, r->mem);
    const struct check_head h = head_of(tmp, o);
    struct treehead parsed;
    const char *problem = NULL;

    if (strcmp(text(o, "typ"), "glowa") != 0 || !h.podpis)
        return 0;
    if (!treehead_parse(h.tresc, strlen(h.tresc), &parsed) || parsed.numer != h.numer ||
        strcmp(parsed.jst, text(o, "jst")) != 0)
        problem = "to nie jest tekst głowy";
    if (!problem)
        problem = check_signatures(tmp, &h, parsed.jst, parsed.czas, r->trust);
    if (problem) {
        printf("NIEZGODNE: plik znanych głów, wiersz %" PRId64 ": %s\n", r->line, problem);
        return 1;
    }
    json_object_set_new(r->known, key_of(tmp, parsed.jst, h.numer), json_string(h.tresc));
    return 0;
}

static int read_known(struct reader *r, const char *path)
{
    int status = open_file(r, path);
    json_t *o = NULL;

    for (int got = 1; !status && (got = next(r, &o)) != 0;) {
        status = got < 0 ? bad_line(r, "plik znanych głów: nie jest poprawnym wierszem JSON") : learn(r, o);
        json_decref(got < 0 ? NULL : o);
    }
    if (r->file)
        fclose(r->file);
    return status;
}

int journal_file(TALLOC_CTX *mem, const char *path, const char *heads, X509_STORE *trust)
{
    struct reader r = { .mem = mem_new(mem), .trust = trust, .scope = "" };
    int status = 0;

    r.known = mem_adopt(r.mem, json_object(), json_decref);
    r.seen = mem_adopt(r.mem, json_object(), json_decref);
    if (heads)
        status = read_known(&r, heads);
    r.n_known = json_object_size(r.known);
    if (!status)
        status = open_file(&r, path);
    if (!status) {
        status = check_file(&r);
        fclose(r.file);
    }
    free(r.text);
    talloc_free(r.mem);
    return status;
}
