/* Shared by the container's engine: the files taken out, and manifests of digests. */
#ifndef CORE_ASIC_PRIV_H
#define CORE_ASIC_PRIV_H

#include "core/sig/verify.h"

#define ASIC_NS "http://uri.etsi.org/02918/v1.2.1#"

/* A container being judged. files[]: everything but folders; covered[] belongs to the signature judged at the moment. */
struct asic {
    TALLOC_CTX *mem; /* of the report */
    TALLOC_CTX *tmp;
    const struct verify_request *rq;
    struct trust *trust;
    struct verify_report *rep;
    struct verify_file *files;
    bool *covered;
    int n;
    const char *unchecked; /* Polish, about the container; "" */
};

/* Finds the manifest whose signature is the file of that name; NULL when there is none. */
const struct verify_file *asic_manifest(const struct asic *a, const char *signature);

/* Compares the digests of the manifest, marking what it covers; a difference is recorded in sig. */
void asic_check_manifest(struct asic *a, const struct verify_file *manifest, struct verify_signature *sig);

#endif
