/* /jst: the list of units with search; /jst/{slug}: the place of one unit. */
#include <string.h>

#include "fcgi/page.h"
#include "jst_sql.h"
#include "modules/org/jst/jst.h"

static enum err list(struct req *rq)
{
    struct view *v = view_new(rq, "jst_lista");
    const char *q = req_param(rq, "q");
    const char *powiat = NULL;
    xml_node *group = NULL;
    struct db_rows *rows = NULL;
    enum err e = jst_search(rq->ctx, q, &rows);

    if (e)
        return e;
    view_title(v, "Jednostki samorządu województwa lubuskiego");
    view_attr(v, "q", q);
    view_attr_i(v, "n", rows->n);
    for (int i = 0; i < rows->n; i++) {
        const char *poziom = db_str(rows, i, "poziom");
        const char *of = *poziom == 'W'   ? "Województwo"
                         : *poziom == 'M' ? "Miasta na prawach powiatu"
                                          : mem_printf(rq->ctx->mem, "powiat %s", db_str(rows, i, "powiat"));

        if (!powiat || strcmp(powiat, of) != 0)
            group = view_row(v, "powiat", VIEW_S("nazwa", of));
        powiat = of;
        view_sub(v, group, "jst", VIEW_S("slug", db_str(rows, i, "slug")), VIEW_S("nazwa", db_str(rows, i, "nazwa")),
                 VIEW_S("nazwa_jst", db_str(rows, i, "nazwa_jst")), VIEW_S("rodzaj", db_str(rows, i, "rodzaj")),
                 VIEW_S("siedziba", db_str(rows, i, "siedziba")), VIEW_S("teryt", db_str(rows, i, "teryt")));
    }
    return view_send(v);
}

static enum err show(struct req *rq)
{
    struct view *v = view_new(rq, "jst_strona");
    struct db_rows *rows = NULL;
    enum err e =
        db_one(rq->ctx, &SQL_jst_by_slug, DB_ARGS(db_text(req_param(rq, "slug"))), "Nie ma takiej jednostki.", &rows);

    if (e)
        return e;
    view_title(v, db_str(rows, 0, "nazwa_jst"));
    view_columns(v, NULL, rows, 0);
    return view_send(v);
}

const struct route jst_routes[] = {
    { GET, "/jst", ROLE_PUBLIC, list, ROUTE_CACHED, NULL },
    { GET, "/jst/{slug}", ROLE_PUBLIC, show, ROUTE_CACHED, NULL },
    { METHOD_NONE, NULL, 0, NULL, 0, NULL },
};
