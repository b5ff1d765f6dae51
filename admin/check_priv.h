/* Shared by the files admin/check*.c only. */
#ifndef ADMIN_CHECK_PRIV_H
#define ADMIN_CHECK_PRIV_H

#include "admin/check.h"
#include "core/seal/merkle.h"
#include "core/seal/treehead.h"

/* What is kept of an event for the comparison with the heads. */
struct seen_event {
    int64_t lp;
    int64_t czas;
    struct merkle_hash hash;
};

/* What a head found at the end of a chain. */
struct seen_bound {
    int64_t glowa;
    int64_t lp;
    struct merkle_hash hash;
};

struct chain {
    const char *obiekt;
    int64_t obiekt_id;
    struct seen_event *event; /* n_event of them, lp 1, 2, … */
    size_t n_event;
    struct seen_bound *bound; /* by glowa */
    size_t n_bound;
    bool has_end;
};

struct leaf {
    struct date dzien;
    int64_t lp;
    const char *numer;
    struct merkle_hash hash;
};

struct check {
    TALLOC_CTX *mem;
    const char *jst;
    X509_STORE *trust;
    int64_t line;
    bool failed;
    struct chain *chain; /* sorted */
    size_t n_chain;
    const struct chain *last_end; /* of check_end() and check_bound(): both come in the order of chains */
    const struct chain *last_bound;
    struct leaf *leaf; /* sorted */
    size_t n_leaf;
    struct treehead *head; /* head[i].numer == i + 1 */
    size_t n_head;
    char last_sha[MERKLE_HEX + 1]; /* of the last head's text */
    size_t n_unsigned;
    int64_t n_events;
};

/* By the bytes of obiekt, then obiekt_id. */
int check_chain_order(const struct chain *c, const char *obiekt, int64_t obiekt_id);
struct chain *check_chain(struct check *c, const char *obiekt, int64_t obiekt_id); /* NULL: no such chain */

/* "sprawa/12" */
const char *check_name(TALLOC_CTX *mem, const char *obiekt, int64_t obiekt_id);

/* An array that grows by doubling. */
#define CHECK_GROW(mem, array, n)                                                                                      \
    do {                                                                                                               \
        if (((n) & ((n)-1)) == 0)                                                                                      \
            (array) = check_grow((mem), (array), sizeof *(array), (n) ? 2 * (n) : 1);                                  \
    } while (0)
void *check_grow(TALLOC_CTX *mem, void *array, size_t size, size_t n);

/* The root of leaves given one after another: complete subtrees wait on a stack, largest first. */
struct growing {
    struct merkle_hash subtree[MERKLE_MAX_PROOF];
    int height[MERKLE_MAX_PROOF];
    int n;
};
void growing_add(struct growing *g, const struct merkle_hash *leaf);
struct merkle_hash growing_root(const struct growing *g);

#endif
