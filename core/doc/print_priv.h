/* What the files of the print model share. For core/doc/print*.c only. */
#ifndef CORE_PRINT_PRIV_H
#define CORE_PRINT_PRIV_H

#include "core/doc/print.h"

struct print {
    struct ctx *ctx;
    struct pdf_info info;
    xmlDoc *doc;
    xmlNode *root;
    xmlNode *table; /* the open one */
    int n_columns;
    xmlNode *row;
    int n_cells;
};

/* Children of this name. */
int print_count(const xmlNode *parent, const char *name);

#endif
