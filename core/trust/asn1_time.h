/* Times of certificates, time stamps and evidence (RFC 5280, 4.1.2.5) as the rest of the system counts them. */
#ifndef CORE_ASN1_TIME_H
#define CORE_ASN1_TIME_H

#include <openssl/asn1.h>
#include <stdbool.h>
#include <stdint.h>

/* UTCTime or GeneralizedTime in microseconds since 1970, whole seconds. False for a missing or malformed time. */
bool asn1_time(const ASN1_TIME *time, int64_t *ret_us);

#endif
