/* esp/skrytka: a document comes in and a receipt goes out; hostile files are refused with a field and a sentence; a
 * second click gives the first receipt; nobody sees what is not his. */
#include "tests/support/pisma.h"

#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

#include "core/ctx/blob.h"
#include "core/seal/seal.h"
#include "core/serve/start.h"
#include "core/sig/xmlsig.h"
#include "core/trust/trust_db.h"
#include "core/trust/trust_dir.h"
#include "tests/support/helper.h"
#include "tests/support/keys.h"

static const char PNG[] = "\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0\x1f\x15\xc4\x89";
static const char EXE[] = "MZ\x90\0\x03\0\0\0\x04\0\0\0\xff\xff\0\0\xb8\0\0\0\0\0\0\0\x40\0\0\0\0\0\0\0";
#define PDF "%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"

static void everything_is_stored(void **state)
{
    struct ctx *ctx = fx_citizen(state, "obywatel", FX_JST);
    const struct wzor_plik files[] = { { "../../etc/plan.png", "image/png", PNG, sizeof PNG - 1 },
                                       { "umowa.pdf", "text/html", PDF, sizeof PDF - 1 } };
    int64_t jobs;
    struct pokwitowanie p;
    struct zlozenie z;
    struct db_rows *d = NULL;
    void *xml = NULL;
    void *stored = NULL;
    size_t len = 0;
    size_t n = 0;

    letter(ctx, "Wniosek o zaświadczenie", files, 2, &xml, &len);
    z = filing(ctx, FX_JST, "C:\\Moje\\pismo.xml", xml, len);
    assert_int_equal(skrytka_check(ctx, &z), ERR_OK);
    jobs = fx_count(ctx, "job.zadanie");
    assert_int_equal(skrytka_file(ctx, &z, &p), ERR_OK);
    assert_false(p.powtorka);
    assert_int_equal(fx_count(ctx, "job.zadanie"), jobs + 1);

    assert_int_equal(skrytka_dokument(ctx, p.dokument_id, &d), ERR_OK);
    assert_string_equal(db_str(d, 0, "tytul"), "Wniosek o zaświadczenie");
    assert_string_equal(db_str(d, 0, "znak_sprawy"), "OR.1.2026");
    assert_string_equal(db_str(d, 0, "nazwa_pliku"), "pismo.xml");
    assert_string_equal(db_str(d, 0, "wzor"), WZOR_NS);
    assert_string_equal(db_str(d, 0, "podpis"), "NONE");
    assert_string_equal(skrytka_podpis_opis(ctx, d), "Dokument nie jest podpisany.");
    assert_int_equal(blob_get(ctx, db_str(d, 0, "sha256"), len, &stored, &n), ERR_OK);
    assert_int_equal(n, len);
    assert_memory_equal(stored, xml, len);

    assert_int_equal(skrytka_zalaczniki(ctx, p.dokument_id, &d), ERR_OK);
    assert_int_equal(d->n, 2);
    assert_string_equal(db_str(d, 0, "nazwa"), "plan.png");
    assert_string_equal(db_str(d, 1, "nazwa"), "umowa.pdf");
    assert_string_equal(db_str(d, 1, "mime"), "application/pdf");

    fx_clerk(state, "kancelaria");
    assert_true(fx_count(ctx, "audit.zdarzenie WHERE typ = 'dokument.zlozony'") >= 1);
}

static const char *stored_title(struct ctx *ctx, int64_t id)
{
    struct db_rows *d = NULL;

    assert_int_equal(skrytka_dokument(ctx, id, &d), ERR_OK);
    return db_str(d, 0, "tytul");
}

#define BYTES(s) (s), sizeof(s) - 1

