/* Sheets: compiled once, applied to view models (libxslt). A sheet can read nothing but the document it is given:
 * no document(), no files, no network.
 *
 * The function t() of namespace urn:eurzad:ext gives the translation of its argument for the reader's language. The
 * Polish text is the message id. */
#ifndef CORE_XSLT_H
#define CORE_XSLT_H

#include <stdbool.h>

#include <libxml/tree.h>

#include "core/base/buf.h"
#include "core/base/err.h"
#include "core/base/mem.h"

#define XSLT_EXT_NS "urn:eurzad:ext"

struct xslt_sheets;

/* Compiles every page sheet of a folder: a *.xsl that no other sheet includes or imports, or one with a template for
 * an element of its own name (news.xsl with match="news"). What pages import is compiled once for all of them;
 * therefore a page may override modes and patterns of a shared sheet but not its named templates, and no two shared
 * sheets may define one name. Call before forking, so that all workers share the result. ERR_INVALID with an English sentence in *ret_problem: a sheet has a fault. */
MUST_CHECK enum err xslt_load(TALLOC_CTX *mem, const char *dir, struct xslt_sheets **ret_sheets,
                              const char **ret_problem);

/* Is there a sheet name.xsl? */
bool xslt_has(const struct xslt_sheets *sheets, const char *name);
int xslt_count(const struct xslt_sheets *sheets);

/* Applies the sheet to the document. *ret_result belongs to mem; so does *ret_problem, an English reason for the log.
 * ERR_INTERNAL: no such sheet, or the sheet failed. */
MUST_CHECK enum err xslt_apply(TALLOC_CTX *mem, const struct xslt_sheets *sheets, const char *name, const char *lang,
                               xmlDoc *doc, xmlDoc **ret_result, const char **ret_problem);

/* The same, written as HTML5 into out; the result tree is freed at once. */
MUST_CHECK enum err xslt_html(TALLOC_CTX *mem, const struct xslt_sheets *sheets, const char *name, const char *lang,
                              xmlDoc *doc, struct buf *out, const char **ret_problem);

#endif
