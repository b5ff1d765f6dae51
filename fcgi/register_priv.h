/* Between the files of the pages of registers. */
#ifndef FCGI_REGISTER_PRIV_H
#define FCGI_REGISTER_PRIV_H

#include "fcgi/register.h"
#include "fcgi/request.h"

static inline const struct reg *reg_of(const struct req *rq)
{
    return rq->route->data;
}

/* A view of one of the parts of register.xsl, with the way to it. */
struct view *register_view(struct req *rq, const char *part);

/* <column …><word/>…</column> for every column, <states>; values to choose from for those that are filtered or typed. */
MUST_CHECK enum err register_columns_add(struct req *rq, struct view *v, xml_node *parent, const struct column *columns,
                                         bool choices);

/* The columns of a result as attributes; a PESEL only whole when `whole`. */
void register_row_add(struct req *rq, xml_node *node, const struct db_rows *rows, int row, bool whole);

/* The column of that name, NULL when there is none. */
const struct column *register_column(const struct column *columns, const char *name);

/* What the register's own sheet shows besides: <extra …/>*. */
MUST_CHECK enum err register_extra_add(struct req *rq, struct view *v);

/* <states wanted><word/>*</states> */
void register_states_add(struct view *v, const struct reg *r, const char *wanted);

struct register_filter register_filter_of(struct req *rq, int limit);

#endif
