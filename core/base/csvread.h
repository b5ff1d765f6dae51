/* Reading CSV (RFC 4180): commas, fields in double quotes where they hold commas, quotes or line ends. UTF-8; a byte-order
 * mark is the caller's business. */
#ifndef CORE_CSVREAD_H
#define CORE_CSVREAD_H

#include <stdbool.h>

#include "core/base/mem.h"

#define CSV_FIELDS_MAX 64

struct csv_record {
    int n;
    const char *field[CSV_FIELDS_MAX];
};

/* The record at *at, its fields in mem; *at moves behind it. False at the end of the text, and at a fault: then *at stays
 * and **at is not zero. Empty lines are passed over. */
MUST_CHECK bool csv_next(TALLOC_CTX *mem, const char **at, struct csv_record *ret_record);

#endif