static void hostile_files(void **state)
{
    static const struct {
        const char *name;
        const char *data;
        size_t len;
        const char *title; /* NULL: refused */
    } cases[] = {
        { "pismo.xml", "", 0, NULL },
        { "pismo.xml", BYTES("<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><a>&x;</a>"), NULL },
        { "pismo", BYTES("<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><a>&x;</a>"), NULL },
        { "pismo.xml", BYTES("<a>"), NULL },
        { "pismo.xml", BYTES("<a>\xff</a>"), NULL },
        { "pismo.xml", BYTES("<a>\x01</a>"), NULL },
        { "pismo.xml", BYTES("nic"), NULL },
        { "pismo.xml", BYTES("\xff\xfe<\0a\0/\0>\0"), NULL },
        { "pismo.xml", BYTES("<a/><?php evil?>"), NULL },
        { "pismo.xml", BYTES(PDF), NULL },
        { "umowa.pdf", BYTES(EXE), NULL },
        { "umowa.exe", BYTES(EXE), NULL },
        { "umowa.pdf", BYTES(PNG), NULL },
        { "", BYTES(PDF), NULL },
        { "umowa.pdf", BYTES(PDF), "umowa.pdf" },
        { "inny.xml", BYTES("\xef\xbb\xbf<inny/>"), "(bez tytułu)" },
        { "", BYTES("<inny/>"), "(bez tytułu)" },
        { "podpisany.xades", BYTES("<a>"), NULL },
        { "podpisany.xades", BYTES("<podpisany/>"), "(bez tytułu)" },
        { "podpisany.txt",
          BYTES("<w:Dokument xmlns:w='urn:w'><w:TrescDokumentu><w:Tytul>Jest</w:Tytul>"
                "</w:TrescDokumentu></w:Dokument>"),
          "Jest" },
        { "strona.html", BYTES("<!DOCTYPE html><html><body>Witam</body></html>"), "strona.html" },
        { "..\\../a\x01\"b.pdf", BYTES(PDF "%"), "a _b.pdf" },
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct ctx *ctx = fx_citizen(state, "obywatel", FX_JST);
        struct zlozenie z = filing(ctx, FX_JST, cases[i].name, cases[i].data, cases[i].len);
        struct pokwitowanie p;
        enum err e = skrytka_file(ctx, &z, &p);

        print_message("# %zu: %s: %s\n", i, cases[i].name, ctx->fail.message ? ctx->fail.message : "przyjęto");
        assert_int_equal(e, cases[i].title ? ERR_OK : ERR_INVALID);
        if (cases[i].title)
            assert_string_equal(stored_title(ctx, p.dokument_id), cases[i].title);
        else
            assert_string_equal(ctx->fail.field, "plik");
        ctx_forgive(ctx);
    }
}

static void too_large(void **state)
{
    struct ctx *ctx = fx_citizen(state, "obywatel", FX_JST);
    size_t len = (size_t)ctx->app->conf.max_document + 1;
    char *data = mem_zero_bytes(ctx->mem, 1, len, "data");
    struct zlozenie z = filing(ctx, FX_JST, "pismo.pdf", data, len);

    memcpy(data, PDF, sizeof PDF - 1);
    assert_int_equal(skrytka_check(ctx, &z), ERR_INVALID);
    assert_string_equal(ctx->fail.field, "plik");
    ctx_forgive(ctx);
    z.n_dane--;
    assert_int_equal(skrytka_check(ctx, &z), ERR_OK);
}

#define OPEN "<w:Dokument xmlns:w=\"urn:w\" xmlns:s=\"urn:s\"><w:TrescDokumentu><s:Zalaczniki>"
#define CLOSE "</s:Zalaczniki></w:TrescDokumentu></w:Dokument>"
#define ATTACHMENT(attrs, data)                                                                                        \
    OPEN "<s:Zalacznik " attrs "><s:DaneZalacznika>" data "</s:DaneZalacznika></s:Zalacznik>" CLOSE

static void hostile_attachments(void **state)
{
    static const char *const cases[] = {
        ATTACHMENT("nazwaPliku=\"a.txt\" kodowanie=\"base64\"", "Q!=="),
        ATTACHMENT("nazwaPliku=\"a.txt\" kodowanie=\"base64\"", ""),
        ATTACHMENT("nazwaPliku=\"a.txt\" kodowanie=\"URI\"", "QQ=="),
        ATTACHMENT("nazwaPliku=\"a.exe\" kodowanie=\"base64\"", "QQ=="),
        ATTACHMENT("nazwaPliku=\"a\" kodowanie=\"base64\"", "QQ=="),
        ATTACHMENT("nazwaPliku=\"a.pdf\" kodowanie=\"base64\"", "TVqQAAMAAAAEAAAA//8AALgAAAAAAAAAQAAAAAAAAAA="),
    };
    struct ctx *ctx = fx_citizen(state, "obywatel", FX_JST);

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct zlozenie z = filing(ctx, FX_JST, "pismo.xml", cases[i], strlen(cases[i]));

        assert_int_equal(skrytka_check(ctx, &z), ERR_INVALID);
        print_message("# %s\n", ctx->fail.message);
        assert_string_equal(ctx->fail.field, "pliki");
        ctx_forgive(ctx);
    }
}

