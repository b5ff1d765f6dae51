/* gSOAP over FastCGI: the library's I/O callbacks are pointed at the request in hand. The answer is collected and sent
 * in one piece after the operation has committed. */
#include "soap/site.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/buf.h"
#include "core/base/clock.h"
#include "core/base/utf8.h"
#include "core/ctx/app.h"
#include "core/ctx/ctx.h"
#include "core/ctx/log.h"
#include "soapH.h"

enum { MAX_LEVEL = 64, MAX_OCCURS = 10000, MAX_ANSWER = 64 << 20, PROLOG = 200, KOD_UNREADABLE = 101 };

static const char MSG_UNREADABLE[] = "Komunikat nie jest poprawnym komunikatem SOAP tej usługi.";

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
    size_t left = site->body_len - site->body_at;

    if (n > left)
        n = left;
    memcpy(to, site->body + site->body_at, n);
    site->body_at += n;
    return n;
}

static int send_part(struct soap *soap, const char *p, size_t n)
{
    struct soap_site *site = soap->user;

    buf_add(site->answer, p, n);
    return SOAP_OK;
}

int soap_site_exception(struct soap *soap, int kod, const char *message)
{
    struct ob__WyjatekTyp *detail = NULL;

    if (!soap->fault || (soap->fault->detail && soap->fault->detail->ob__Wyjatek))
        return SOAP_OK;
    if (!soap->fault->detail) {
        soap->fault->detail = soap_malloc(soap, sizeof *soap->fault->detail);
        if (!soap->fault->detail)
            return SOAP_EOM;
        soap_default_SOAP_ENV__Detail(soap, soap->fault->detail);
    }
    detail = soap_malloc(soap, sizeof *detail);
    if (!detail)
        return SOAP_EOM;
    soap_default_ob__WyjatekTyp(soap, detail);
    detail->kod = kod;
    detail->komunikat = soap_strdup(soap, message);
    soap->fault->detail->ob__Wyjatek = detail;
    return SOAP_OK;
}

/* gSOAP's own faults, about a message that it cannot read, get the exception of the contract too. */
static void complete_fault(struct soap *soap, const char **code, const char **text)
{
    (void)code;
    if (soap->fault && !(soap->fault->detail && soap->fault->detail->ob__Wyjatek)) {
        *text = MSG_UNREADABLE;
        (void)soap_site_exception(soap, KOD_UNREADABLE, MSG_UNREADABLE);
    }
}

static int pass_header(struct soap *soap, const char *key, const char *value)
{
    return value ? soap->fparsehdr(soap, key, value) : SOAP_OK;
}

/* The place of an HTTP header parser: nginx has parsed them already. */
static int parse_headers(struct soap *soap)
{
    struct soap_site *site = soap->user;

    soap->length = (ULONG64)site->body_len;
    soap->status = SOAP_POST;
    if (pass_header(soap, "Content-Type", fastcgi_param(site->rq, "CONTENT_TYPE")))
        return soap->error;
    return pass_header(soap, "SOAPAction", fastcgi_param(site->rq, "HTTP_SOAPACTION"));
}

struct soap *soap_site_open(struct soap_site *site)
{
    /* TREE: the contract is document/literal; elements that stand for others by id and href are not followed */
    struct soap *soap = soap_new1(SOAP_C_UTFSTRING | SOAP_XML_STRICT | SOAP_XML_TREE);

