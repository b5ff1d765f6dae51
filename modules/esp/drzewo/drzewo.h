/* Daily trees of receipts. A receipt is a leaf of its unit's tree of the day (Europe/Warsaw) on which it was issued; the
 * head of the tree is signed with the unit's seal key, time-stamped and public (core/seal/treehead.h, docs/sprawdzanie.md).
 *
 * A day may have several heads: heads made during the day („w toku”) are extended by later ones, the closing head ends
 * it. A day without receipts gets a head when it is the last one before today and the unit has a trail: the head also
 * binds the ends of all chains of the trail, so that a chain rewritten together with its recorded end is found.
 *
 * A head is made in one transaction and signed in another, all units in one round trip to the signer; until it is
 * signed nobody is shown it. Both steps are harmless to repeat and to run at once in two programs. */
#ifndef MODULES_ESP_DRZEWO_DRZEWO_H
#define MODULES_ESP_DRZEWO_DRZEWO_H

#include <stdbool.h>
#include <stdint.h>

#include "core/ctx/ctx.h"
#include "core/law/date.h"
#include "core/seal/merkle.h"

struct db_rows;

/* ---- making heads: system contexts only ---- */

/* Makes the next head of ctx->jst in the caller's transaction. close: the day is over and gets its last head; otherwise
 * a head „w toku”, which is made only when there are new receipts. *ret_numer is 0 when there was nothing to do (day
 * already closed, nothing new): roll back then, so that the number is given back. */
MUST_CHECK enum err drzewo_make(struct ctx *ctx, struct date dzien, bool close, int64_t *ret_numer);

/* Has waiting heads of all units signed; *ret_n counts. Heads of units whose key is away stay waiting, and *ret_left
 * counts them. */
MUST_CHECK enum err drzewo_sign(struct ctx *ctx, int *ret_n, int *ret_left);

struct drzewo_wynik {
    int made;   /* heads made */
    int sealed; /* heads signed */
    int left;   /* heads that wait for the signer */
};

/* Closes every day before today that is due, for one unit or for all (jst NULL), then signs. Contexts and transactions
 * of its own; the first error ends it and is logged. `so_far`: today gets a head „w toku” too. */
MUST_CHECK enum err drzewo_catch_up(struct app *app, const char *jst, struct date today, bool so_far,
                                    struct drzewo_wynik *ret);

/* ---- proofs: anybody ---- */

enum drzewo_stan {
    DRZEWO_CZEKA,    /* in no tree yet, or its head is not signed yet */
    DRZEWO_WLACZONE, /* proved against a signed head */
};

struct dowod {
    enum drzewo_stan stan;
    const char *jst;
    const char *numer;  /* of the receipt */
    const char *sha256; /* of the receipt's file */
    const char *dzien;
    int64_t pozycja; /* from 0 */
    int64_t rozmiar; /* leaves in the head's tree */
    int64_t glowa;   /* number of the head */
    bool zamknieta;
    const char *glowa_sha256;
    const char *utworzono_at;
    struct merkle_hash lisc;
    struct merkle_hash korzen;
    struct merkle_proof sciezka;
    bool z_lewej[MERKLE_MAX_PROOF]; /* the hash stands to the left */
};

/* The proof for a receipt of that unit. ERR_INTERNAL when leaves and head contradict each other. */
MUST_CHECK enum err drzewo_dowod(struct ctx *ctx, const char *jst, const char *numer, struct dowod *ret_dowod);

/* The proof as a text that a shell can read (docs/sprawdzanie.md) and as JSON; both belong to ctx->mem. */
const char *dowod_txt(struct ctx *ctx, const struct dowod *d);
const char *dowod_json(struct ctx *ctx, const struct dowod *d);

/* A signed head: tresc, podpis, znacznik, certyfikaty …; ERR_NOTFOUND. */
MUST_CHECK enum err drzewo_head(struct ctx *ctx, const char *jst, int64_t numer, struct db_rows **ret_row);

/* Signed heads of a unit with numbers above `after`, as JSON lines of the same form as in `journal export`; belongs to
 * ctx->mem, "" when there are none. */
MUST_CHECK enum err drzewo_heads_jsonl(struct ctx *ctx, const char *jst, int64_t after, const char **ret_text);

#endif
