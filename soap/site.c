/* gSOAP over FastCGI: the library's I/O callbacks are pointed at the request in hand. The answer is collected and sent
 * in one piece after the operation has committed. */
#include "soap/site.h"

#include <stdlib.h>
#include <stdsoap2.h>
#include <string.h>

#include "core/base/buf.h"
#include "core/base/clock.h"
#include "core/base/utf8.h"
#include "core/ctx/app.h"
#include "core/ctx/ctx.h"
#include "core/ctx/log.h"
#include "core/doc/xml_cut.h"
#include "soap/partners.h"
#include "soap/service.h"

enum { MAX_LEVEL = 64, MAX_OCCURS = 10000, MAX_ANSWER = 64 << 20, MAX_EXCEPTION = 64 << 10, PROLOG = 200 };

static const char MSG_UNREADABLE[] = "Komunikat nie jest poprawnym komunikatem SOAP tej usługi.";

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

/* ePUAP's numeric codes other than 0 and 1 are not published; ours tell our kinds of failure apart. */
static int code_number(enum err e)
{
    return 100 + (int)e;
}

const char *soap_site_exception(TALLOC_CTX *mem, const struct soap_service *service, enum err e, const char *message)
{
    struct buf text = buf_new(mem, MAX_EXCEPTION);

    if (!service->exception)
        return NULL;
    service->exception(&text, code_number(e), message);
    return text.overflow ? NULL : buf_text(&text);
}