static void at_most_ten_attachments(void **state)
{
    struct ctx *ctx = fx_citizen(state, "obywatel", FX_JST);
    struct wzor_plik files[11];
    struct zlozenie z;
    void *xml = NULL;
    size_t len = 0;

    for (int i = 0; i < 11; i++)
        files[i] = (struct wzor_plik){ mem_printf(ctx->mem, "%d.txt", i), "text/plain", "tekst", 5 };
    letter(ctx, "Dziesięć", files, 10, &xml, &len);
    z = filing(ctx, FX_JST, "pismo.xml", xml, len);
    assert_int_equal(skrytka_check(ctx, &z), ERR_OK);
    letter(ctx, "Jedenaście", files, 11, &xml, &len);
    z = filing(ctx, FX_JST, "pismo.xml", xml, len);
    assert_int_equal(skrytka_check(ctx, &z), ERR_INVALID);
    assert_string_equal(ctx->fail.field, "pliki");
}

/* ---- the same submission twice ---- */

static void a_second_click_gives_the_first_receipt(void **state)
{
    struct ctx *ctx = fx_citizen(state, "obywatel", FX_JST);
    struct pokwitowanie first;
    struct pokwitowanie second;
    struct zlozenie z;
    int64_t jobs;
    void *xml = NULL;
    size_t len = 0;

    letter(ctx, "Raz", NULL, 0, &xml, &len);
    z = filing(ctx, FX_JST, "pismo.xml", xml, len);
    for (int i = 0; i < 3; i++) {
        static const char *const keys[] = { NULL, "szkic-17",
                                            "a very long key: 0123456789012345678901234567890123456789"
                                            "012345678901234567890123456789012345678901234567890123456789"
                                            "012345678901234567890123456789012345678901234567890123456789" };

        z.klucz = keys[i];
        assert_int_equal(skrytka_file(ctx, &z, &first), ERR_OK);
        jobs = fx_count(ctx, "job.zadanie");
        assert_int_equal(skrytka_file(ctx, &z, &second), ERR_OK);
        assert_false(first.powtorka);
        assert_true(second.powtorka);
        assert_int_equal(second.dokument_id, first.dokument_id);
        assert_string_equal(second.upo.numer, first.upo.numer);
        assert_int_equal(second.upo.xml_len, first.upo.xml_len);
        assert_memory_equal(second.upo.xml, first.upo.xml, first.upo.xml_len);
        assert_int_equal(fx_count(ctx, "job.zadanie"), jobs);
    }
}

static void a_key_means_one_document(void **state)
{
    struct ctx *ctx = fx_citizen(state, "obywatel", FX_JST);
    struct pokwitowanie p;
    struct zlozenie z = filing(ctx, FX_JST, "a.xml", "<a/>", 4);

    z.klucz = "szkic-18";
    assert_int_equal(skrytka_file(ctx, &z, &p), ERR_OK);
    z.dane = "<b/>";
    assert_int_equal(skrytka_file(ctx, &z, &p), ERR_CONFLICT);
}

static void keys_of_others_are_not_mine(void **state)
{
    struct ctx *ctx = fx_citizen(state, "obywatel", FX_JST);
    struct zlozenie z = filing(ctx, FX_JST, "a.xml", "<a/>", 4);
    struct pokwitowanie mine;
    struct pokwitowanie theirs;

    z.klucz = "1";
    assert_int_equal(skrytka_file(ctx, &z, &mine), ERR_OK);
    ctx = fx_citizen(state, "inna-obywatel", FX_JST);
    z = filing(ctx, FX_JST, "a.xml", "<a/>", 4);
    z.klucz = "1";
    assert_int_equal(skrytka_file(ctx, &z, &theirs), ERR_OK);
    assert_false(theirs.powtorka);
    assert_int_not_equal(theirs.dokument_id, mine.dokument_id);
}

