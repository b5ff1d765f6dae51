/* What a head must be before it is signed: core/seal/treehead.c reads nothing but its template. */
#include <string.h>

#include "core/seal/treehead.h"
#include "signer/head.h"

#define MINUTE ((int64_t)60 * 1000000)
#define DAY (24 * 60 * MINUTE)

const char *head_problem(const void *text, size_t len, const char *jst, int64_t now)
{
    struct treehead h;

    if (!treehead_parse(text, len, &h))
        return "not the text of a head";
    if (strcmp(h.jst, jst) != 0)
        return "the head is not of this unit";
    if (h.czas > now + 5 * MINUTE || h.czas < now - 31 * DAY)
        return "the head was not made now";
    if (date_compare(h.dzien, date_of(h.czas)) > 0 || (h.zamknieta && date_compare(h.dzien, date_of(h.czas)) == 0))
        return "the day of the head is not over";
    return NULL;
}
