/* Delivery of the office's letters to citizens' accounts: the letter can be read after the receipt is confirmed (UPD);
 * the date of delivery is the day of that confirmation (KPA art. 46). */
#ifndef MODULES_ESP_DORECZENIE_DORECZENIE_H
#define MODULES_ESP_DORECZENIE_DORECZENIE_H

#include "core/ctx.h"

struct db_rows;

struct doreczenie {
    int64_t konto_id;
    int64_t pismo_id;
    int64_t sprawa_id;
    const char *znak;
    const char *tytul;
    const char *sha256; /* the sealed letter */
};

/* Makes the letter ready for collection and queues an e-mail that tells the citizen. Called while sending (clerk). */
MUST_CHECK enum err doreczenie_add(struct ctx *ctx, const struct doreczenie *d, int64_t *ret_id);

/* The citizen confirms receipt: sets time and date of delivery, issues the UPD, writes the trail. A second call gives
 * the same answer. jst is the unit the delivery belongs to. */
MUST_CHECK enum err doreczenie_odbierz(struct ctx *ctx, const char *jst, int64_t id);

/* The citizen's deliveries, newest first: jst, id, znak, tytul, nazwa_jst, udostepniono_at, odebrano_at, data_doreczenia. */
MUST_CHECK enum err doreczenie_list(struct ctx *ctx, struct db_rows **ret_rows);
MUST_CHECK enum err doreczenie_get(struct ctx *ctx, const char *jst, int64_t id, struct db_rows **ret_row);

#endif
