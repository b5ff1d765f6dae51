/* E-mail. Programs only queue; eurzad-jobs sends (libcurl, SMTP). */
#ifndef CORE_MAIL_H
#define CORE_MAIL_H

#include "core/ctx/ctx.h"

/* Queues a plain-text letter in the current transaction. The address was validated by mail_address_ok(). */
MUST_CHECK enum err mail_queue(struct ctx *ctx, const char *to, const char *subject, const char *text);

/* One plausible address: local@domain, no control characters, at most 254 bytes. */
bool mail_address_ok(const char *address);

/* Sends now; used by the job. Several lines of text are sent as UTF-8, quoted-printable. */
MUST_CHECK enum err mail_send(struct ctx *ctx, const char *to, const char *subject, const char *text);

#endif
