/* What a page says, read from the tree its sheet has made: headings, facts and tables, without what only a screen needs
 * (menus, forms, buttons, whatever has class "no-print"). */
#ifndef FCGI_PAGE_READ_H
#define FCGI_PAGE_READ_H

#include <libxml/tree.h>

#include "core/doc/print.h"

/* Text of the first h1, "" when there is none. */
const char *page_read_title(TALLOC_CTX *mem, const xmlDoc *page);

/* Columns of the widest table. */
int page_read_columns(const xmlDoc *page);

/* Adds to p, in the order of the page: <h2>, <h3>; <dl class="facts">; <p class="empty">; <table>, a row of <tfoot> being
 * one of totals, a th of class "num" a column of numbers. A cell that is but a <time> gives files its @datetime without the
 * zone. Returns
 * the number of rows of all tables. */
int page_read(struct print *p, TALLOC_CTX *mem, const xmlDoc *page);

#endif
