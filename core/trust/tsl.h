/* An EU trusted list (ETSI TS 119 612, list version 5 and 6) read into what we take from it: the services that issue
 * qualified certificates for signatures and seals, and qualified time stamps, each with the periods in which they had that
 * status. Whether the list is genuine is not judged here: give the signed bytes of a verified one. */
#ifndef CORE_TSL_H
#define CORE_TSL_H

#include <stdbool.h>
#include <stdint.h>

#include "core/doc/xml.h"
#include "core/trust/trust.h"

#define TSL_NS "http://uri.etsi.org/02231/v2#"

/* One certificate of one service during one status. Certificates may occur in several periods and services. */
struct tsl_period {
    enum trust_purpose purpose; /* TRUST_QUALIFIED or TRUST_TSA */
    const unsigned char *der;
    size_t len;
    const char *service;
    const char *status; /* last part of its URI: "granted" */
    const char *rules;  /* Qualifications (core/trust/qc_rules.h); "[]" without any */
    int64_t from;       /* microseconds */
    int64_t to;         /* INT64_MAX: it lasts */
};

struct tsl {
    const char *territory; /* "PL" */
    int64_t sequence;
    int64_t issued_at;
    int64_t next_update;
    const char *address; /* first distribution point, "" */
    int n;
    struct tsl_period *periods;
};

/* False with a Polish sentence when the document is no such list or lacks what it must have. A single service that cannot
 * be read (no certificate, unknown type) is passed over. Everything belongs to mem. */
bool tsl_read(TALLOC_CTX *mem, const xmlDoc *doc, struct tsl *ret, const char **ret_problem);

#endif
