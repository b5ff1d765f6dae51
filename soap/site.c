/* gSOAP over FastCGI: the library's I/O callbacks are pointed at the request in hand. The answer is collected and sent
 * in one piece after the operation has committed. */
#include "soap/site.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "core/app.h"
#include "core/buf.h"
#include "core/ctx.h"
#include "core/log.h"
#include "soapH.h"

enum { MAX_LEVEL = 64, MAX_OCCURS = 10000, MAX_NAMES = 8192 };

/* The library wants its table under this name. */
struct Namespace namespaces[] = {
    { "SOAP-ENV", "http://schemas.xmlsoap.org/soap/envelope/", NULL, NULL },
    { "SOAP-ENC", "http://schemas.xmlsoap.org/soap/encoding/", NULL, NULL },
    { "xsi", "http://www.w3.org/2001/XMLSchema-instance", NULL, NULL },
    { "xsd", "http://www.w3.org/2001/XMLSchema", NULL, NULL },
    { "ob", "http://wsdl.epuap.gov.pl/obiekty/", NULL, NULL },
    { "skr", "http://ws.epuap.gov.pl/skrytka/", NULL, NULL },
    { NULL, NULL, NULL, NULL },
};

static size_t receive(struct soap *soap, char *to, size_t n)
{
    struct soap_site *site = soap->user;

    return fastcgi_read(site->rq, to, n);
}

static int send_part(struct soap *soap, const char *p, size_t n)
{
    struct soap_site *site = soap->user;

    fastcgi_write(site->rq, p, n);
    return SOAP_OK;
}

static int pass_header(struct soap *soap, const char *key, const char *value)
{
    return value ? soap->fparsehdr(soap, key, value) : SOAP_OK;
}

/* The place of an HTTP header parser: nginx has parsed them already. */
static int parse_headers(struct soap *soap)
{
    struct soap_site *site = soap->user;
    const char *method = fastcgi_param(site->rq, "REQUEST_METHOD");
    const char *length = fastcgi_param(site->rq, "CONTENT_LENGTH");

    if (!method || strcmp(method, "POST") != 0)
        return SOAP_HTTP_METHOD;
    soap->length = length ? (ULONG64)strtoull(length, NULL, 10) : 0;
    if (soap->length == 0 || soap->length > (ULONG64)site->app->conf.max_body)
        return soap->length ? 413 : SOAP_LENGTH;
    soap->status = SOAP_POST;
    if (pass_header(soap, "Content-Type", fastcgi_param(site->rq, "CONTENT_TYPE")))
        return soap->error;
    return pass_header(soap, "SOAPAction", fastcgi_param(site->rq, "HTTP_SOAPACTION"));
}

struct soap *soap_site_open(struct soap_site *site)
{
    struct soap *soap = soap_new1(SOAP_C_UTFSTRING | SOAP_XML_STRICT);

    if (!soap)
        mem_exhausted(sizeof *soap);
    soap_set_namespaces(soap, namespaces);
    soap->user = site;
    soap->frecv = receive;
    soap->fsend = send_part;
    soap->fparse = parse_headers;
    soap->maxlevel = MAX_LEVEL;
    soap->maxoccurs = MAX_OCCURS;
    soap->maxlength = (LONG64)site->app->conf.max_body;
    soap->recv_maxlength = (ULONG64)site->app->conf.max_body;
    site->soap = soap;
    return soap;
}

void soap_site_close(struct soap_site *site)
{
    soap_destroy(site->soap);
    soap_end(site->soap);
    soap_free(site->soap);
    site->soap = NULL;
}

static void answer(struct soap_site *site, const char *status, const char *mime, const char *body, size_t len)
{
    MEM_SCOPE(tmp, site->app->mem);
    const char *head = mem_printf(tmp,
                                  "Status: %s\r\nContent-Type: %s; charset=utf-8\r\nContent-Length: %zu\r\n"
                                  "X-Content-Type-Options: nosniff\r\nCache-Control: no-store\r\n\r\n",
                                  status, mime, len);

    fastcgi_write(site->rq, head, strlen(head));
    fastcgi_write(site->rq, body, len);
}

static void serve_get(struct soap_site *site, const char *path)
{
    static const char missing[] = "Nie ma takiego kontraktu. Dostępny jest /soap/skrytka?wsdl\n";
    const char *query = fastcgi_param(site->rq, "QUERY_STRING");
    MEM_SCOPE(tmp, site->app->mem);
    size_t len = 0;
    const char *text = soap_wsdl(tmp, site, path, query ? query : "", &len);

    if (text)
        answer(site, "200 OK", "text/xml", text, len);
    else
        answer(site, "404 Not Found", "text/plain", missing, sizeof missing - 1);
}

static int64_t now_us(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

static void serve_post(struct soap_site *site, const char *path)
{
    struct soap *soap = site->soap;
    int64_t start = now_us();
    int rc = SOAP_OK;

    soap->socket = SOAP_INVALID_SOCKET;
    soap->master = SOAP_INVALID_SOCKET;
    soap->keep_alive = 0;
    soap->max_keep_alive = 0;
    rc = soap_serve(soap);
    log_info(site->ctx, "soap.done", LOG_S("path", path), LOG_I("rc", rc), LOG_S("outcome", err_name(site->outcome)),
             LOG_S("detail", site->ctx ? site->ctx->fail.detail : ""), LOG_I("us", now_us() - start));
    ctx_free(site->ctx);
    soap_destroy(soap);
    soap_end(soap);
}

void soap_site_serve(void *data, struct fastcgi *rq)
{
    struct soap_site *site = data;
    const char *method = fastcgi_param(rq, "REQUEST_METHOD");
    const char *path = fastcgi_param(rq, "DOCUMENT_URI");
    const char *address = fastcgi_param(rq, "REMOTE_ADDR");

    site->rq = rq;
    site->ctx = NULL;
    site->outcome = ERR_OK;
    site->address = address ? address : "";
    if (method && strcmp(method, "GET") == 0)
        serve_get(site, path ? path : "");
    else
        serve_post(site, path ? path : "");
    site->rq = NULL;
}
