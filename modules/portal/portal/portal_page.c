/* The front page of the region's portal and its few pages of plain text. */
#include "fcgi/page.h"
#include "modules/org/jst/jst.h"

static enum err start(struct req *rq)
{
    struct view *v = view_new(rq, "portal_start");
    struct db_rows *rows = NULL;
    enum err e = jst_search(rq->ctx, "", &rows);

    if (e)
        return e;
    view_title(v, "Lubuski e-Urząd");
    view_attr_i(v, "n-jst", rows->n);
    return view_send(v);
}

static enum err text(struct req *rq, const char *name, const char *title)
{
    struct view *v = view_new(rq, name);

    view_title(v, title);
    return view_send(v);
}

static enum err help(struct req *rq)
{
    return text(rq, "portal_pomoc", "Pomoc");
}

static enum err accessibility(struct req *rq)
{
    return text(rq, "portal_dostepnosc", "Dostępność");
}

static enum err privacy(struct req *rq)
{
    return text(rq, "portal_prywatnosc", "Prywatność i pliki cookies");
}

const struct route portal_routes[] = {
    { GET, "/", ROLE_PUBLIC, start, ROUTE_CACHED, NULL },
    { GET, "/pomoc", ROLE_PUBLIC, help, ROUTE_CACHED, NULL },
    { GET, "/dostepnosc", ROLE_PUBLIC, accessibility, ROUTE_CACHED, NULL },
    { GET, "/prywatnosc", ROLE_PUBLIC, privacy, ROUTE_CACHED, NULL },
    { METHOD_NONE, NULL, 0, NULL, 0, NULL },
};
