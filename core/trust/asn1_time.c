/* OpenSSL reads the text, the calendar is UTC. */
#include "core/trust/asn1_time.h"

#include <time.h>

/* To OpenSSL a missing time is the present one; here it is none. */
bool asn1_time(const ASN1_TIME *time, int64_t *ret_us)
{
    struct tm tm = { 0 };

    if (!time || ASN1_TIME_to_tm(time, &tm) != 1)
        return false;
    *ret_us = (int64_t)timegm(&tm) * 1000000;
    return true;
}
