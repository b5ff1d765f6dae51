/* A small office for tests of the signer: keys of two units and of time stamps, a signer in this process and one in a
 * child, receipts and letters to be sealed. Included once by a test program. */
#ifndef TESTS_UNIT_SIGNER_OFFICE_H
#define TESTS_UNIT_SIGNER_OFFICE_H

#include <arpa/inet.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#include "core/ctx/app.h"
#include "core/seal/seal.h"
#include "core/sig/xmlsig.h"
#include "signer/listen.h"
#include "tests/support/check.h"
#include "tests/support/keys.h"

#define JST "0801062"
#define RSA_JST "0801"

#define UPP                                                                                                            \
    "<pos:Dokument xmlns:pos=\"http://crd.gov.pl/xml/schematy/UPO/2008/05/09/\"><pos:UPP>"                             \
    "<pos:IdentyfikatorPoswiadczenia>LUB-UPP-" JST "-2026-1</pos:IdentyfikatorPoswiadczenia>"                          \
    "<pos:Adresat><pos:Nazwa>Urząd Gminy</pos:Nazwa><pos:IdentyfikatorPodmiotu TypIdentyfikatora=\"TERYT\">" JST       \
    "</pos:IdentyfikatorPodmiotu></pos:Adresat>"                                                                       \
    "<pos:Nadawca><pos:Nazwa>Jan Kowalski</pos:Nazwa><pos:IdentyfikatorPodmiotu TypIdentyfikatora=\"konto\">jan"       \
    "</pos:IdentyfikatorPodmiotu></pos:Nadawca><pos:DataDoreczenia>@NOW@</pos:DataDoreczenia>"                         \
    "<pos:DataWytworzeniaPoswiadczenia>@NOW@</pos:DataWytworzeniaPoswiadczenia>"                                       \
    "<pos:IdentyfikatorDokumentu>DOK-1</pos:IdentyfikatorDokumentu>"                                                   \
    "<pos:InformacjaUzupelniajaca TypInformacjiUzupelniajacej=\"Skrót SHA-256 dokumentu\">00ff"                       \
    "</pos:InformacjaUzupelniajaca></pos:UPP></pos:Dokument>"

#define UPD                                                                                                            \
    "<pos:Dokument xmlns:pos=\"http://crd.gov.pl/xml/schematy/UPO/2008/05/09/\"><pos:UPD>"                             \
    "<pos:IdentyfikatorPoswiadczenia>LUB-UPD-1</pos:IdentyfikatorPoswiadczenia><pos:PodmiotWystawiajacyPoswiadczenie>" \
    "<pos:Nazwa>Urząd Gminy</pos:Nazwa><pos:IdentyfikatorPodmiotu TypIdentyfikatora=\"TERYT\">" JST                    \
    "</pos:IdentyfikatorPodmiotu></pos:PodmiotWystawiajacyPoswiadczenie><pos:Adresat><pos:Nazwa>Jan Kowalski"          \
    "</pos:Nazwa></pos:Adresat><pos:DataOdbioru>2026-01-01T10:00:00+01:00</pos:DataOdbioru>"                           \
    "<pos:DataUtworzeniaPoswiadczenia>@NOW@</pos:DataUtworzeniaPoswiadczenia>"                                         \
    "<pos:IdentyfikatorSprawy>OR.1.2026</pos:IdentyfikatorSprawy></pos:UPD></pos:Dokument>"

#define PISMO                                                                                                          \
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?><?xml-stylesheet type=\"text/xsl\" href=\"styl.xsl\"?>"                 \
    "<wnio:Dokument xmlns:wnio=\"http://crd.gov.pl/wzor/2013/12/12/1410/\" "                                           \
    "xmlns:str=\"http://crd.gov.pl/xml/schematy/struktura/2009/11/16/\" "                                              \
    "xmlns:meta=\"http://crd.gov.pl/xml/schematy/meta/2009/11/16/\" "                                                  \
    "xmlns:oso=\"http://crd.gov.pl/xml/schematy/osoba/2009/11/16/\" "                                                  \
    "xmlns:inst=\"http://crd.gov.pl/xml/schematy/instytucja/2009/11/16/\">"                                            \
    "<wnio:OpisDokumentu><meta:Data "                                                                                  \
    "typDaty=\"stworzony\"><meta:Czas>@NOW@</meta:Czas></meta:Data></wnio:OpisDokumentu>"                              \
    "<wnio:DaneDokumentu><str:Naglowek><str:NazwaDokumentu>Pismo</str:NazwaDokumentu></str:Naglowek>"                  \
    "<str:Adresaci><meta:Podmiot><oso:Osoba><oso:Imie>Jan</oso:Imie><oso:Nazwisko>Kowalski</oso:Nazwisko></oso:Osoba>" \
    "</meta:Podmiot></str:Adresaci><str:Nadawcy><meta:Podmiot><inst:Instytucja><inst:IdInstytucji>"                    \
    "<inst:InnyIdentyfikator><inst:TypIdentyfikatora>TERYT</inst:TypIdentyfikatora><inst:WartoscIdentyfikatora>" JST   \
    "</inst:WartoscIdentyfikatora></inst:InnyIdentyfikator></inst:IdInstytucji>"                                       \
    "<inst:NazwaInstytucji>Urząd Gminy</inst:NazwaInstytucji></inst:Instytucja></meta:Podmiot></str:Nadawcy>"         \
    "</wnio:DaneDokumentu><wnio:TrescDokumentu format=\"text/xml\" "                                                   \
    "kodowanie=\"XML\"><wnio:Tytul>Odpowiedź</wnio:Tytul>"                                                            \
    "<wnio:Informacje><wnio:Informacja>Treść.</wnio:Informacja></wnio:Informacje><wnio:Podpis><oso:Imie>Anna</"      \
    "oso:Imie>"                                                                                                        \
    "<oso:Nazwisko>Kos</oso:Nazwisko><wnio:Stanowisko>wójt</wnio:Stanowisko></wnio:Podpis></wnio:TrescDokumentu>"     \
    "</wnio:Dokument>"

