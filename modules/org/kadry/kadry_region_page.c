/* /eod/region: who administers each unit; /eod/region/{teryt}: who works in one and who of them administers it. */
#include "core/ctx/role.h"
#include "fcgi/register.h"
#include "modules/org/jst/jst.h"
#include "modules/org/kadry/kadry.h"
#include "modules/org/kadry/kadry_region.h"

struct rola_zmiana {
    int64_t id;
    bool nadaj;
};

static const struct field ROLE[] = {
    { "id", FIELD_ID, offsetof(struct rola_zmiana, id), 0, true, "Pracownik" },
    { "nadaj", FIELD_BOOL, offsetof(struct rola_zmiana, nadaj), 0, false, "Administrator" },
    { 0 },
};

static enum err list(struct req *rq)
{
    struct view *v = view_new(rq, "kadry_region");
    struct db_rows *rows = NULL;
    int without = 0;
    enum err e = kadry_region_units(rq->ctx, &rows);

    if (e)
        return e;
    for (int i = 0; i < rows->n; i++)
        without += *db_str(rows, i, "administratorzy") == '\0';
    view_title(v, "Jednostki regionu");
    view_attr_i(v, "n", rows->n);
    view_attr_i(v, "bez", without);
    view_rows(v, NULL, "jst", rows);
    return view_send(v);
}

static enum err show(struct req *rq)
{
    struct view *v = view_new(rq, "kadry_region_jst");
    struct db_rows *rows = NULL;
    struct jst unit;
    enum err e = jst_by_teryt(rq->ctx, req_param(rq, "teryt"), &unit);

    if (!e)
        e = kadry_region_clerks(rq->ctx, unit.teryt, &rows);
    if (e)
        return e;
    view_title(v, unit.nazwa_jst);
    view_crumb(v, "/eod/region", "Jednostki regionu");
    view_attr(v, "teryt", unit.teryt);
    view_attr_i(v, "ja", rq->ctx->who.pracownik_id);
    view_rows(v, NULL, "pracownik", rows);
    for (int i = 0; i < ROLE_N; i++)
        view_row(v, "rola", VIEW_S("name", role_name((enum role_number)i)),
                 VIEW_S("label", role_label((enum role_number)i)));
    return view_send(v);
}

static enum err appoint_show(struct req *rq)
{
    struct view *v = view_new(rq, "kadry_region_nowy");
    struct jst unit;
    enum err e = jst_by_teryt(rq->ctx, req_param(rq, "teryt"), &unit);

    if (e)
        return e;
    view_title(v, mem_printf(rq->ctx->mem, "Nowy administrator – %s", unit.nazwa_jst));
    view_crumb(v, "/eod/region", "Jednostki regionu");
    view_crumb(v, mem_printf(rq->ctx->mem, "/eod/region/%s", unit.teryt), unit.nazwa_jst);
    view_attr(v, "teryt", unit.teryt);
    e = register_form_add(rq, v, NULL);
    return e ? e : view_send(v);
}

static enum err appoint(struct req *rq)
{
    const char *teryt = req_param(rq, "teryt");
    struct record rec;
    int64_t id = 0;
    enum err e = register_form_read(rq, &rec);

    if (!e)
        e = kadry_region_appoint(rq->ctx, teryt, &rec, &id);
    if (!e)
        e = page_flash(rq, "ok",
                       "Administrator jest powołany. Odnośnik do ustawienia hasła wysłaliśmy na jego adres e-mail.");
    return e ? e : page_redirect(rq, "/eod/region/%s", teryt);
}

static enum err change(struct req *rq)
{
    const char *teryt = req_param(rq, "teryt");
    struct rola_zmiana z = { 0 };
    enum err e = form_read(rq, ROLE, &z);

    if (!e)
        e = kadry_region_administrator(rq->ctx, teryt, z.id, z.nadaj);
    if (!e)
        e = page_flash(rq, "ok", z.nadaj ? "Rola administratora jest nadana." : "Rola administratora jest odebrana.");
    return e ? e : page_redirect(rq, "/eod/region/%s", teryt);
}

const struct route kadry_region_routes[] = {
    { GET, "/eod/region", ROLE_REGION, list, 0, NULL },
    { GET, "/eod/region/{teryt}", ROLE_REGION, show, 0, NULL },
    { GET, "/eod/region/{teryt}/nowy", ROLE_REGION, appoint_show, 0, NULL, &kadry_register },
    { POST, "/eod/region/{teryt}/nowy", ROLE_REGION, appoint, 0, appoint_show, &kadry_register },
    { POST, "/eod/region/{teryt}/rola", ROLE_REGION, change, 0, show },
    { METHOD_NONE, NULL, 0, NULL, 0, NULL },
};
