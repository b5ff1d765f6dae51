/* The one way a function says that it failed.
 *
 * A function that can fail returns enum err; results come last, in ret_… parameters that are set only on
 * success. The place that knows why calls ctx_fail() once (core/ctx/ctx.h); everyone else passes the code on. */
#ifndef CORE_ERR_H
#define CORE_ERR_H

enum err {
    ERR_OK = 0,
    ERR_INVALID,  /* the input breaks a rule            page 422   SOAP Client */
    ERR_DENIED,   /* not this role, not this JST        page 403   SOAP Client */
    ERR_NOTFOUND, /* not there, or not visible to you   page 404   SOAP Client */
    ERR_CONFLICT, /* someone was first; wrong state     page 409   SOAP Client */
    ERR_BUSY,     /* database or a partner is away      page 503   SOAP Server */
    ERR_INTERNAL, /* our mistake                        page 500   SOAP Server */
};

#define MUST_CHECK __attribute__((warn_unused_result))
#define PRINTF_LIKE(f, a) __attribute__((format(printf, f, a)))

/* "invalid", "denied" …: the word used in the log. */
const char *err_name(enum err e);

#endif
