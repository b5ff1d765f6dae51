/* Shared by admin/trust*.c only: eurzad-admin trust.
 *
 *   trust.c       anchors from a folder, listing and ending them
 *   trust_list.c  EU trusted lists (ETSI TS 119 612) */
#ifndef ADMIN_TRUST_H
#define ADMIN_TRUST_H

#include <openssl/x509.h>

#include "core/ctx/ctx.h"

/* "trust import-list FILE [--signer PEM]…"; argv[0] is the first word after "import-list". */
int trust_import_list(struct app *app, int argc, char **argv);

/* Certificates of a PEM file (any number) or a DER file (one). each() is called for every one and may end the walk with
 * an error. ERR_NOTFOUND when the file cannot be read or holds none. */
typedef enum err (*trust_cert_fn)(struct ctx *ctx, X509 *cert, const void *der, size_t len, void *arg);
MUST_CHECK enum err trust_each_cert(struct ctx *ctx, const char *path, trust_cert_fn each, void *arg);

/* Who runs the command, for the record. */
const char *trust_operator(TALLOC_CTX *mem);

#endif
