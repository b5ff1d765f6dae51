/* The sections of the desk and the search. */
#include "modules/eod/skrzynka/skrzynka.h"

#include "core/base/utf8.h"
#include "core/ctx/db.h"
#include "core/register/register.h"
#include "modules/eod/przesylka/przesylka.h"
#include "skrzynka_sql.h"

const struct skrzynka_sekcja skrzynka_sekcje[] = {
    { "do_rejestracji", "Do zarejestrowania", ROLE_EOD_KANCELARIA, "/eod/przesylki/rejestruj/",
      &SQL_skrzynka_do_rejestracji },
    { "do_wyslania", "Do wysłania", ROLE_EOD_KANCELARIA, "/eod/pisma/", &SQL_skrzynka_pisma, .stan = "PODPISANE" },
    { "do_dekretacji", "Do dekretacji", ROLE_EOD_DEKRETUJACY, "/eod/przesylki/", &SQL_skrzynka_do_dekretacji, true },
    { "do_akceptacji", "Do akceptacji", ROLE_EOD_AKCEPTUJACY, "/eod/pisma/", &SQL_skrzynka_pisma,
      .stan = "PRZEDLOZONE" },
    { "do_podpisu", "Do podpisu", ROLE_EOD_PODPISUJACY, "/eod/pisma/", &SQL_skrzynka_pisma, .stan = "ZAAKCEPTOWANE" },
    { "u_prowadzacego", "Pisma do załatwienia", ROLE_EOD_REFERENT, "/eod/przesylki/", &SQL_skrzynka_u_prowadzacego,
      true },
    { "moje_projekty", "Projekty pism", ROLE_EOD_REFERENT, "/eod/pisma/", &SQL_skrzynka_moje_projekty },
    { "moje_sprawy", "Moje sprawy w toku", ROLE_EOD_REFERENT, "/eod/sprawy/", &SQL_skrzynka_moje_sprawy, true },
    { "do_wiadomosci", "Do wiadomości", EOD_CZYTAJACY, "/eod/przesylki/", &SQL_skrzynka_do_wiadomosci },
    { 0 },
};

static const char *wanted(const void *section, const char *name)
{
    const struct skrzynka_sekcja *s = section;

    (void)name;
    return s->stan;
}

enum err skrzynka_list(struct ctx *ctx, const struct skrzynka_sekcja *s, const char *po_termin, int64_t po_id,
                       int limit, struct db_rows **ret_rows)
{
    const struct order orders[] = { { s->kod, s->nazwa, s->sql, "-infinity" }, { 0 } };
    const struct reg section = { .orders = orders };

    return register_list(ctx, &section,
                         &(struct register_filter){ .q = "",
                                                    .order = s->kod,
                                                    .after = *po_termin ? po_termin : "infinity",
                                                    .after_id = po_id,
                                                    .limit = limit,
                                                    .wanted = { wanted, s } },
                         ret_rows);
}

enum err skrzynka_search(struct ctx *ctx, const char *q, int limit, struct db_rows **ret_rows)
{
    return db_query(ctx, &SQL_skrzynka_search, DB_ARGS(db_text(utf8_one_line(ctx->mem, q)), db_i64(limit)), ret_rows);
}