/* gSOAP's own faults, about a message that it cannot read, get the exception of the contract too. */
static void complete_fault(struct soap *soap, const char **code, const char **text)
{
    const struct soap_site *site = soap->user;
    MEM_SCOPE(tmp, site->app->mem);
    const char **detail = soap_faultdetail(soap);
    const char *exception = NULL;

    (void)code;
    soap->header = NULL; /* the caller's own, which gSOAP would send back */
    if (*detail)
        return;
    *text = MSG_UNREADABLE;
    exception = soap_site_exception(tmp, site->service, ERR_INVALID, MSG_UNREADABLE);
    if (exception)
        *detail = soap_strdup(soap, exception);
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

static void serve_get(struct soap_site *site)
{
    const char *query = fastcgi_param(site->rq, "QUERY_STRING");
    MEM_SCOPE(tmp, site->app->mem);
    size_t len = 0;
    const char *text = soap_wsdl(tmp, site, query ? query : "", &len);
    struct buf missing = buf_new(tmp, MAX_EXCEPTION);

    if (text) {
        answer(site, "200 OK", "text/xml", text, len);
        return;
    }
    buf_str(&missing, "Nie ma takiego kontraktu. Dostępne są:");
    for (const struct soap_service *const *s = all_services; *s; s++)
        buf_printf(&missing, " %s?wsdl", (*s)->path);
    buf_char(&missing, '\n');
    answer(site, "404 Not Found", "text/plain", buf_text(&missing), missing.len);
}

/* ---- refusals ---- */

/* Why a message is not given to gSOAP at all. */
struct refusal {
    const char *status; /* of HTTP; NULL: no refusal */
    enum err code;
    const char *message;
};

#define UNREADABLE(status, message) ((struct refusal){ (status), ERR_INVALID, (message) })

/* Where there is no contract the exception is one of the platform's: its clients are those who come. */
static const struct soap_service *of_the_platform(void)
{
    const struct soap_service *const *s = all_services;

    while (*s && !(*s)->epuap_path)
        s++;
    return *s;
}

static void refuse(struct soap_site *site, struct refusal why)
{
    const struct soap_service *service = site->service ? site->service : of_the_platform();
    MEM_SCOPE(tmp, site->app->mem);
    const char *exception = service ? soap_site_exception(tmp, service, why.code, why.message) : NULL;
    const char *text =
        mem_printf(tmp,
                   "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<SOAP-ENV:Envelope "
                   "xmlns:SOAP-ENV=\"http://schemas.xmlsoap.org/soap/envelope/\"><SOAP-ENV:Body><SOAP-ENV:Fault>"
                   "<faultcode>SOAP-ENV:%s</faultcode><faultstring>%s</faultstring><detail>%s</detail>"
                   "</SOAP-ENV:Fault></SOAP-ENV:Body></SOAP-ENV:Envelope>\n",
                   why.code == ERR_BUSY ? "Server" : "Client", why.message, exception ? exception : "");

    log_warn(NULL, "soap.refused", LOG_S("path", site->path), LOG_S("address", site->address),
             LOG_S("status", why.status), LOG_S("why", why.message));
    answer(site, why.status, "text/xml", text, strlen(text));
}

/* What can be said before the message is read. */
static struct refusal refusal_unread(struct soap_site *site)
{
    const char *method = fastcgi_param(site->rq, "REQUEST_METHOD");

    if (!method || strcmp(method, "POST") != 0)
        return UNREADABLE("405 Method Not Allowed", "Usługa przyjmuje komunikaty metodą POST.");
    if (!site->service)
        return UNREADABLE("404 Not Found", "Pod tym adresem nie ma usługi.");
    if (partners_current(site->app, &site->partners))
        return (struct refusal){ "503 Service Unavailable", ERR_BUSY,
                                 "Usługa jest chwilowo niedostępna. Nic nie zostało zmienione." };
    if (!partners_know_address(site->partners, site->address))
        return (struct refusal){ "500 Internal Server Error", ERR_DENIED,
                                 "System nie jest uprawniony do wywołania tej usługi." };
    return (struct refusal){ 0 };
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

/* gSOAP passes over a DOCTYPE and reads other encodings as Latin 1. */
static struct refusal refusal_of_text(struct soap_site *site)
{
    MEM_SCOPE(tmp, site->app->mem);
    const char *type = fastcgi_param(site->rq, "CONTENT_TYPE");
    const char *problem = NULL;
    const char *prolog = mem_strndup(tmp, site->body, site->body_len < PROLOG ? site->body_len : PROLOG);

    if ((type && says_other_encoding(type, "charset")) ||
        (strncmp(prolog, "<?xml", 5) == 0 &&
         says_other_encoding(mem_strndup(tmp, prolog, strcspn(prolog, ">")), "encoding")) ||
        !utf8_valid(site->body, site->body_len))
        return UNREADABLE("400 Bad Request", "Komunikat musi być w kodowaniu UTF-8.");
    problem = xml_cut(&XML_MESSAGE, site->body, site->body_len);
    if (problem == XML_CUT_DOCTYPE || memmem(site->body, site->body_len, "<!DOCTYPE", 9) ||
        memmem(site->body, site->body_len, "<!ENTITY", 8))
        return UNREADABLE("400 Bad Request", "Komunikat nie może zawierać definicji typu dokumentu (DOCTYPE).");
    if (problem == XML_CUT_FORM)
        return UNREADABLE("400 Bad Request", MSG_UNREADABLE);
    if (problem)
        return UNREADABLE("400 Bad Request",
                          "Komunikat ma zbyt wiele elementów lub atrybutów, by go bezpiecznie odczytać.");
    return (struct refusal){ 0 };
}

/* Reads the whole message. */
static struct refusal read_body(struct soap_site *site, TALLOC_CTX *mem)
{
    const char *given = fastcgi_param(site->rq, "CONTENT_LENGTH");
    long long length = given ? strtoll(given, NULL, 10) : 0;
    char *body = NULL;

    if (length > site->app->conf.max_body)
        return UNREADABLE("413 Content Too Large", "Komunikat jest za duży.");
    if (length > 0) {
        body = mem_zero_bytes(mem, 1, (size_t)length + 1, "message");
        site->body_len = fastcgi_read(site->rq, body, (size_t)length);
    }
    if (length <= 0 || site->body_len != (size_t)length)
        return UNREADABLE("400 Bad Request", "Komunikat jest pusty albo niepełny.");
    site->body = body;
    site->body_at = 0;
    return (struct refusal){ 0 };
}

/* ---- messages ---- */

/* What the caller did wrong is a warning, what we did wrong an error. */
static enum log_level level_of(enum err outcome)
{
    if (outcome == ERR_INTERNAL || outcome == ERR_BUSY)
        return LOG_ERROR;
    return outcome ? LOG_WARN : LOG_INFO;
}

static void log_done(const struct soap_site *site, int rc, int64_t us)
{
    /* without an operation it was gSOAP that could not read the message */
    enum err outcome = site->outcome || rc == SOAP_OK ? site->outcome : ERR_INVALID;
    const struct log_field fields[] = {
        LOG_S("path", site->path),
        LOG_S("service", site->service->name),
        LOG_S("operation", site->operation),
        LOG_I("rc", rc),
        LOG_S("outcome", err_name(outcome)),
        LOG_S("detail", site->ctx ? site->ctx->fail.detail : ""),
        LOG_I("us", us),
    };

    log_event(site->ctx, level_of(outcome), "soap.done", sizeof fields / sizeof fields[0], fields);
}

static void serve_message(struct soap_site *site)
{
    struct soap *soap = site->soap;
    int64_t start = clock_monotonic_us();
    int rc = SOAP_OK;

    soap_set_namespaces(soap, site->service->namespaces);
    soap->socket = SOAP_INVALID_SOCKET;
    soap->master = SOAP_INVALID_SOCKET;
    soap->keep_alive = 0;
    soap->max_keep_alive = 0;
    rc = site->service->serve(soap);
    if (site->answer->len == 0 || site->answer->overflow)
        refuse(site, UNREADABLE("400 Bad Request", MSG_UNREADABLE));
    else
        fastcgi_write(site->rq, site->answer->data, site->answer->len);
    log_done(site, rc, clock_monotonic_us() - start);
    ctx_free(site->ctx);
    site->ctx = NULL;
    soap_destroy(soap);
    soap_end(soap);
}

static void serve_post(struct soap_site *site)
{
    MEM_SCOPE(mem, site->app->mem);
    struct buf collected = buf_new(mem, MAX_ANSWER);
    struct refusal why = refusal_unread(site);

    if (!why.status)
        why = read_body(site, mem);
    if (!why.status)
        why = refusal_of_text(site);
    site->answer = &collected;
    if (why.status)
        refuse(site, why);
    else
        serve_message(site);
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
    site->path = path ? path : "";
    site->service = soap_service_at(site->path);
    site->body_len = 0;
    site->ctx = NULL;
    site->operation = "";
    site->outcome = ERR_OK;
    site->address = address ? address : "";
    if (method && strcmp(method, "GET") == 0)
        serve_get(site);
    else
        serve_post(site);
    site->rq = NULL;
}
