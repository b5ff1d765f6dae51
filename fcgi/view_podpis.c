/* The verifier's report as attributes: what is empty is left out. */
#include <jansson.h>
#include <string.h>

#include "core/doc/xml.h"
#include "core/law/date.h"
#include "fcgi/page.h"

/* Moments are shown in local time, as everywhere; one without a zone stays as the signer wrote it. */
static const char *shown(TALLOC_CTX *mem, const char *name, const char *text)
{
    int64_t us = 0;

    if (strcmp(name, "signing_time") != 0 && strcmp(name, "stamp_time") != 0)
        return text;
    return xml_time(text, &us) ? date_iso_local(mem, us) : text;
}

static void add_field(TALLOC_CTX *mem, xml_node *node, const char *name, const json_t *value)
{
    const char *text = json_string_value(value);

    if (text && *text)
        xml_attr(node, name, shown(mem, name, text));
    else if (json_integer_value(value) > 0)
        xml_attr_i(node, name, json_integer_value(value));
}

void view_podpisy(struct view *v, xml_node *parent, const char *report)
{
    MEM_SCOPE(mem, NULL);
    json_t *j = json_loads(report, 0, NULL);
    json_t *signatures = json_object_get(j, "signatures");
    json_t *signature;
    json_t *value;
    const char *name;
    size_t i;

    json_array_foreach(signatures, i, signature)
    {
        xml_node *node = view_sub(v, parent, "podpis");

        json_object_foreach(signature, name, value) add_field(mem, node, name, value);
    }
    json_decref(j);
}
