/* What may be asked of the signer: one row of signer/type.c is one type. A row says how a request of the type is
 * checked and how it is signed; the order of the steps, keys and log are the same for all (signer/request.c). */
#ifndef SIGNER_TYPE_H
#define SIGNER_TYPE_H

#include "core/base/conf.h"
#include "core/doc/xml.h"
#include "core/seal/seal_protocol.h"
#include "core/trust/tsp.h"
#include "signer/keystore.h"

/* One request on its way. */
struct signing {
    const struct conf *conf;
    enum signer_request type;
    const char *jst;
    const void *data;
    size_t len;
    int64_t now;                     /* microseconds */
    unsigned char hash[32];          /* goes into the log: SHA-256 of the data, unless check() knows better */
    xmlDoc *doc;                     /* left by check() for sign(): of XML … */
    const char *office;              /* … and of a printout, whose office it names */
    const struct unit_key *key;      /* for sign(): of the unit; NULL for a type of no unit */
    const struct tsp_source *stamps; /* for sign() */
};

struct request_type {
    enum signer_request type;
    const char *name; /* in the log */
    bool of_unit;     /* signed with the key of a unit; otherwise TERYT may be empty */

    /* NULL when the data are exactly what the type is, else a short English reason: static text, never a piece of the
     * data. *ret_status is SIGNER_BAD_SHAPE when it is called. */
    const char *(*check)(TALLOC_CTX *mem, struct signing *s, enum signer_status *ret_status);

    /* Signs, and reads and verifies what would leave as a stranger does. NULL, or a short English reason. May be
     * called again for the same request after it failed. */
    const char *(*sign)(TALLOC_CTX *mem, struct signing *s, const void **ret_data, size_t *ret_len);
};

/* NULL when there is none of that number. */
const struct request_type *type_of(unsigned number);

/* The functions of the rows. signer/seal_xml.c: documents that bear an XML signature. */
const char *seal_xml_check(TALLOC_CTX *mem, struct signing *s, enum signer_status *ret_status);
const char *seal_xml_sign(TALLOC_CTX *mem, struct signing *s, const void **ret_data, size_t *ret_len);
/* True when the bytes that would leave pass as a stranger reads them, in the narrow profile with our own anchors, time
 * stamp included; NULL then, otherwise a short English reason. A seal that the office cannot verify does not leave. */
const char *seal_verify(TALLOC_CTX *mem, const struct signing *s, const void *bytes, size_t len);
/* signer/seal_pdf.c: printouts, which bear a signature of PDF. */
const char *seal_pdf_check(TALLOC_CTX *mem, struct signing *s, enum signer_status *ret_status);
const char *seal_pdf_sign(TALLOC_CTX *mem, struct signing *s, const void **ret_data, size_t *ret_len);
/* signer/head.c: the head of a tree of receipts. */
const char *head_check(TALLOC_CTX *mem, struct signing *s, enum signer_status *ret_status);
const char *head_sign(TALLOC_CTX *mem, struct signing *s, const void **ret_data, size_t *ret_len);
/* signer/stamp.c: a time stamp over a SHA-256. */
const char *stamp_check(TALLOC_CTX *mem, struct signing *s, enum signer_status *ret_status);
const char *stamp_sign(TALLOC_CTX *mem, struct signing *s, const void **ret_data, size_t *ret_len);

#endif
