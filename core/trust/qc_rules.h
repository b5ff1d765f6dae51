/* What a trusted list says of a service's certificates beyond what they say themselves: its Qualifications (ETSI TS 119 612,
 * 5.5.9.2). Each names a set of certificates by criteria and says whether they are qualified, for what, and where the
 * key is; it goes before the certificate's own statements (ETSI TS 119 615, 4.4 and 4.5).
 *
 * As text: a JSON list of {"say": ["NotQualified", …], "of": CRITERION}, with the last parts of the qualifiers' addresses and
 *   {"all": [CRITERION…]}   {"any": […]}   {"none": […]}
 *   {"keyUsage": {"nonRepudiation": true, …}}   every bit as said
 *   {"policies": ["1.2.3", …]}   {"extKeyUsage": […]}   {"subject": [attribute OIDs]}   each of them is there
 *   {"unknown": true}   the list says something that is not understood here
 * Of a certificate that may be meant, what takes a quality away is applied, what gives one is not. */
#ifndef CORE_QC_RULES_H
#define CORE_QC_RULES_H

#include "core/doc/xml.h"
#include "core/trust/qc.h"

#define QC_RULES_NS "http://uri.etsi.org/TrstSvc/SvcInfoExt/eSigDir-1999-93-EC-TrustedList/#"

/* From the element Qualifications; "[]" when it says nothing. What is longer or deeper than any real list becomes a
 * rule that no certificate is qualified. The text belongs to mem. */
const char *qc_rules_read(TALLOC_CTX *mem, const xmlNode *qualifications);

/* Corrects what the certificate says of itself. A text that is no such list takes every quality away. */
void qc_rules_apply(const char *rules, X509 *cert, struct qc *qc);

#endif
