/* /eod/jrwa: the unit's wykaz akt, to look a class up. */
#include "core/ctx/role.h"
#include "fcgi/page.h"
#include "modules/eod/jrwa/jrwa.h"

enum { CLASSES_MAX = 2000 };

static enum err show(struct req *rq)
{
    struct view *v = view_new(rq, "jrwa");
    struct db_rows *wykaz = NULL;
    struct db_rows *klasy = NULL;
    enum err e = jrwa_wykaz(rq->ctx, &wykaz);

    if (!e)
        e = jrwa_search(rq->ctx, req_param(rq, "q"), false, CLASSES_MAX, &klasy);
    if (e)
        return e;
    view_title(v, "Wykaz akt");
    view_attr(v, "q", req_param(rq, "q"));
    view_rows(v, NULL, "wykaz", wykaz);
    view_rows(v, NULL, "klasa", klasy);
    return view_send(v);
}

const struct route jrwa_routes[] = {
    { GET, "/eod/jrwa", ROLE_PRACOWNIK, show, 0, NULL },
    { METHOD_NONE, NULL, 0, NULL, 0, NULL },
};
