/* The menus of the frame, made of the MENU rows of the modules' .def:
 *
 *     MENU("zsi", "Podatki i opłaty", 10, "/zsi/podatki", "Podatek od nieruchomości", "")
 *
 * area, group (a heading within the area, "" = none), order within the area, path of a route, text, key ("g s": keys.js; ""
 * = none). The areas are those of fcgi/xsl/nav.xsl: portal, eod, zsi, konto (tabs of a citizen's account), stopka and
 * stopka_urzedu (the feet of portal and office). A person sees the rows whose route he may reach; so a row has no roles. */
#ifndef FCGI_MENU_H
#define FCGI_MENU_H

#include "core/base/mem.h"
#include "fcgi/router.h"

struct menu_row {
    const char *area;
    const char *group;
    int order;
    const char *path;
    const char *text;
    const char *key;
};
extern const struct menu_row menu_rows[]; /* of all modules, ended by a row of NULLs */

struct menu_item {
    const struct menu_row *row;
    const struct route *route;
    bool exact;  /* a start page: another item of the area stands below it, so it is current on its own page alone */
    bool office; /* its area stands in the frame of the office, not in that of the portal */
};

struct menu {
    struct menu_item *items; /* by area, order, path */
    int n;
};

/* ERR_INVALID with an English sentence in *ret_problem: a path that no GET route has, an unknown area, a path twice in an
 * area. */
MUST_CHECK enum err menu_new(TALLOC_CTX *mem, const struct menu_row *rows, const struct router *router,
                             struct menu **ret_menu, const char **ret_problem);

/* Is the page of this path the item's own ("page") or one below it ("true")? As aria-current says it; NULL: neither. */
const char *menu_current(const struct menu_item *item, const char *path);

#endif
