/* The SOAP program: what the gSOAP callbacks and the operations share during one request. */
#ifndef SOAP_SITE_H
#define SOAP_SITE_H

#include "core/base/err.h"
#include "core/base/mem.h"
#include "core/serve/fastcgi.h"

struct app;
struct buf;
struct ctx;
struct partners;
struct soap;
struct soap_service;

struct soap_site {
    struct app *app;
    struct soap *soap;
    struct partners *partners;          /* who may do what; soap/partners.h */
    struct fastcgi *rq;                 /* the request in hand */
    const char *path;                   /* of the request */
    const struct soap_service *service; /* at that path; NULL: none */
    const char *body;                   /* the message, read whole and looked at before gSOAP sees it */
    size_t body_len;
    size_t body_at;
    struct buf *answer;    /* collected, sent in one piece */
    const char *address;   /* of the caller, as nginx saw it */
    struct ctx *ctx;       /* of the operation that ran, if one did */
    const char *operation; /* its name, "" before */
    enum err outcome;
};

/* Makes the gSOAP context of this worker: UTF-8 strings, strict XML, limits, callbacks to FastCGI. */
struct soap *soap_site_open(struct soap_site *site);
void soap_site_close(struct soap_site *site);

/* Answers one request; data is the struct soap_site. */
void soap_site_serve(void *data, struct fastcgi *rq);

/* The exception of the contract, XML for the inside of a fault, in mem; NULL when the contract has none. */
const char *soap_site_exception(TALLOC_CTX *mem, const struct soap_service *service, enum err e, const char *message);

/* The contract served at the request's path with ?wsdl, or an .xsd beside it, with the address filled in, in mem; NULL when
 * there is none. */
const char *soap_wsdl(TALLOC_CTX *mem, const struct soap_site *site, const char *query, size_t *ret_len);

#endif
