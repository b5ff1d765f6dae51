/* /eod/sprawy/{id}/metryka: on the screen and, by the same sheet, on paper and as a file. */
#include <inttypes.h>

#include "fcgi/page.h"
#include "modules/eod/metryka/metryka.h"
#include "modules/eod/przesylka/przesylka.h"
#include "modules/eod/sprawa/sprawa.h"

static enum err show(struct req *rq)
{
    struct view *v = view_new(rq, "metryka");
    struct db_rows *row = NULL;
    struct db_rows *events = NULL;
    int64_t id = req_id(rq, "id");
    enum err e = sprawa_get(rq->ctx, id, &row);

    if (!e)
        e = metryka_list(rq->ctx, id, &events);
    if (e)
        return e;
    view_text(view_row(v, "crumb", VIEW_S("href", "/eod/sprawy")), "Sprawy");
    view_text(view_row(v, "crumb", VIEW_S("href", mem_printf(rq->ctx->mem, "/eod/sprawy/%" PRId64, id))),
              db_str(row, 0, "znak"));
    view_columns(v, NULL, row, 0);
    view_attr(v, "nazwa", db_str(row, 0, "tytul"));
    view_title(v, mem_printf(rq->ctx->mem, "Metryka sprawy %s", db_str(row, 0, "znak")));
    view_rows(v, NULL, "zdarzenie", events);
    return view_print(v);
}

const struct route metryka_routes[] = {
    { GET, "/eod/sprawy/{id}/metryka", EOD_CZYTAJACY, show, 0, NULL },
    { METHOD_NONE, NULL, 0, NULL, 0, NULL },
};
