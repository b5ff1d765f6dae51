/* The day's end. What was done stands in the database, so two programs at once, or a restart, do no harm. */
#include "jobs/nightly.h"

#include <stdbool.h>

#include "modules/esp/drzewo/drzewo.h"

#define MINUTE ((int64_t)60 * 1000000)

enum { AFTER_MIDNIGHT = 10, AGAIN = 5 }; /* minutes */

enum err nightly_step(struct app *app, struct nightly *n, int64_t now)
{
    struct date today = date_of(now - AFTER_MIDNIGHT * MINUTE);
    struct drzewo_wynik w = { 0 };
    enum err e;

    if (now < n->not_before || (date_is_set(n->done) && date_compare(today, n->done) == 0))
        return ERR_OK;
    e = drzewo_catch_up(app, NULL, today, false, &w);
    if (!e && w.left == 0)
        n->done = today;
    else
        n->not_before = now + AGAIN * MINUTE;
    return e;
}
