#include "fcgi/menu.h"

#include <stdlib.h>
#include <string.h>

const struct menu_row menu_rows[] = {
#define MENU(area, group, order, path, text, key) { area, group, order, path, text, key },
#include "rows.def"
    { NULL, NULL, 0, NULL, NULL, NULL },
};

struct area {
    const char *name;
    bool office;
};

static const struct area AREAS[] = {
    { "portal", false }, { "eod", true },     { "zsi", true },
    { "konto", false },  { "stopka", false }, { "stopka_urzedu", true },
};

static const struct area *find_area(const char *name)
{
    for (size_t i = 0; i < sizeof AREAS / sizeof AREAS[0]; i++)
        if (strcmp(AREAS[i].name, name) == 0)
            return &AREAS[i];
    return NULL;
}

static const struct route *route_at(TALLOC_CTX *mem, const struct router *router, const char *path)
{
    struct match match = { NULL, NULL };
    struct path parts;

    if (!path_split(mem, path, strlen(path), &parts) || !router_match(router, &parts, &match))
        return NULL;
    return match.get && strcmp(match.get->path, path) == 0 ? match.get : NULL;
}

static const char *fault(TALLOC_CTX *mem, const struct menu *menu, const struct menu_item *item)
{
    if (!find_area(item->row->area))
        return mem_printf(mem, "menu %s: no area %s", item->row->path, item->row->area);
    if (!item->route)
        return mem_printf(mem, "menu %s: no page stands there", item->row->path);
    for (int i = 0; i < menu->n; i++)
        if (strcmp(menu->items[i].row->area, item->row->area) == 0 &&
            strcmp(menu->items[i].row->path, item->row->path) == 0)
            return mem_printf(mem, "menu %s: stands twice in %s", item->row->path, item->row->area);
    return NULL;
}

static int in_order(const void *a, const void *b)
{
    const struct menu_row *x = ((const struct menu_item *)a)->row;
    const struct menu_row *y = ((const struct menu_item *)b)->row;
    int area = strcmp(x->area, y->area);

    if (area || x->order == y->order)
        return area ? area : strcmp(x->path, y->path);
    return x->order < y->order ? -1 : 1;
}

static bool is_above(const struct menu_row *above, const struct menu_row *below)
{
    return strcmp(above->area, below->area) == 0 && strcmp(above->path, below->path) != 0 &&
           path_is_within(below->path, above->path);
}

static void mark_start_pages(struct menu *menu)
{
    for (int i = 0; i < menu->n; i++)
        for (int k = 0; k < menu->n; k++)
            menu->items[i].exact |= is_above(menu->items[i].row, menu->items[k].row);
}

enum err menu_new(TALLOC_CTX *mem, const struct menu_row *rows, const struct router *router, struct menu **ret_menu,
                  const char **ret_problem)
{
    struct menu *menu = mem_zero(mem, struct menu);
    int n = 0;

    while (rows[n].path)
        n++;
    menu->items = mem_array(menu, struct menu_item, (size_t)n + 1);
    for (int i = 0; i < n; i++) {
        const struct area *area = find_area(rows[i].area);
        struct menu_item item = { &rows[i], route_at(menu, router, rows[i].path), false, area && area->office };

        *ret_problem = fault(mem, menu, &item);
        if (*ret_problem) {
            talloc_free(menu);
            return ERR_INVALID;
        }
        menu->items[menu->n++] = item;
    }
    qsort(menu->items, (size_t)menu->n, sizeof *menu->items, in_order);
    mark_start_pages(menu);
    *ret_menu = menu;
    return ERR_OK;
}

const char *menu_current(const struct menu_item *item, const char *path)
{
    if (strcmp(path, item->row->path) == 0)
        return "page";
    return !item->exact && path_is_within(path, item->row->path) ? "true" : NULL;
}