/* How many other connections wait for what this transaction holds. */
static int64_t waiting_for_us(struct ctx *ctx)
{
    static const struct db_sql sql = {
        "test_waiting",
        "SELECT count(*) AS n FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY (pg_blocking_pids(pid))",
        0,
    };
    struct db_rows *r = NULL;

    assert_int_equal(db_one(ctx, &sql, DB_NONE, "none", &r), ERR_OK);
    return db_int(r, 0, "n");
}

/* The child's filing of the same key must wait until this transaction is over. */
static void two_clicks_at_once_queue(void **state)
{
    struct ctx *ctx = fx_citizen(state, "obywatel", FX_JST);
    struct zlozenie z = filing(ctx, FX_JST, "a.xml", "<a/>", 4);
    struct pokwitowanie p;
    int pipe_fd[2];
    char word = 0;
    int status = 0;
    pid_t child;

    z.klucz = "naraz";
    assert_int_equal(skrytka_file(ctx, &z, &p), ERR_OK);
    assert_int_equal(pipe(pipe_fd), 0);
    child = fork();
    if (child == 0) {
        struct ctx *own;

        app_after_fork(ctx->app);
        own = ctx_new(ctx->app);
        own->who = ctx->who;
        if (write(pipe_fd[1], "s", 1) != 1 || skrytka_file(own, &z, &p) || write(pipe_fd[1], "d", 1) != 1)
            _exit(1);
        ctx_free(own);
        _exit(p.powtorka ? 2 : 0);
    }
    close(pipe_fd[1]);
    assert_int_equal(read(pipe_fd[0], &word, 1), 1);
    while (waiting_for_us(ctx) == 0)
        continue;
    assert_int_equal(waitpid(child, &status, WNOHANG), 0);
    db_rollback(ctx);
    assert_int_equal(read(pipe_fd[0], &word, 1), 1);
    assert_int_equal(word, 'd');
    close(pipe_fd[0]);
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 0);
}

/* ---- who sees what ---- */

static void only_its_people_see_a_document(void **state)
{
    struct ctx *ctx = fx_citizen(state, "obywatel", FX_JST);
    struct pokwitowanie p = filed(ctx, FX_JST, "Tylko dla Santoka");
    struct db_rows *d = NULL;
    struct upo upo;

    ctx = fx_clerk(state, "kancelaria");
    assert_int_equal(skrytka_dokument(ctx, p.dokument_id, &d), ERR_OK);

    for (int i = 0; i < 4; i++) {
        ctx = i == 0   ? fx_clerk(state, "inna-kancelaria")
              : i == 1 ? fx_citizen(state, "inna-obywatel", FX_JST)
              : i == 2 ? fx_partner(state, "obcy_system", FX_JST)
                       : fx_citizen(state, "obywatel", FX_OTHER_JST);
        assert_int_equal(skrytka_dokument(ctx, p.dokument_id, &d), ERR_NOTFOUND);
        ctx_forgive(ctx);
        assert_int_equal(skrytka_zalaczniki(ctx, p.dokument_id, &d), ERR_OK);
        assert_int_equal(d->n, 0);
        assert_int_equal(upo_of_dokument(ctx, p.dokument_id, &upo), ERR_NOTFOUND);
        ctx_forgive(ctx);
    }
}

static void partners_are_apart(void **state)
{
    struct ctx *ctx = fx_partner(state, "system_a", FX_JST);
    struct pokwitowanie p = filed(ctx, FX_JST, "Z systemu A");
    struct pokwitowanie q;
    struct db_rows *d = NULL;

    assert_int_equal(skrytka_dokument(ctx, p.dokument_id, &d), ERR_OK);
    assert_string_equal(db_str(d, 0, "kanal"), "soap");
    assert_string_equal(db_str(d, 0, "partner"), "system_a");
    ctx = fx_partner(state, "system_b", FX_JST);
    assert_int_equal(skrytka_dokument(ctx, p.dokument_id, &d), ERR_NOTFOUND);
    ctx_forgive(ctx);
    q = filed(ctx, FX_JST, "Z systemu A");
    assert_false(q.powtorka);
    assert_int_not_equal(q.dokument_id, p.dokument_id);
}