struct world {
    TALLOC_CTX *mem;
    const char *dir;
    struct app *app;
    struct signer signer; /* in this process */
    struct key_set *ec;
    struct key_set *rsa;
    struct key_set *tsa;
    pid_t child;
};

static const struct caller me = { 1000, 1 };

/* ---- a small office ---- */

static inline const char *path(struct world *w, const char *name)
{
    return mem_printf(w->mem, "%s/%s", w->dir, name);
}

static inline void install(struct world *w, const char *jst, struct key_set *set)
{
    key_write(path(w, mem_printf(w->mem, "keys/%s.key", jst)), set->key);
    cert_write(path(w, mem_printf(w->mem, "keys/%s.crt", jst)), set->cert);
}

static inline void configure(struct world *w)
{
    struct app *app = mem_zero(w->mem, struct app);

    app->mem = app;
    app->program = "test";
    conf_defaults(&app->conf);
    app->conf.signer_socket = path(w, "signer.sock");
    app->conf.signer_keys = path(w, "keys");
    app->conf.signer_log = path(w, "signer.jsonl");
    app->conf.tsa_state = path(w, "tsa.state");
    app->conf.trust_dir = path(w, "trust");
    app->conf.signer_uids = "";
    app->conf.max_document = 1 << 20;
    w->app = app;
}

/* With a state file of its own, so that a signer in a child may have the usual one. */
static inline struct tsa *open_tsa(struct world *w, const char *name, struct keystore *keys)
{
    const char *usual = w->app->conf.tsa_state;
    struct tsa *tsa;

    w->app->conf.tsa_state = path(w, name);
    tsa = tsa_open(w->mem, &w->app->conf, keys);
    w->app->conf.tsa_state = usual;
    return tsa;
}

static inline int set_up(void **state)
{
    TALLOC_CTX *mem = mem_new(NULL);
    struct world *w = mem_zero(mem, struct world);

    xml_init();
    signal(SIGPIPE, SIG_IGN);
    w->mem = mem;
    w->dir = temp_dir(mem);
    mkdir(path(w, "keys"), 0700);
    mkdir(path(w, "trust"), 0700);
    w->ec = key_set_new(mem, KEY_P256, "Pieczęć gminy");
    w->rsa = key_set_new(mem, KEY_RSA3072, "Pieczęć powiatu");
    install(w, JST, w->ec);
    install(w, RSA_JST, w->rsa);
    w->tsa = key_set_tsa(mem, KEY_P256, w->ec);
    install(w, KEY_TSA, w->tsa);
    cert_write(path(w, "trust/ec.pem"), w->ec->root);
    cert_write(path(w, "trust/rsa.pem"), w->rsa->root);
    configure(w);
    w->signer.conf = &w->app->conf;
    w->signer.keys = keystore_new(mem, &w->app->conf);
    w->signer.journal = journal_open(mem, path(w, "direct.jsonl"));
    assert_non_null(w->signer.journal);
    w->signer.tsa = open_tsa(w, "direct.tsa", w->signer.keys);
    assert_non_null(w->signer.tsa);
    *state = w;
    return 0;
}

static inline int tear_down(void **state)
{
    struct world *w = *state;

    talloc_free(w->mem);
    return 0;
}

/* ---- documents ---- */

static inline int64_t now_us(void)
{
    return (int64_t)time(NULL) * 1000000;
}

static inline const char *time_text(struct world *w, int seconds_from_now)
{
    time_t t = time(NULL) + seconds_from_now;
    struct tm tm;
    char text[40];

    gmtime_r(&t, &tm);
    strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &tm);
    return mem_strdup(w->mem, text);
}

