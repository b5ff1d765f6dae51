/* The trees and their heads: leaves, what heads say of the chains, the line of heads. */
#include <inttypes.h>
#include <string.h>

#include "admin/check_priv.h"
#include "core/ctx/blob.h"

/* A transaction may still have been open when a head was made; none lasts so long. */
#define LATE ((int64_t)3600 * 1000000)

/* ---- a root, leaf after leaf ---- */

void growing_add(struct growing *g, const struct merkle_hash *leaf)
{
    struct merkle_hash h = *leaf;
    int height = 0;

    for (; g->n > 0 && g->height[g->n - 1] == height; height++)
        h = merkle_node(&g->subtree[--g->n], &h);
    g->subtree[g->n] = h;
    g->height[g->n++] = height;
}

struct merkle_hash growing_root(const struct growing *g)
{
    struct merkle_hash h = merkle_root(NULL, 0);

    if (g->n > 0)
        h = g->subtree[g->n - 1];
    for (int i = g->n - 2; i >= 0; i--)
        h = merkle_node(&g->subtree[i], &h);
    return h;
}

/* ---- leaves ---- */

bool check_leaf(struct check *c, const struct check_leaf *l)
{
    const struct leaf *last = c->n_leaf ? &c->leaf[c->n_leaf - 1] : NULL;
    struct leaf *leaf;
    struct date day;
    int64_t expected = 0;

    if (c->failed)
        return false;
    if (!date_parse(l->dzien, &day) || (last && date_compare(day, last->dzien) < 0))
        return check_bad(c, "liść %s: dzień „%s” nie na swoim miejscu", l->numer, l->dzien);
    if (last && date_compare(day, last->dzien) == 0)
        expected = last->lp + 1;
    if (l->lp > expected)
        return check_bad(c, "drzewo dnia %s: usunięto liść nr %" PRId64 " (przed %s)", l->dzien, expected, l->numer);
    if (l->lp < expected)
        return check_bad(c, "drzewo dnia %s: liść %s (nr %" PRId64 ") powtarza się albo stoi nie na swoim miejscu",
                         l->dzien, l->numer, l->lp);
    CHECK_GROW(c->mem, c->leaf, c->n_leaf);
    leaf = &c->leaf[c->n_leaf++];
    *leaf = (struct leaf){ .dzien = day, .lp = l->lp, .numer = mem_strdup(c->mem, l->numer) };
    leaf->hash = treehead_leaf(c->mem, l->numer, l->sha256);
    return true;
}

