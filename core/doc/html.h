/* Writes a result tree of XSLT as HTML5 text. Several times faster than libxml2's own HTML output, and without its
 * percent-encoding of addresses. Elements are written by their local name, so SVG inside HTML needs no prefix. */
#ifndef CORE_HTML_H
#define CORE_HTML_H

#include <libxml/tree.h>

#include "core/base/buf.h"

/* Appends `<!DOCTYPE html>` and the tree. Text and attribute values are always escaped; the contents of script and
 * style are raw, with what could end them early disarmed. Check out->overflow afterwards. */
void html_write(struct buf *out, const xmlDoc *doc);

/* Appends the elements below the document node without the doctype: for a fragment fetched by a script. */
void html_write_fragment(struct buf *out, const xmlDoc *doc);

#endif
