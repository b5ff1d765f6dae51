/* The trail itself: every event's hash, the chain it stands in, the recorded end of each chain. */
#include "admin/check.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "admin/check_priv.h"
#include "core/ctx/blob.h"
#include "core/law/date.h"

struct check *check_new(TALLOC_CTX *mem, const char *jst, X509_STORE *trust)
{
    struct check *c = mem_zero(mem, struct check);

    c->mem = c;
    c->jst = mem_strdup(c, jst);
    c->trust = trust;
    return c;
}

void check_line(struct check *c, int64_t line)
{
    c->line = line;
}

bool check_bad(struct check *c, const char *fmt, ...)
{
    va_list ap;

    va_start(ap, fmt);
    printf("NIEZGODNE %s: ", c->jst);
    vprintf(fmt, ap);
    va_end(ap);
    if (c->line)
        printf(" [wiersz %" PRId64 "]", c->line);
    puts("");
    c->failed = true;
    return false;
}

bool check_failed(const struct check *c)
{
    return c->failed;
}

void check_add_sums(const struct check *c, struct check_sums *sums)
{
    sums->events += c->n_events;
    sums->chains += (int64_t)c->n_chain;
    sums->leaves += (int64_t)c->n_leaf;
    sums->heads += (int64_t)c->n_head;
    sums->unsigned_heads += (int64_t)c->n_unsigned;
}

void *check_grow(TALLOC_CTX *mem, void *array, size_t size, size_t n)
{
    void *more = array ? talloc_realloc_size(mem, array, size * n) : talloc_size(mem, size * n);

    if (!more)
        mem_exhausted(size * n);
    return more;
}

const char *check_name(TALLOC_CTX *mem, const char *obiekt, int64_t obiekt_id)
{
    return mem_printf(mem, "%s/%" PRId64, obiekt, obiekt_id);
}

int check_chain_order(const struct chain *c, const char *obiekt, int64_t obiekt_id)
{
    int order = strcmp(c->obiekt, obiekt);

    return order ? order : (c->obiekt_id > obiekt_id) - (c->obiekt_id < obiekt_id);
}

struct chain *check_chain(struct check *c, const char *obiekt, int64_t obiekt_id)
{
    size_t low = 0;
    size_t high = c->n_chain;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = check_chain_order(&c->chain[middle], obiekt, obiekt_id);

        if (order == 0)
            return &c->chain[middle];
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}

static const char *one_line(TALLOC_CTX *mem, const char *s)
{
    char *copy = mem_strdup(mem, s);

    for (char *p = copy; *p; p++)
        if (*p == '\n')
            *p = ' ';
    return copy;
}

/* The text an event's hash covers: audit.skrot() in db/functions/core.sql says the same in SQL. */
static void event_hash(const struct check *c, const struct check_event *e, char ret_hex[BLOB_SHA_LEN + 1])
{
    MEM_SCOPE(tmp, c->mem);
    const char *text = mem_printf(
        tmp, "%s\n%s\n%" PRId64 "\n%" PRId64 "\n%" PRId64 "\n%s\n%" PRId64 "\n%" PRId64 "\n%s\n%s\n%" PRId64 "\n%s\n%s",
        c->jst, e->obiekt, e->obiekt_id, e->lp, e->czas, e->typ, e->konto_id, e->pracownik_id, one_line(tmp, e->aktor),
        one_line(tmp, e->stanowisko), e->sprawa_id, e->dane, e->poprzedni);

    blob_sha256(text, strlen(text), ret_hex);
}

static bool bad_event(struct check *c, const struct check_event *e, const char *why)
{
    return check_bad(c, "zdarzenie %s nr %" PRId64 " (%s, %s): %s", check_name(c->mem, e->obiekt, e->obiekt_id), e->lp,
                     e->typ, date_iso_local(c->mem, e->czas), why);
}

static struct chain *new_chain(struct check *c, const struct check_event *e)
{
    struct chain *chain;

    CHECK_GROW(c->mem, c->chain, c->n_chain);
    chain = &c->chain[c->n_chain++];
    *chain = (struct chain){ .obiekt = mem_strdup(c->mem, e->obiekt), .obiekt_id = e->obiekt_id };
    return chain;
}

bool check_event(struct check *c, const struct check_event *e)
{
    struct chain *chain = c->n_chain ? &c->chain[c->n_chain - 1] : NULL;
    int order = chain ? check_chain_order(chain, e->obiekt, e->obiekt_id) : -1;
    char last[MERKLE_HEX + 1] = "";
    char hash[BLOB_SHA_LEN + 1];
    struct seen_event *seen;

    if (c->failed)
        return false;
    if (order > 0)
        return bad_event(c, e, "stoi nie na swoim miejscu");
    if (order < 0)
        chain = new_chain(c, e);
    if (e->lp != (int64_t)chain->n_event + 1)
        return bad_event(c, e,
                         e->lp > (int64_t)chain->n_event ? "poprzednie zdarzenie zostało usunięte"
                                                         : "powtarza się albo stoi nie na swoim miejscu");
    if (chain->n_event)
        merkle_hex(&chain->event[chain->n_event - 1].hash, last);
    if (strcmp(e->poprzedni, last) != 0)
        return bad_event(c, e, "nie łączy się z poprzednim zdarzeniem");
    event_hash(c, e, hash);
    if (strcmp(hash, e->hash) != 0)
        return bad_event(c, e, "treść została zmieniona");
    CHECK_GROW(c->mem, chain->event, chain->n_event);
    seen = &chain->event[chain->n_event++];
    *seen = (struct seen_event){ .lp = e->lp, .czas = e->czas };
    c->n_events++;
    return merkle_parse(hash, &seen->hash);
}

/* The chain just walked must end where its head says. */
bool check_end(struct check *c, const struct check_end *e)
{
    const char *name = check_name(c->mem, e->obiekt, e->obiekt_id);
    struct chain *chain = check_chain(c, e->obiekt, e->obiekt_id);
    char hash[MERKLE_HEX + 1];

    if (c->failed)
        return false;
    if (!chain)
        return check_bad(c, "usunięto wszystkie zdarzenia %s (było %" PRId64 ")", name, e->lp);
    if (e->glowa != 0 || (c->last_end && chain <= c->last_end))
        return check_bad(c, "zapisany koniec łańcucha %s powtarza się albo stoi nie na swoim miejscu", name);
    c->last_end = chain;
    merkle_hex(&chain->event[chain->n_event - 1].hash, hash);
    if (e->lp != (int64_t)chain->n_event || strcmp(e->hash, hash) != 0)
        return check_bad(c, "łańcuch %s kończy się na nr %zu, zapisany koniec to nr %" PRId64, name, chain->n_event,
                         e->lp);
    chain->has_end = true;
    return true;
}
