/* The verifier's report as attributes: what is empty is left out. */
#include <jansson.h>

#include "core/xml.h"
#include "fcgi/page.h"

static void add_field(xml_node *node, const char *name, const json_t *value)
{
    const char *text = json_string_value(value);

    if (text && *text)
        xml_attr(node, name, text);
    else if (json_integer_value(value) > 0)
        xml_attr_i(node, name, json_integer_value(value));
}

void view_podpisy(struct view *v, xml_node *parent, const char *report)
{
    json_t *j = json_loads(report, 0, NULL);
    json_t *signatures = json_object_get(j, "signatures");
    json_t *signature;
    json_t *value;
    const char *name;
    size_t i;

    json_array_foreach(signatures, i, signature)
    {
        xml_node *node = view_sub(v, parent, "podpis");

        json_object_foreach(signature, name, value) add_field(node, name, value);
    }
    json_decref(j);
}