static void only_citizens_and_partners_file(void **state)
{
    for (int i = 0; i < 4; i++) {
        struct ctx *ctx = i == 0   ? fx_clerk(state, "kancelaria")
                          : i == 1 ? fx_system(state, FX_JST)
                          : i == 2 ? fx_citizen(state, "obywatel", FX_JST)
                                   : fx_partner(state, "system", FX_JST);
        struct zlozenie z = filing(ctx, FX_JST, "a.xml", "<a/>", 4);
        struct pokwitowanie p;

        z.kanal = i == 2 ? "soap" : "konto";
        assert_int_equal(skrytka_file(ctx, &z, &p), ERR_DENIED);
        ctx_forgive(ctx);
    }
}

/* ---- signatures: a finding, never a reason to refuse ---- */

/* The letter signed by a key whose root is, or is not, among the trusted. */
static void signed_letter(struct ctx *ctx, bool trusted, void **ret_xml, size_t *ret_len)
{
    struct key_set *keys = key_set_new(ctx->mem, KEY_P256, "Jan Kowalski");
    const char *trust = temp_dir(ctx->mem);
    xmlDoc *doc = NULL;

    if (trusted)
        cert_write(mem_printf(ctx->mem, "%s/root.pem", trust), keys->root);
    trust_use(ctx->app, trust_of_dir(trust));
    letter(ctx, "Podpisane", NULL, 0, ret_xml, ret_len);
    assert_int_equal(xml_parse(ctx->mem, *ret_xml, *ret_len, *ret_len, &doc, NULL), ERR_OK);
    assert_int_equal(xmlsig_sign(ctx->mem, doc, keys->key, &keys->cert, 1, ctx->now, "text/xml", NULL), ERR_OK);
    *ret_xml = xml_bytes(ctx->mem, doc, ret_len);
}

static void signatures_are_reported(void **state)
{
    static const struct {
        bool trusted;
        const char *replace; /* a byte of the text is changed after signing */
        const char *podpis;
        const char *opis;
    } cases[] = {
        { true, NULL, "TOTAL_PASSED", "Podpis poprawny, podpisał(a): Jan Kowalski." },
        { false, NULL, "INDETERMINATE", "Podpisu nie można potwierdzić, podpisał(a): Jan Kowalski." },
        { true, "Podpisane", "TOTAL_FAILED", "Podpis nieważny" },
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct ctx *ctx = fx_citizen(state, "obywatel", FX_JST);
        struct pokwitowanie p;
        struct zlozenie z;
        struct db_rows *d = NULL;
        void *xml = NULL;
        size_t len = 0;

        signed_letter(ctx, cases[i].trusted, &xml, &len);
        if (cases[i].replace)
            *strstr(xml, cases[i].replace) = 'X';
        z = filing(ctx, FX_JST, "pismo.xml", xml, len);
        assert_int_equal(skrytka_file(ctx, &z, &p), ERR_OK);
        assert_int_equal(skrytka_dokument(ctx, p.dokument_id, &d), ERR_OK);
        print_message("# %s\n", skrytka_podpis_opis(ctx, d));
        assert_string_equal(db_str(d, 0, "podpis"), cases[i].podpis);
        assert_memory_equal(skrytka_podpis_opis(ctx, d), cases[i].opis, strlen(cases[i].opis));
        assert_string_equal(db_str(d, 0, "tytul"), cases[i].replace ? "Xodpisane" : "Podpisane");
    }
    trust_use(fx_app(), NULL);
}

/* What is added to a signature afterwards (here: white space behind the root) makes no second submission of it. */
static void the_same_signature_gets_the_first_receipt(void **state)
{
    struct ctx *ctx = fx_citizen(state, "obywatel", FX_JST);
    struct pokwitowanie first;
    struct pokwitowanie second;
    struct zlozenie z;
    void *xml = NULL;
    char *longer;
    size_t len = 0;

    signed_letter(ctx, true, &xml, &len);
    z = filing(ctx, FX_JST, "pismo.xml", xml, len);
    assert_int_equal(skrytka_file(ctx, &z, &first), ERR_OK);
    longer = mem_printf(ctx->mem, "%.*s\n\n", (int)len, (const char *)xml);
    z = filing(ctx, FX_JST, "pismo-2.xml", longer, len + 2);
    assert_int_equal(skrytka_file(ctx, &z, &second), ERR_OK);
    assert_true(second.powtorka);
    assert_string_equal(second.upo.numer, first.upo.numer);
    /* another unit has not seen it, another sender's is a letter of its own */
    z = filing(ctx, FX_OTHER_JST, "pismo.xml", xml, len);
    assert_int_equal(skrytka_file(ctx, &z, &second), ERR_OK);
    assert_false(second.powtorka);
    ctx = fx_citizen(state, "inna-obywatel", FX_JST);
    z = filing(ctx, FX_JST, "pismo.xml", longer, len + 2);
    assert_int_equal(skrytka_file(ctx, &z, &second), ERR_OK);
    assert_false(second.powtorka);
    assert_string_not_equal(second.upo.numer, first.upo.numer);
    trust_use(fx_app(), NULL);
}

