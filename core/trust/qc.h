/* What a certificate says about being qualified (qcStatements: RFC 3739, 3.2.6; ETSI EN 319 412-5). The issuer's claim:
 * it counts only for an issuer that a trusted list names as one of qualified certificates (eIDAS, Article 22). */
#ifndef CORE_QC_H
#define CORE_QC_H

#include <openssl/x509.h>
#include <stdbool.h>

/* QcType; certificates from before eIDAS have none and were for signatures. */
enum { QC_SIGNATURES = 1, QC_SEALS = 2, QC_WEBSITES = 4 };

struct qc {
    bool eu;        /* QcCompliance, without the statement that a law outside the Union is meant (QcCClegislation) */
    bool in_device; /* QcSSCD: the key is kept in a qualified device (eIDAS, Annex II) */
    unsigned types; /* QC_ set; 0: not said */
};

/* All false and 0 without the extension; a broken one says nothing either. */
struct qc qc_of(const X509 *cert);

/* What a good signature with this certificate is, once its issuer is known to be one of qualified certificates:
 *   "kwalifikowany"        qualified electronic signature (eIDAS, Article 3(12); art. 78(1) kodeksu cywilnego)
 *   "zaawansowany"         advanced signature with a qualified certificate: the key is not in a qualified device
 *   "pieczec"              qualified electronic seal (Article 3(27))
 *   "pieczec_zaawansowana" advanced seal with a qualified certificate
 *   "niekwalifikowany"     the certificate is not a qualified one for signatures or seals */
const char *qc_kind(const struct qc *qc);

#endif
