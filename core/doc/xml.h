/* XML, read safely once and for all, and small helpers to build and walk trees (libxml2).
 *
 * xml_parse() is the only way foreign bytes become a tree: no DOCTYPE, no entities, no network, no files, limits of size,
 * depth and number (core/doc/xml_cut.h), UTF-8 only (reference: verifier checks 1-5). */
#ifndef CORE_XML_H
#define CORE_XML_H

#include <libxml/tree.h>
#include <stdbool.h>
#include <stdint.h>

#include "core/ctx/ctx.h"

/* Name spaces of signatures, which several rooms read. */
#define XML_NS_DS "http://www.w3.org/2000/09/xmldsig#"
#define XML_NS_XADES "http://uri.etsi.org/01903/v1.3.2#"

/* Process-wide set-up: external entity loader that always fails, xmlsec without I/O, quiet libraries. Call once before
 * forking. From then on libxml2 opens no file by itself: style sheets are compiled before, or given as bytes. */
void xml_init(void);

/* Texts of *ret_problem that callers may tell apart, by address; every other problem is one of form. */
extern const char XML_TOO_LARGE[];
extern const char XML_NOT_UTF8[];
extern const char XML_DOCTYPE[];
extern const char XML_TOO_COMPLEX[]; /* more than XML_DOCUMENT of core/doc/xml_cut.h allows */
extern const char XML_LATE_PI[];

/* Parses bytes into a document owned by mem. *ret_problem (may be NULL) gets a short English reason for the log.
 * ERR_INVALID on anything that is not plain, safe, well-formed UTF-8 XML. A UTF-8 byte-order mark is skipped.
 * Processing instructions are taken only before the root element. */
MUST_CHECK enum err xml_parse(TALLOC_CTX *mem, const void *data, size_t len, size_t max, xmlDoc **ret_doc,
                              const char **ret_problem);

/* A new document owned by mem, with its root element. */
xmlDoc *xml_new(TALLOC_CTX *mem, const char *root, const char *prefix, const char *ns_uri);

/* Adds a child; text (may be NULL) is escaped by the writer. ns may be NULL to inherit the parent's. Characters that
 * XML cannot carry (control characters) become U+FFFD, here and in attributes. */
xmlNode *xml_add(xmlNode *parent, xmlNs *ns, const char *name, const char *text);
void xml_attr(xmlNode *node, const char *name, const char *value);
void xml_attr_i(xmlNode *node, const char *name, int64_t value);

/* First child element with this local name and namespace (ns_uri NULL = any); NULL when absent. */
xmlNode *xml_child(const xmlNode *parent, const char *ns_uri, const char *name);
xmlNode *xml_next(const xmlNode *sibling, const char *ns_uri, const char *name);
/* Walks a path of local names of one namespace-agnostic tree: "DaneDokumentu/Naglowek". */
xmlNode *xml_path(const xmlNode *from, const char *path);
bool xml_is(const xmlNode *node, const char *ns_uri, const char *name);
/* The node after this one in document order, staying below top; NULL at the end. For walks without recursion. */
xmlNode *xml_walk(const xmlNode *top, const xmlNode *node);
/* Text of an element, trimmed, in mem; "" when node is NULL. */
const char *xml_text(TALLOC_CTX *mem, const xmlNode *node);
/* Attribute value in mem, any namespace; NULL when absent. */
const char *xml_get(TALLOC_CTX *mem, const xmlNode *node, const char *name);

/* Serialises without reformatting, UTF-8, with the XML declaration, into mem. */
char *xml_bytes(TALLOC_CTX *mem, xmlDoc *doc, size_t *ret_len);

/* xs:dateTime with its zone ("2026-11-23T09:00:00.5+01:00", "…Z") to microseconds since 1970; false when it is not one
 * or has no zone. */
bool xml_time(const char *text, int64_t *ret_us);

/* True when the bytes are UTF-8 without NUL, overlong forms or surrogates. */
bool xml_is_utf8(const void *data, size_t len);

#endif
