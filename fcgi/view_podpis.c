/* The report as attributes: what is empty is left out. */
#include "fcgi/view_podpis.h"

#include <string.h>

#include "core/xml.h"

static void add_field(xml_node *node, const char *name, const json_t *value)
{
    const char *text = json_string_value(value);

    if (text && *text)
        xml_attr(node, name, text);
    else if (json_integer_value(value) > 0)
        xml_attr_i(node, name, json_integer_value(value));
}

void view_podpisy(struct view *v, xml_node *parent, const json_t *report)
{
    const json_t *signatures = json_object_get(report, "signatures");

    for (size_t i = 0; i < json_array_size(signatures); i++) {
        xml_node *node = view_sub(v, parent, "podpis");
        void *at = json_object_iter(json_array_get(signatures, i));

        for (; at; at = json_object_iter_next(json_array_get(signatures, i), at))
            add_field(node, json_object_iter_key(at), json_object_iter_value(at));
    }
}

void view_podpisy_text(struct view *v, xml_node *parent, const char *report)
{
    json_t *j = json_loads(report, 0, NULL);

    view_podpisy(v, parent, j);
    json_decref(j);
}
