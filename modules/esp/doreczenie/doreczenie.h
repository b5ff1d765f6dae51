/* Delivery of the office's letters to citizens' accounts: the letter can be read after the receipt is confirmed (UPD);
 * the date of delivery is the day of that confirmation (KPA art. 46). */
#ifndef MODULES_ESP_DORECZENIE_DORECZENIE_H
#define MODULES_ESP_DORECZENIE_DORECZENIE_H

#include <stdint.h>

#include "core/ctx/ctx.h"

struct db_rows;

struct doreczenie {
    int64_t konto_id;
    int64_t pismo_id;
    int64_t sprawa_id;
    const char *znak;
    const char *tytul;
    const char *sha256; /* the sealed letter */
};

/* Makes the letter ready for collection and queues an e-mail that tells the citizen. Called while sending (clerk).
 * ERR_CONFLICT the letter waits for collection already. */
MUST_CHECK enum err doreczenie_add(struct ctx *ctx, const struct doreczenie *d, int64_t *ret_id);

/* The citizen confirms receipt: sets time and date of delivery, issues the UPD, writes the trail. A second call gives
 * the same answer. jst is the unit the delivery belongs to.
 * ERR_DENIED   not a citizen: nobody collects for another
 * ERR_NOTFOUND „Nie ma takiego pisma.”
 * ERR_BUSY     the signer is away; nothing is stored */
MUST_CHECK enum err doreczenie_collect(struct ctx *ctx, const char *jst, int64_t id);

/* The citizen's deliveries, newest first: jst, id, znak, tytul, nazwa_jst, slug, udostepniono_at, odebrano_at,
 * data_doreczenia, upo (number of the UPD). At most 500. */
MUST_CHECK enum err doreczenie_list(struct ctx *ctx, struct db_rows **ret_rows);

/* One delivery: the same columns, and konto_id, pismo_id, sprawa_id, nazwa_urzedu, sha256 (of the letter; NULL for the
 * citizen until he has confirmed receipt). Acts in jst. ERR_NOTFOUND */
MUST_CHECK enum err doreczenie_get(struct ctx *ctx, const char *jst, int64_t id, struct db_rows **ret_row);

#endif
