/* Any request to eurzad-web: parameters, cookies, forms, files. Whatever comes, an answer goes out that is one: a status,
 * headers without a line too many, a body of the length said. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "fcgi/serve.h"
#include "tests/fuzz/cgi.h"
#include "tests/fuzz/oracle.h"
#include "tests/support/web.h"

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct form {
    const char *tytul;
    const char *tresc;
    const char *email;
    const char *data;
    int64_t numer;
    int64_t id;
    bool zgoda;
};

static const struct field FORM[] = {
    { "tytul", FIELD_TEXT, offsetof(struct form, tytul), 20, true, "Tytuł" },
    { "tresc", FIELD_AREA, offsetof(struct form, tresc), 50, false, "Treść" },
    { "email", FIELD_EMAIL, offsetof(struct form, email), 0, false, "E-mail" },
    { "data", FIELD_DATE, offsetof(struct form, data), 0, false, "Data" },
    { "numer", FIELD_INT, offsetof(struct form, numer), 1000, false, "Numer" },
    { "id", FIELD_ID, offsetof(struct form, id), 0, false, "Id" },
    { "zgoda", FIELD_BOOL, offsetof(struct form, zgoda), 0, false, "Zgoda" },
    { 0 },
};

static enum err show(struct req *rq)
{
    struct view *v = view_new(rq, "plain");

    view_attr(v, "slug", req_param(rq, "slug"));
    view_form(v, FORM, NULL);
    return view_send(v);
}

static enum err take(struct req *rq)
{
    struct form f = { 0 };
    struct view *v;
    enum err e = form_read(rq, FORM, &f);

    if (e)
        return e;
    if (!*f.tytul || !f.tresc || !f.email || !f.data || f.numer > 1000)
        oracle_broken("a form that breaks its own rules");
    v = view_new(rq, "plain");
    for (int i = 0; i < rq->n_uploads; i++)
        view_row(v, "plik", VIEW_S("nazwa", rq->uploads[i].name), VIEW_S("mime", rq->uploads[i].mime),
                 VIEW_I("rozmiar", rq->uploads[i].size));
    view_attr(v, "tytul", f.tytul);
    return view_send(v);
}

static const struct route ROUTES[] = {
    { GET, "/", ROLE_PUBLIC, show, ROUTE_CACHED, NULL },
    { GET, "/jst/{slug}", ROLE_PUBLIC, show, 0, NULL },
    { POST, "/jst/{slug}", ROLE_PUBLIC, take, ROUTE_NO_CSRF, show },
    { POST, "/pliki", ROLE_PUBLIC, take, ROUTE_NO_CSRF | ROUTE_FILES, NULL },
    { GET, "/eod", ROLE_PRACOWNIK, show, 0, NULL },
    { 0 },
};

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    (void)argc;
    (void)argv;
    if (chdir(EURZAD_FUZZ_DIR "/../.."))
        abort();
    web_start(ROUTES);
    web_site()->app->conf.max_body = 1 << 18;
    web_site()->app->conf.max_file = 1 << 16;
    return 0;
}

struct turn {
    struct cgi cgi;
    struct buf out;
};

static const char *param(void *data, const char *name)
{
    return cgi_param(&((struct turn *)data)->cgi, name);
}

static size_t read_body(void *data, void *to, size_t n)
{
    struct cgi *c = &((struct turn *)data)->cgi;
    size_t take_now = n < c->len ? n : c->len;

    memcpy(to, c->body, take_now);
    c->body += take_now;
    c->len -= take_now;
    return take_now;
}

static void write_answer(void *data, const void *p, size_t n)
{
    buf_add(&((struct turn *)data)->out, p, n);
}

static bool is_header(const char *line, size_t n)
{
    size_t name = strspn(line, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-");

    for (size_t i = 0; i < n; i++)
        if ((unsigned char)line[i] < ' ')
            return false;
    return name > 0 && name < n && line[name] == ':' && line[name + 1] == ' ';
}

static void check_answer(const struct buf *out)
{
    const char *at = buf_text(out);
    int status = strncmp(at, "Status: ", 8) == 0 ? atoi(at + 8) : 0;

    if (status < 200 || status > 599)
        oracle_broken("no status");
    while (strncmp(at, "\r\n", 2) != 0) {
        const char *end = strstr(at, "\r\n");

        if (!end || !is_header(at, (size_t)(end - at)))
            oracle_broken("a header that is none");
        at = end + 2;
    }
    if (strlen(at) != out->len - (size_t)(at - out->data))
        oracle_broken("a zero byte in a page");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    MEM_SCOPE(mem, NULL);
    struct turn turn = { .cgi = cgi_read(mem, data, size), .out = buf_new(mem, 64u << 20) };
    const struct gateway gate = { &turn, param, read_body, write_answer };

    serve(web_site(), &gate);
    check_answer(&turn.out);
    return 0;
}
