/* The sections of the desk and the search. */
#include "modules/eod/skrzynka/skrzynka.h"

#include "core/base/utf8.h"
#include "core/ctx/db.h"
#include "modules/eod/przesylka/przesylka.h"
#include "skrzynka_sql.h"

const struct skrzynka_sekcja skrzynka_sekcje[] = {
    { "do_rejestracji", "Do zarejestrowania", ROLE_EOD_KANCELARIA, "/eod/przesylki/rejestruj/",
      &SQL_skrzynka_do_rejestracji, false },
    { "do_wyslania", "Do wysłania", ROLE_EOD_KANCELARIA, "/eod/pisma/", &SQL_skrzynka_do_wyslania, false },
    { "do_dekretacji", "Do dekretacji", ROLE_EOD_DEKRETUJACY, "/eod/przesylki/", &SQL_skrzynka_do_dekretacji, true },
    { "do_akceptacji", "Do akceptacji", ROLE_EOD_AKCEPTUJACY, "/eod/pisma/", &SQL_skrzynka_do_akceptacji, false },
    { "do_podpisu", "Do podpisu", ROLE_EOD_PODPISUJACY, "/eod/pisma/", &SQL_skrzynka_do_podpisu, false },
    { "u_prowadzacego", "Pisma do załatwienia", ROLE_EOD_REFERENT, "/eod/przesylki/", &SQL_skrzynka_u_prowadzacego,
      true },
    { "moje_projekty", "Projekty pism", ROLE_EOD_REFERENT, "/eod/pisma/", &SQL_skrzynka_moje_projekty, false },
    { "moje_sprawy", "Moje sprawy w toku", ROLE_EOD_REFERENT, "/eod/sprawy/", &SQL_skrzynka_moje_sprawy, true },
    { "do_wiadomosci", "Do wiadomości", EOD_CZYTAJACY, "/eod/przesylki/", &SQL_skrzynka_do_wiadomosci, false },
    { NULL, NULL, 0, NULL, NULL, false },
};

enum err skrzynka_list(struct ctx *ctx, const struct skrzynka_sekcja *s, const char *po_termin, int64_t po_id,
                       int limit, struct db_rows **ret_rows)
{
    return db_query(ctx, s->sql,
                    DB_ARGS(db_text(s->z_terminem && *po_termin ? po_termin : NULL), db_i64(po_id), db_i64(limit)),
                    ret_rows);
}

enum err skrzynka_search(struct ctx *ctx, const char *q, int limit, struct db_rows **ret_rows)
{
    return db_query(ctx, &SQL_skrzynka_search, DB_ARGS(db_text(utf8_one_line(ctx->mem, q)), db_i64(limit)), ret_rows);
}