static inline const char *replace(struct world *w, const char *text, const char *from, const char *to)
{
    const char *at = strstr(text, from);

    if (!at)
        fail_msg("no \"%s\" in %s", from, text);
    return mem_printf(w->mem, "%.*s%s%s", (int)(at - text), text, to, at + strlen(from));
}

static inline const char *dated(struct world *w, const char *text)
{
    while (strstr(text, "@NOW@"))
        text = replace(w, text, "@NOW@", time_text(w, 0));
    return text;
}

/* ---- asking without a socket ---- */

static inline enum signer_status ask(struct world *w, enum signer_request type, const char *jst, const char *xml,
                                     const char **ret_text)
{
    size_t len = strlen(jst) + 1 + 4 + strlen(xml);
    char *payload = mem_array(w->mem, char, len + 1);
    const void *data = NULL;
    size_t n = 0;
    enum signer_status status;

    memcpy(payload, jst, strlen(jst));
    memcpy(payload + strlen(jst) + 1, "r-1", 3);
    memcpy(payload + strlen(jst) + 5, xml, strlen(xml));
    status = signer_answer(&w->signer, w->mem, type, payload, len, &me, &data, &n);
    if (ret_text)
        *ret_text = mem_strndup(w->mem, data, n);
    return status;
}

static inline void seals(struct world *w, enum signer_request type, const char *jst, const char *xml)
{
    const char *text = "";
    enum signer_status status = ask(w, type, jst, xml, &text);

    if (status != SIGNER_OK)
        fail_msg("refused (%d): %s", status, text);
    check_passes(w->mem, text, strlen(text), VERIFY_NARROW, w->app->conf.trust_dir, now_us());
}

static inline void refuses(struct world *w, enum signer_request type, const char *jst, const char *xml,
                           enum signer_status expected)
{
    const char *text = "";
    enum signer_status status = ask(w, type, jst, xml, &text);

    if (status != expected)
        fail_msg("expected %d, got %d (%s) for %s", expected, status, status == SIGNER_OK ? "sealed" : text, xml);
    assert_null(strstr(text, "<"));
}

static inline const char *for_unit(struct world *w, const char *jst)
{
    return replace(w, dated(w, UPP), ">" JST "<", mem_printf(w->mem, ">%s<", jst));
}

static inline char *read_file(struct world *w, const char *file)
{
    FILE *f = fopen(file, "r");
    char *text = mem_array(w->mem, char, 1 << 20);

    assert_non_null(f);
    text[fread(text, 1, (1 << 20) - 1, f)] = '\0';
    fclose(f);
    return text;
}

/* ---- the process ---- */

static volatile int stop;

static inline void on_term(int number)
{
    (void)number;
    stop = 1;
}

static inline void start_signer(struct world *w)
{
    int fd = listen_open(w->app->conf.signer_socket);
    int status = 0;

    stop = 0;
    assert_true(fd >= 0);
    fflush(NULL);
    w->child = fork();
    if (w->child == 0) {
        struct signer s = { .conf = &w->app->conf, .keys = keystore_new(w->mem, &w->app->conf) };
        struct sigaction sa = { .sa_handler = on_term };

        prctl(PR_SET_PDEATHSIG, SIGKILL); /* a failing test leaves no signer behind */
        sigaction(SIGTERM, &sa, NULL);
        s.journal = journal_open(w->mem, w->app->conf.signer_log);
        s.tsa = tsa_open(w->mem, &w->app->conf, s.keys);
        if (!s.journal || !s.tsa)
            _exit(9);
        listen_serve(&s, fd, &stop);
        _exit(0);
    }
    close(fd);
    assert_int_equal(waitpid(w->child, &status, WNOHANG), 0);
}

static inline void stop_signer(struct world *w)
{
    int status = -1;

    kill(w->child, SIGTERM);
    assert_int_equal(waitpid(w->child, &status, 0), w->child);
    assert_int_equal(status, 0);
    w->child = 0;
}

static inline struct ctx *caller(struct world *w, struct app *app)
{
    struct ctx *ctx = mem_zero(w->mem, struct ctx);

    ctx->mem = ctx;
    ctx->app = app;
    ctx->request_id = "7f3a91";
    ctx->jst = JST;
    return ctx;
}

static inline enum err seal(struct world *w, struct app *app, const char *xml)
{
    struct ctx *ctx = caller(w, app);
    void *out = NULL;
    size_t len = 0;
    enum err e = seal_document(ctx, SEAL_UPP, xml, strlen(xml), &out, &len);

    if (e) {
        assert_non_null(ctx->fail.message);
        return e;
    }
    check_passes(ctx->mem, out, len, VERIFY_NARROW, app->conf.trust_dir, now_us());
    return ERR_OK;
}

static inline struct app *another(struct world *w)
{
    struct app *app = mem_zero(w->mem, struct app);

    *app = *w->app;
    app->mem = app;
    app->seal = NULL;
    return app;
}

#endif
