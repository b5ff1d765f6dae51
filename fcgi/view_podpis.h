/* The verifier's report on a page: one <podpis> a signature, its fields as attributes (core/verify.h, verify_json()). Shown
 * by the template "podpisy" of fcgi/xsl/podpis.xsl. */
#ifndef FCGI_VIEW_PODPIS_H
#define FCGI_VIEW_PODPIS_H

#include <jansson.h>

#include "fcgi/page.h"

/* parent NULL: below the root. */
void view_podpisy(struct view *v, xml_node *parent, const json_t *report);

/* The same for a report kept as text. */
void view_podpisy_text(struct view *v, xml_node *parent, const char *report);

#endif
