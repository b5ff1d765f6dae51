/* The head of a unit's tree: the short text that is signed, time-stamped and published, and the texts that leaves are
 * hashes of. ASCII, lines ended by LF, so that a person can read it and sha256sum and openssl can check it
 * (docs/sprawdzanie.md):
 *
 *     Lubuski e-Urzad, glowa drzewa poswiadczen, wersja 1
 *     jednostka: 0801062
 *     numer: 17
 *     dzien: 2026-11-25
 *     stan: zamkniety                     (or: w toku, when later heads of the day will extend this one)
 *     poswiadczen: 12
 *     korzen poswiadczen: <64 digits>
 *     lancuchow: 340
 *     korzen lancuchow: <64 digits>
 *     poprzednia glowa: <64 digits>       (SHA-256 of the text of the head before; brak when numer is 1)
 *     czas: 2026-11-25T23:05:00Z
 *
 * The leaf of a receipt is "NUMER SHA256", that of a chain of the trail "OBIEKT OBIEKT_ID LP HASH", without a line end;
 * chains are ordered by the bytes of obiekt, then by obiekt_id. */
#ifndef CORE_TREEHEAD_H
#define CORE_TREEHEAD_H

#include <stdbool.h>
#include <stdint.h>

#include "core/law/date.h"
#include "core/seal/merkle.h"

#define TREEHEAD_MAX 1024 /* bytes of a text */

struct treehead {
    char jst[8];
    int64_t numer;
    struct date dzien;
    bool zamknieta;
    int64_t n_lisci;
    struct merkle_hash korzen_lisci;
    int64_t n_lancuchow;
    struct merkle_hash korzen_lancuchow;
    struct merkle_hash poprzednia; /* looked at when numer > 1 */
    int64_t czas;                  /* microseconds; whole seconds are written */
};

/* The text; belongs to mem. */
const char *treehead_text(TALLOC_CTX *mem, const struct treehead *h);

/* False unless the bytes are exactly the text of a head. */
MUST_CHECK bool treehead_parse(const char *text, size_t len, struct treehead *ret_head);

struct merkle_hash treehead_leaf(TALLOC_CTX *mem, const char *numer, const char *sha256);
struct merkle_hash treehead_chain(TALLOC_CTX *mem, const char *obiekt, int64_t obiekt_id, int64_t lp,
                                  const char *hash_hex);

#endif