/* What breaks the parser has arrived all the same: receipt, finding, and nobody here parses it again. */
static void a_file_that_kills_the_sandbox_is_taken_unread(void **state)
{
    struct ctx *ctx = fx_citizen(state, "obywatel", FX_JST);
    struct pokwitowanie p;
    struct zlozenie z;
    struct db_rows *d = NULL;
    void *xml = NULL;
    size_t len = 0;

    letter(ctx, "Groźne", NULL, 0, &xml, &len);
    z = filing(ctx, FX_JST, "pismo.xml", xml, len);
    assert_int_equal(skrytka_check(ctx, &z), ERR_OK); /* there is a helper now */
    helper_kill();
    assert_int_equal(skrytka_file(ctx, &z, &p), ERR_OK);
    assert_int_equal(skrytka_dokument(ctx, p.dokument_id, &d), ERR_OK);
    assert_string_equal(db_str(d, 0, "podpis"), "INDETERMINATE");
    assert_string_equal(db_str(d, 0, "mime"), "application/octet-stream");
    assert_string_equal(db_str(d, 0, "tytul"), "(bez tytułu)");
    assert_string_equal(db_str(d, 0, "wzor"), "");
    assert_non_null(strstr(db_str(d, 0, "podpis_raport"), "35"));
}

/* ---- when the signer or the database fails ---- */

static void without_a_seal_nothing_is_filed(void **state)
{
    struct ctx *ctx = fx_citizen(state, "obywatel", FX_JST);
    struct zlozenie z = filing(ctx, FX_JST, "a.xml", "<a/>", 4);
    const char *socket = ctx->app->conf.signer_socket;
    struct pokwitowanie p;

    seal_close(ctx->app);
    ctx->app->conf.signer_socket = "/nonexistent/signer.sock";
    assert_int_equal(skrytka_file(ctx, &z, &p), ERR_BUSY);
    ctx->app->conf.signer_socket = socket;
}

static void every_database_failure_is_passed_on(void **state)
{
    enum err e = ERR_BUSY;
    int n = 0;

    for (n = 1; e && n < 60; n++) {
        struct ctx *ctx = fx_citizen(state, "obywatel", FX_JST);
        struct zlozenie z = filing(ctx, FX_JST, "a.xml", "<a/>", 4);
        struct pokwitowanie p;

        db_fail_at(n);
        e = skrytka_file(ctx, &z, &p);
        db_fail_at(0);
        if (e)
            assert_int_equal(e, ERR_BUSY);
        fx_close(state);
        fx_open(state);
    }
    assert_int_equal(e, ERR_OK);
    assert_true(n > 8);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        fx_test(everything_is_stored),
        fx_test(hostile_files),
        fx_test(too_large),
        fx_test(hostile_attachments),
        fx_test(at_most_ten_attachments),
        fx_test(a_second_click_gives_the_first_receipt),
        fx_test(a_key_means_one_document),
        fx_test(keys_of_others_are_not_mine),
        fx_test(two_clicks_at_once_queue),
        fx_test(only_its_people_see_a_document),
        fx_test(partners_are_apart),
        fx_test(only_citizens_and_partners_file),
        fx_test(signatures_are_reported),
        fx_test(the_same_signature_gets_the_first_receipt),
        fx_test(a_file_that_kills_the_sandbox_is_taken_unread),
        fx_test(without_a_seal_nothing_is_filed),
        fx_test(every_database_failure_is_passed_on),
    };

    return fx_run(tests);
}