/* The first leaf of a day; n_leaf when it has none. */
static size_t first_of(const struct check *c, struct date day)
{
    size_t low = 0;
    size_t high = c->n_leaf;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (date_compare(c->leaf[middle].dzien, day) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static bool receipts_fit(struct check *c, const struct treehead *h)
{
    size_t from = first_of(c, h->dzien);
    struct growing tree = { .n = 0 };
    struct merkle_hash root;

    for (int64_t i = 0; i < h->n_lisci; i++) {
        size_t at = from + (size_t)i;

        if (at >= c->n_leaf || date_compare(c->leaf[at].dzien, h->dzien) != 0)
            return check_bad(c, "głowa nr %" PRId64 ": w drzewie dnia %s brakuje liścia nr %" PRId64, h->numer,
                             date_text(c->mem, h->dzien), i);
        growing_add(&tree, &c->leaf[at].hash);
    }
    root = growing_root(&tree);
    if (!merkle_same(&root, &h->korzen_lisci))
        return check_bad(
            c,
            "głowa nr %" PRId64 ": liście dnia %s nie dają korzenia, który podpisano; zmieniono liść od nr "
            "%" PRId64 " do nr %" PRId64,
            h->numer, date_text(c->mem, h->dzien),
            c->n_head && date_compare(c->head[c->n_head - 1].dzien, h->dzien) == 0 ? c->head[c->n_head - 1].n_lisci : 0,
            h->n_lisci - 1);
    return true;
}

/* ---- the ends of chains as heads found them ---- */

bool check_bound(struct check *c, const struct check_end *e)
{
    const char *name = check_name(c->mem, e->obiekt, e->obiekt_id);
    struct chain *chain = check_chain(c, e->obiekt, e->obiekt_id);
    struct seen_bound bound = { .glowa = e->glowa, .lp = e->lp };

    if (c->failed)
        return false;
    if (!chain || e->lp < 1 || e->lp > (int64_t)chain->n_event)
        return check_bad(c, "łańcuch %s: głowa nr %" PRId64 " widziała zdarzenie nr %" PRId64 ", którego nie ma", name,
                         e->glowa, e->lp);
    if (!merkle_parse(e->hash, &bound.hash) || !merkle_same(&bound.hash, &chain->event[e->lp - 1].hash))
        return check_bad(c,
                         "zdarzenie %s nr %" PRId64 ": zostało przepisane po tym, jak objęła je głowa nr %" PRId64
                         " (albo wcześniejsze)",
                         name, e->lp, e->glowa);
    if ((c->last_bound && chain < c->last_bound) ||
        (chain->n_bound &&
         (chain->bound[chain->n_bound - 1].glowa >= bound.glowa || chain->bound[chain->n_bound - 1].lp >= bound.lp)))
        return check_bad(c, "łańcuch %s: zapis dla głowy nr %" PRId64 " stoi nie na swoim miejscu", name, e->glowa);
    c->last_bound = chain;
    CHECK_GROW(c->mem, chain->bound, chain->n_bound);
    chain->bound[chain->n_bound++] = bound;
    return true;
}

/* The newest record of a chain that head `numer` knew; NULL when it knew none. */
static const struct seen_bound *known_to(const struct chain *chain, int64_t numer)
{
    const struct seen_bound *known = NULL;

    for (size_t i = 0; i < chain->n_bound && chain->bound[i].glowa <= numer; i++)
        known = &chain->bound[i];
    return known;
}

static const char *moved_in(struct check *c, int64_t numer)
{
    for (size_t i = 0; i < c->n_chain; i++) {
        const struct seen_bound *b = known_to(&c->chain[i], numer);

        if (b && b->glowa == numer)
            return check_name(c->mem, c->chain[i].obiekt, c->chain[i].obiekt_id);
    }
    return "(żaden)";
}

static bool chains_fit(struct check *c, const struct treehead *h)
{
    struct growing tree = { .n = 0 };
    struct merkle_hash root;
    int64_t n = 0;

    for (size_t i = 0; i < c->n_chain; i++) {
        MEM_SCOPE(tmp, c->mem);
        const struct seen_bound *b = known_to(&c->chain[i], h->numer);
        struct merkle_hash leaf;
        char hash[MERKLE_HEX + 1];

        if (!b)
            continue;
        merkle_hex(&b->hash, hash);
        leaf = treehead_chain(tmp, c->chain[i].obiekt, c->chain[i].obiekt_id, b->lp, hash);
        growing_add(&tree, &leaf);
        n++;
    }
    root = growing_root(&tree);
    if (n != h->n_lancuchow)
        return check_bad(c, "głowa nr %" PRId64 ": obejmuje %" PRId64 " łańcuchów, zapisano %" PRId64, h->numer,
                         h->n_lancuchow, n);
    if (!merkle_same(&root, &h->korzen_lancuchow))
        return check_bad(c,
                         "głowa nr %" PRId64
                         ": końce łańcuchów nie dają korzenia, który podpisano; przepisano któryś z łańcuchów, które "
                         "zmieniły się przed tą głową, na przykład %s",
                         h->numer, moved_in(c, h->numer));
    return true;
}

/* ---- the line of heads ---- */

static bool follows(struct check *c, const struct treehead *h)
{
    const struct treehead *last = c->n_head ? &c->head[c->n_head - 1] : NULL;
    char before[MERKLE_HEX + 1];
    int days;

    if (!last)
        return true;
    merkle_hex(&h->poprzednia, before);
    if (strcmp(before, c->last_sha) != 0)
        return check_bad(c, "głowa nr %" PRId64 " nie łączy się z głową nr %" PRId64, h->numer, last->numer);
    days = date_compare(h->dzien, last->dzien);
    if (days < 0 || (days == 0 && (last->zamknieta || h->n_lisci < last->n_lisci)) || h->czas < last->czas)
        return check_bad(c, "głowa nr %" PRId64 " przeczy głowie nr %" PRId64, h->numer, last->numer);
    return true;
}

static bool signed_well(struct check *c, const struct check_head *head, const struct treehead *h)
{
    const char *problem;

    if (!head->podpis) {
        c->n_unsigned++;
        return true;
    }
    if (c->n_unsigned)
        return check_bad(c, "głowa nr %" PRId64 " nie ma podpisu, chociaż następne go mają",
                         h->numer - (int64_t)c->n_unsigned);
    problem = check_signatures(c->mem, head, c->jst, h->czas, c->trust);
    return problem ? check_bad(c, "głowa nr %" PRId64 ": %s", h->numer, problem) : true;
}

bool check_head(struct check *c, const struct check_head *head)
{
    struct treehead h;

    if (c->failed)
        return false;
    if (head->numer > (int64_t)c->n_head + 1)
        return check_bad(c, "usunięto głowę nr %zu (przed nr %" PRId64 ")", c->n_head + 1, head->numer);
    if (head->numer != (int64_t)c->n_head + 1)
        return check_bad(c, "głowa nr %" PRId64 " powtarza się albo stoi nie na swoim miejscu", head->numer);
    if (!treehead_parse(head->tresc, strlen(head->tresc), &h) || h.numer != head->numer || strcmp(h.jst, c->jst) != 0)
        return check_bad(c, "głowa nr %" PRId64 ": to nie jest tekst tej głowy", head->numer);
    if (!follows(c, &h) || !signed_well(c, head, &h) || !receipts_fit(c, &h) || !chains_fit(c, &h))
        return false;
    CHECK_GROW(c->mem, c->head, c->n_head);
    c->head[c->n_head++] = h;
    blob_sha256(head->tresc, strlen(head->tresc), c->last_sha);
    return true;
}

/* ---- at the end ---- */

/* The first head made clearly after this moment; 0 when there is none. */
static int64_t head_after(const struct check *c, int64_t czas)
{
    for (size_t i = 0; i < c->n_head; i++)
        if (c->head[i].czas > czas + LATE)
            return c->head[i].numer;
    return 0;
}

/* An event that says it is older than a head must have been seen by that head. */
static bool nothing_added_later(struct check *c, const struct chain *chain)
{
    size_t b = 0;

    for (size_t i = 0; i < chain->n_event; i++) {
        int64_t due = head_after(c, chain->event[i].czas);

        while (b < chain->n_bound && chain->bound[b].lp < chain->event[i].lp)
            b++;
        if (due && (b == chain->n_bound || chain->bound[b].glowa > due))
            return check_bad(c, "zdarzenie %s nr %" PRId64 ": dopisano wstecz, głowa nr %" PRId64 " go nie widziała",
                             check_name(c->mem, chain->obiekt, chain->obiekt_id), chain->event[i].lp, due);
    }
    return true;
}

static bool leaves_belong_to_heads(struct check *c)
{
    size_t h = 0;

    for (size_t i = 0; i < c->n_leaf; i++) {
        const struct leaf *leaf = &c->leaf[i];

        while (h < c->n_head && (date_compare(c->head[h].dzien, leaf->dzien) < 0 ||
                                 (date_compare(c->head[h].dzien, leaf->dzien) == 0 && c->head[h].n_lisci <= leaf->lp)))
            h++;
        if (h == c->n_head || date_compare(c->head[h].dzien, leaf->dzien) != 0)
            return check_bad(c, "drzewo dnia %s: liścia %s (nr %" PRId64 ") nie obejmuje żadna głowa",
                             date_text(c->mem, leaf->dzien), leaf->numer, leaf->lp);
    }
    return true;
}

bool check_finish(struct check *c)
{
    c->line = 0;
    for (size_t i = 0; !c->failed && i < c->n_chain; i++) {
        const struct chain *chain = &c->chain[i];

        if (!chain->has_end)
            return check_bad(c, "łańcuch %s kończy się na nr %zu, zapisany koniec to nr (brak)",
                             check_name(c->mem, chain->obiekt, chain->obiekt_id), chain->n_event);
        nothing_added_later(c, chain);
    }
    if (!c->failed)
        leaves_belong_to_heads(c);
    return !c->failed;
}
