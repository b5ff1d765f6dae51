/* /eod/administracja: the unit's clerks, their roles and second factors. */
#include "core/ctx/role.h"
#include "fcgi/register.h"
#include "modules/org/kadry/kadry.h"

static enum err totp(struct req *rq)
{
    struct view *v = view_new(rq, "kadry_totp");
    const char *secret = NULL;
    enum err e = kadry_totp(rq->ctx, req_id(rq, "id"), &secret);

    if (e)
        return e;
    view_title(v, "Drugi składnik logowania");
    view_attr(v, "sekret", secret);
    view_attr_i(v, "id", req_id(rq, "id"));
    return view_send(v);
}

#define ADMIN ROLE_ADMINISTRATOR_JST

const struct route kadry_routes[] = {
    { GET, "/eod/administracja", ADMIN, register_list_show, 0, NULL, &kadry_register },
    { GET, "/eod/administracja/csv", ADMIN, register_csv_send, 0, NULL, &kadry_register },
    { GET, "/eod/administracja/nowy", ADMIN, register_new_show, 0, NULL, &kadry_register },
    { POST, "/eod/administracja/nowy", ADMIN, register_new_do, 0, register_new_show, &kadry_register },
    { GET, "/eod/administracja/{id}", ADMIN, register_show, 0, NULL, &kadry_register },
    { POST, "/eod/administracja/{id}", ADMIN, register_move_do, 0, register_show, &kadry_register },
    { GET, "/eod/administracja/{id}/zmiana", ADMIN, register_change_show, 0, NULL, &kadry_register },
    { POST, "/eod/administracja/{id}/zmiana", ADMIN, register_change_do, 0, register_change_show, &kadry_register },
    { POST, "/eod/administracja/{id}/totp", ADMIN, totp, 0, NULL, &kadry_register },
    { METHOD_NONE },
};
