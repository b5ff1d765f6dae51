/* A clerk's desk: what waits for him, by his roles, one quick query a section; and the search box at the top of every
 * page of the office. */
#ifndef MODULES_EOD_SKRZYNKA_SKRZYNKA_H
#define MODULES_EOD_SKRZYNKA_SKRZYNKA_H

#include <stdbool.h>
#include <stdint.h>

#include "core/ctx/ctx.h"

struct db_rows;
struct db_sql;

struct skrzynka_sekcja {
    const char *kod; /* "do_dekretacji" */
    const char *nazwa;
    uint64_t role;     /* who has it on his desk; one of these */
    const char *adres; /* where an entry leads, its id follows */
    const struct db_sql *sql;
    bool z_terminem;  /* ordered by term; the key of a page is then term and id */
    const char *stan; /* of the letters it shows */
};

/* In the order of the desk; ended by a row of NULLs. */
extern const struct skrzynka_sekcja skrzynka_sekcje[];

/* One section from behind the entry with this key (po_id 0 = from the beginning; po_termin ISO, "" = none): id, znak,
 * tytul, od_kogo, lezy_od, stan, termin, dekretacja. */
MUST_CHECK enum err skrzynka_list(struct ctx *ctx, const struct skrzynka_sekcja *s, const char *po_termin,
                                  int64_t po_id, int limit, struct db_rows **ret_rows);

/* Cases and letters in which all words of q occur: rodzaj ("sprawa", "przesylka"), id, znak, tytul, od_kogo, stan;
 * cases first, newest first. */
MUST_CHECK enum err skrzynka_search(struct ctx *ctx, const char *q, int limit, struct db_rows **ret_rows);

#endif
