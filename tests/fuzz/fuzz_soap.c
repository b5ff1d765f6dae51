/* Any message to eurzad-soap, through libfcgi's streams, our reading of them and the whole of gSOAP down to the domain,
 * whose database is away. Whatever comes is answered; a fault bears the exception of the contract; nothing is a success. */
#include <fcgiapp.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/buf.h"
#include "core/ctx/app.h"
#include "core/ctx/db.h"
#include "soap/partners.h"
#include "soap/service.h"
#include "soap/site.h"
#include "tests/fuzz/cgi.h"
#include "tests/fuzz/oracle.h"

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { PIECE = 4096 };

static struct app *app;
static struct soap_site site;

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    (void)argc;
    (void)argv;
    oracle_start("fuzz_soap");
    app = mem_zero(NULL, struct app);
    app->mem = app;
    app->program = "fuzz";
    app->db_role = "eurzad_soap";
    conf_defaults(&app->conf);
    app->conf.db = "host=/nonexistent dbname=none";
    app->conf.redis_socket = app->conf.signer_socket = "/nonexistent/socket";
    app->conf.share_dir = "/nonexistent";
    app->conf.max_body = 1 << 20;
    site.app = app;
    site.partners = partners_fixed(app);
    partners_add_address(site.partners, "testowy_podmiot", "192.0.2.7");
    partners_add_right(site.partners, "testowy_podmiot", "skrytka", "nadaj", "*");
    partners_add_right(site.partners, "testowy_podmiot", "poswiadczenia", "pobierz", "*");
    if (!soap_site_open(&site))
        abort();
    return 0;
}

/* ---- libfcgi's streams on memory ---- */

struct pipe {
    const struct cgi *cgi;
    size_t at;
    unsigned char piece[PIECE];
    struct buf out;
};

static void refill(FCGX_Stream *in)
{
    struct pipe *p = in->data;
    size_t n = p->cgi->len - p->at < PIECE ? p->cgi->len - p->at : PIECE;

    if (n == 0) {
        in->isClosed = 1;
        return;
    }
    memcpy(p->piece, p->cgi->body + p->at, n);
    p->at += n;
    in->rdNext = in->stopUnget = p->piece;
    in->stop = in->wrNext = p->piece + n;
}

static void drain(FCGX_Stream *out, int is_end)
{
    struct pipe *p = out->data;

    (void)is_end;
    buf_add(&p->out, p->piece, (size_t)(out->wrNext - p->piece));
    out->wrNext = p->piece;
    out->stop = out->rdNext = p->piece + PIECE;
}

static FCGX_Stream reader(struct pipe *p)
{
    return (FCGX_Stream){ .rdNext = p->piece,
                          .wrNext = p->piece,
                          .stop = p->piece,
                          .stopUnget = p->piece,
                          .isReader = 1,
                          .fillBuffProc = refill,
                          .data = p };
}

static FCGX_Stream writer(struct pipe *p)
{
    return (FCGX_Stream){ .rdNext = p->piece + PIECE,
                          .wrNext = p->piece,
                          .stop = p->piece + PIECE,
                          .stopUnget = p->piece,
                          .emptyBuffProc = drain,
                          .data = p };
}

/* ---- answers ---- */

/* How the exception of the contract at that path begins; without a contract there it is the platform's. */
static const char *exception_at(TALLOC_CTX *mem, const char *path)
{
    const struct soap_service *service = soap_service_at(path ? path : "");
    char *text = NULL;

    if (!service)
        return "<ob:Wyjatek ";
    text = mem_strdup(mem, soap_site_exception(mem, service, ERR_INVALID, ""));
    text[strcspn(text, ">")] = '\0';
    return text;
}

static void check_answer(const struct buf *out, bool is_post, const char *exception)
{
    const char *body = strstr(buf_text(out), "\r\n\r\n");

    if (strncmp(buf_text(out), "Status: ", 8) != 0 || !body)
        oracle_broken("no answer");
    if (!is_post)
        return;
    if (!strstr(body, "Fault>") || !strstr(body, exception))
        oracle_broken("neither database nor fault");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    MEM_SCOPE(mem, NULL);
    struct cgi cgi = cgi_read(mem, data, size);
    struct pipe from = { .cgi = &cgi };
    struct pipe to = { .out = buf_new(mem, 64u << 20) };
    FCGX_Stream in = reader(&from);
    FCGX_Stream out = writer(&to);
    FCGX_Request request = { .in = &in, .out = &out, .envp = cgi.env };
    const char *method = cgi_param(&cgi, "REQUEST_METHOD");

    /* struct fastcgi is a FCGX_Request and nothing else (core/serve/fastcgi.c) */
    soap_site_serve(&site, (struct fastcgi *)&request);
    drain(&out, 1);
    check_answer(&to.out, method && strcmp(method, "POST") == 0, exception_at(mem, cgi_param(&cgi, "DOCUMENT_URI")));
    return 0;
}