    if (!soap)
        mem_exhausted(sizeof *soap);
    soap_set_namespaces(soap, namespaces);
    soap->user = site;
    soap->frecv = receive;
    soap->fsend = send_part;
    soap->fparse = parse_headers;
    soap->fseterror = complete_fault;
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

/* A fault for a message that is not given to gSOAP at all. */
static void refuse(struct soap_site *site, const char *status, const char *message)
{
    MEM_SCOPE(tmp, site->app->mem);
    const char *text =
        mem_printf(tmp,
                   "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<SOAP-ENV:Envelope "
                   "xmlns:SOAP-ENV=\"http://schemas.xmlsoap.org/soap/envelope/\"><SOAP-ENV:Body><SOAP-ENV:Fault>"
                   "<faultcode>SOAP-ENV:Client</faultcode><faultstring>%s</faultstring><detail><ob:Wyjatek "
                   "xmlns:ob=\"http://wsdl.epuap.gov.pl/obiekty/\"><kod>%d</kod><komunikat>%s</komunikat>"
                   "</ob:Wyjatek></detail></SOAP-ENV:Fault></SOAP-ENV:Body></SOAP-ENV:Envelope>\n",
                   message, KOD_UNREADABLE, message);

    log_info(NULL, "soap.refused", LOG_S("status", status));
    answer(site, status, "text/xml", text, strlen(text));
}

/* UTF-8 by its own word, or without a word. */
static bool says_other_encoding(const char *text, const char *key)
{
    const char *at = strcasestr(text, key);

    if (!at)
        return false;
    at += strlen(key);
    at += strspn(at, "= \t\"'");
    return strncasecmp(at, "utf-8", 5) != 0 && strncasecmp(at, "us-ascii", 8) != 0;
}

/* Why the message is refused unseen, or NULL. gSOAP passes over a DOCTYPE and reads other encodings as Latin 1. */
static const char *problem_of(struct soap_site *site)
{
    MEM_SCOPE(tmp, site->app->mem);
    const char *type = fastcgi_param(site->rq, "CONTENT_TYPE");
    const char *prolog = mem_strndup(tmp, site->body, site->body_len < PROLOG ? site->body_len : PROLOG);

    if ((type && says_other_encoding(type, "charset")) ||
        (strncmp(prolog, "<?xml", 5) == 0 &&
         says_other_encoding(mem_strndup(tmp, prolog, strcspn(prolog, ">")), "encoding")) ||
        !utf8_valid(site->body, site->body_len))
        return "Komunikat musi być w kodowaniu UTF-8.";
    if (memmem(site->body, site->body_len, "<!DOCTYPE", 9) || memmem(site->body, site->body_len, "<!ENTITY", 8))
        return "Komunikat nie może zawierać definicji typu dokumentu (DOCTYPE).";
    return NULL;
}

/* Reads the whole message; false when it was refused. */
static bool read_body(struct soap_site *site, TALLOC_CTX *mem)
{
    const char *given = fastcgi_param(site->rq, "CONTENT_LENGTH");
    long long length = given ? strtoll(given, NULL, 10) : 0;
    char *body = NULL;

    if (length > site->app->conf.max_body) {
        refuse(site, "413 Content Too Large", "Komunikat jest za duży.");
        return false;
    }
    if (length > 0) {
        body = mem_zero_bytes(mem, 1, (size_t)length + 1, "message");
        site->body_len = fastcgi_read(site->rq, body, (size_t)length);
    }
    if (length <= 0 || site->body_len != (size_t)length) {
        refuse(site, "400 Bad Request", "Komunikat jest pusty albo niepełny.");
        return false;
    }
    site->body = body;
    site->body_at = 0;
    return true;
}

static void serve_message(struct soap_site *site, const char *path)
{
    struct soap *soap = site->soap;
    int64_t start = clock_monotonic_us();
    int rc = SOAP_OK;

    soap->socket = SOAP_INVALID_SOCKET;
    soap->master = SOAP_INVALID_SOCKET;
    soap->keep_alive = 0;
    soap->max_keep_alive = 0;
    rc = soap_serve(soap);
    if (site->answer->len == 0 || site->answer->overflow)
        refuse(site, "400 Bad Request", MSG_UNREADABLE);
    else
        fastcgi_write(site->rq, site->answer->data, site->answer->len);
    log_info(site->ctx, "soap.done", LOG_S("path", path), LOG_I("rc", rc), LOG_S("outcome", err_name(site->outcome)),
             LOG_S("detail", site->ctx ? site->ctx->fail.detail : ""), LOG_I("us", clock_monotonic_us() - start));
    ctx_free(site->ctx);
    site->ctx = NULL;
    soap_destroy(soap);
    soap_end(soap);
}

static void serve_post(struct soap_site *site, const char *path)
{
    MEM_SCOPE(mem, site->app->mem);
    struct buf collected = buf_new(mem, MAX_ANSWER);
    const char *problem = NULL;

    if (!read_body(site, mem))
        return;
    problem = problem_of(site);
    site->answer = &collected;
    if (problem)
        refuse(site, "400 Bad Request", problem);
    else
        serve_message(site, path);
    site->answer = NULL;
    site->body = NULL;
}

void soap_site_serve(void *data, struct fastcgi *rq)
{
    struct soap_site *site = data;
    const char *method = fastcgi_param(rq, "REQUEST_METHOD");
    const char *path = fastcgi_param(rq, "DOCUMENT_URI");
    const char *address = fastcgi_param(rq, "REMOTE_ADDR");

    site->rq = rq;
    site->body_len = 0;
    site->ctx = NULL;
    site->outcome = ERR_OK;
    site->address = address ? address : "";
    if (method && strcmp(method, "GET") == 0)
        serve_get(site, path ? path : "");
    else if (!method || strcmp(method, "POST") != 0)
        refuse(site, "405 Method Not Allowed", "Usługa przyjmuje komunikaty metodą POST.");
    else
        serve_post(site, path ? path : "");
    site->rq = NULL;
}
