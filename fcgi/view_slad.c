/* A stored trace as elements, for the template "slad" of xsl/trace.xsl. */
#include <jansson.h>

#include "core/doc/xml.h"
#include "fcgi/page.h"

/* Texts and whole numbers of an object as attributes; what is empty is left out. */
static void add_fields(xml_node *node, json_t *object)
{
    const char *name;
    json_t *value;

    json_object_foreach(object, name, value)
    {
        const char *text = json_string_value(value);

        if (text && *text)
            xml_attr(node, name, text);
        else if (json_is_integer(value))
            xml_attr_i(node, name, json_integer_value(value));
    }
}

static void add_list(struct view *v, xml_node *parent, const char *element, const char *text)
{
    json_t *list = json_loads(text, 0, NULL);
    json_t *object;
    size_t i;

    json_array_foreach(list, i, object) add_fields(view_sub(v, parent, element), object);
    json_decref(list);
}

void view_slad(struct view *v, xml_node *parent, const struct db_rows *row)
{
    xml_node *node =
        view_sub(v, parent, "slad", VIEW_S("dzien", db_str(row, 0, "dzien")),
                 VIEW_S("wiedza", db_str(row, 0, "wiedza_at")), VIEW_S("sha256", db_str(row, 0, "sha256")));
    json_t *wynik = json_loads(db_str(row, 0, "wynik"), 0, NULL);
    const char *name;
    json_t *value;

    json_object_foreach(wynik, name, value)
        view_sub(v, node, "wynik", VIEW_S("klucz", name), VIEW_S("wartosc", json_string_value(value)));
    json_decref(wynik);
    add_list(v, node, "krok", db_str(row, 0, "kroki"));
    add_list(v, node, "parametr", db_str(row, 0, "parametry"));
}
