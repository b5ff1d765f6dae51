/* signer: what it seals, what it refuses, and that no client can hurt another. The process tests run the real loop in a
 * child and talk to it through core/seal/seal and by hand. */
#include "tests/unit/signer/office.h"

static void the_three_types_are_sealed(void **state)
{
    struct world *w = *state;

    seals(w, SIGNER_SEAL_UPP, JST, dated(w, UPP));
    seals(w, SIGNER_SEAL_UPD, JST, dated(w, UPD));
    seals(w, SIGNER_SEAL_PISMO, JST, dated(w, PISMO));
    seals(w, SIGNER_SEAL_UPP, RSA_JST, replace(w, dated(w, UPP), ">" JST "<", ">" RSA_JST "<"));
}

static void a_type_takes_only_its_own_document(void **state)
{
    struct world *w = *state;
    const char *docs[] = { dated(w, UPP), dated(w, UPD), dated(w, PISMO), "<a/>" };
    const enum signer_request types[] = { SIGNER_SEAL_UPP, SIGNER_SEAL_UPD, SIGNER_SEAL_PISMO };

    for (int t = 0; t < 3; t++)
        for (int d = 0; d < 4; d++)
            if (t != d)
                refuses(w, types[t], JST, docs[d], SIGNER_BAD_SHAPE);
}

static void altered_receipts_are_refused(void **state)
{
    static const struct {
        const char *from;
        const char *to;
    } changes[] = {
        { ">" JST "</pos:IdentyfikatorPodmiotu></pos:Adresat>", ">0801072</pos:IdentyfikatorPodmiotu></pos:Adresat>" },
        { "TypIdentyfikatora=\"TERYT\"", "TypIdentyfikatora=\"NIP\"" },
        { " TypIdentyfikatora=\"TERYT\"", "" },
        { " TypIdentyfikatora=\"TERYT\"", " TypIdentyfikatora=\"TERYT\" x=\"1\"" },
        { "<pos:UPP>", "<pos:UPP x=\"1\">" },
        { "<pos:UPP>", "<pos:UPP>text" },
        { "<pos:UPP>", "<pos:UPP><!-- c -->" },
        { "Jan Kowalski", "<![CDATA[Jan]]>" },
        { "Jan Kowalski", "<b>Jan</b>" },
        { "Jan Kowalski", " " },
        { "<pos:IdentyfikatorDokumentu>DOK-1</pos:IdentyfikatorDokumentu>", "" },
        { "</pos:UPP>", "</pos:UPP><pos:UPP/>" },
        { "</pos:UPP>", "<pos:Inne>x</pos:Inne></pos:UPP>" },
        { "</pos:UPP>", "<x>y</x></pos:UPP>" },
        { "</pos:UPP>", "</pos:UPP><ds:Signature xmlns:ds=\"http://www.w3.org/2000/09/xmldsig#\"/>" },
        { "<pos:Nadawca>", "<pos:IdentyfikatorDokumentu>D</pos:IdentyfikatorDokumentu><pos:Nadawca>" },
        { "xmlns:pos=\"http://crd.gov.pl/xml/schematy/UPO/2008/05/09/\"", "xmlns:pos=\"urn:x\"" },
        { "<pos:Dokument", "<?xml-stylesheet href=\"x\"?><pos:Dokument" },
        { "<pos:Dokument", "<!-- c --><pos:Dokument" },
    };
    struct world *w = *state;

    for (size_t i = 0; i < sizeof changes / sizeof changes[0]; i++)
        refuses(w, SIGNER_SEAL_UPP, JST, replace(w, dated(w, UPP), changes[i].from, changes[i].to), SIGNER_BAD_SHAPE);
}

static void implausible_times_are_refused(void **state)
{
    struct world *w = *state;
    const char *event = "<pos:DataDoreczenia>@NOW@";
    const char *made = "<pos:DataWytworzeniaPoswiadczenia>@NOW@";
    const char *event_tag = "<pos:DataDoreczenia>";
    const char *made_tag = "<pos:DataWytworzeniaPoswiadczenia>";
    const int early[] = { -3600, 3600 };

    for (int i = 0; i < 2; i++)
        refuses(w, SIGNER_SEAL_UPP, JST,
                dated(w, replace(w, UPP, made, mem_printf(w->mem, "%s%s", made_tag, time_text(w, early[i])))),
                SIGNER_BAD_SHAPE);
    refuses(w, SIGNER_SEAL_UPP, JST,
            dated(w, replace(w, UPP, event, mem_printf(w->mem, "%s%s", event_tag, time_text(w, 60)))),
            SIGNER_BAD_SHAPE);
    refuses(w, SIGNER_SEAL_UPP, JST,
            dated(w, replace(w, UPP, event, mem_printf(w->mem, "%s%s", event_tag, time_text(w, -40 * 86400)))),
            SIGNER_BAD_SHAPE);
    refuses(w, SIGNER_SEAL_UPP, JST, dated(w, replace(w, UPP, event, "<pos:DataDoreczenia>wczoraj")), SIGNER_BAD_SHAPE);
    seals(w, SIGNER_SEAL_UPP, JST,
          dated(w, replace(w, UPP, event, mem_printf(w->mem, "%s%s", event_tag, time_text(w, -86400)))));
}

static void altered_letters_are_refused(void **state)
{
    static const struct {
        const char *from;
        const char *to;
    } changes[] = {
        { ">" JST "<", ">0801072<" },
        { "<inst:TypIdentyfikatora>TERYT", "<inst:TypIdentyfikatora>NIP" },
        { "</meta:Podmiot></str:Nadawcy>", "</meta:Podmiot><meta:Podmiot/></str:Nadawcy>" },
        { "</str:Nadawcy>", "</str:Nadawcy><str:Nadawcy/>" },
        { "<inst:NazwaInstytucji>", "<inst:InnyIdentyfikator><inst:TypIdentyfikatora>TERYT</inst:TypIdentyfikatora>"
                                    "<inst:WartoscIdentyfikatora>0899</inst:WartoscIdentyfikatora></"
                                    "inst:InnyIdentyfikator><inst:NazwaInstytucji>" },
        { "<oso:Nazwisko>Kos</oso:Nazwisko>", "" },
        { "<oso:Imie>Anna</oso:Imie>", "<oso:Imie> </oso:Imie>" },
        { "Treść.", "<!-- c -->" },
        { "Treść.", "<script xmlns=\"http://www.w3.org/1999/xhtml\"/>" },
        { "</wnio:TrescDokumentu>",
          "</wnio:TrescDokumentu><ds:Signature xmlns:ds=\"http://www.w3.org/2000/09/xmldsig#\"/>" },
        { "</wnio:TrescDokumentu>", "</wnio:TrescDokumentu><wnio:TrescDokumentu/>" },
        { "str:Adresaci>", "str:Inni>" },
        { "<?xml-stylesheet", "<?xml-stylesheet a?><?xml-stylesheet" },
        { "<?xml-stylesheet", "<?php" },
    };
    struct world *w = *state;

    for (size_t i = 0; i < sizeof changes / sizeof changes[0]; i++) {
        const char *text = replace(w, dated(w, PISMO), changes[i].from, changes[i].to);

        if (strcmp(changes[i].from, "str:Adresaci>") == 0)
            text = replace(w, text, "/str:Adresaci>", "/str:Inni>");
        refuses(w, SIGNER_SEAL_PISMO, JST, text, SIGNER_BAD_SHAPE);
    }
}

static void unsafe_xml_is_refused(void **state)
{
    struct world *w = *state;

    refuses(w, SIGNER_SEAL_UPP, JST, "", SIGNER_BAD_DOCUMENT);
    refuses(w, SIGNER_SEAL_UPP, JST, "not xml", SIGNER_BAD_DOCUMENT);
    refuses(w, SIGNER_SEAL_UPP, JST, mem_printf(w->mem, "<!DOCTYPE x>%s", dated(w, UPP)), SIGNER_BAD_DOCUMENT);
    refuses(w, SIGNER_SEAL_UPP, JST, replace(w, dated(w, UPP), "Jan", "\xFF"), SIGNER_BAD_DOCUMENT);
}

static void strange_units_and_types_are_refused(void **state)
{
    struct world *w = *state;
    const char *text = dated(w, UPP);

    refuses(w, SIGNER_SEAL_UPP, "../keys/0801062", text, SIGNER_BAD_FRAME);
    refuses(w, SIGNER_SEAL_UPP, "", text, SIGNER_BAD_FRAME);
    refuses(w, SIGNER_SEAL_UPP, "08010621", text, SIGNER_BAD_FRAME);
    refuses(w, SIGNER_PING, JST, text, SIGNER_BAD_TYPE);
    refuses(w, (enum signer_request)99, JST, text, SIGNER_BAD_TYPE);
    refuses(w, SIGNER_SEAL_UPP, "0899999", replace(w, text, ">" JST "<", ">0899999<"), SIGNER_NO_KEY);
}

/* ---- keys ---- */

static void keys_must_be_private_and_match(void **state)
{
    struct world *w = *state;
    struct key_set *other = key_set_new(w->mem, KEY_P256, "Inna");
    const char *key = path(w, "keys/0802.key");

    install(w, "0802", w->ec);
    chmod(key, 0644);
    refuses(w, SIGNER_SEAL_UPP, "0802", for_unit(w, "0802"), SIGNER_NO_KEY);
    chmod(key, 0640);
    seals(w, SIGNER_SEAL_UPP, "0802", for_unit(w, "0802"));
    key_write(key, other->key);
    refuses(w, SIGNER_SEAL_UPP, "0802", for_unit(w, "0802"), SIGNER_NO_KEY);
    file_write(key, "rubbish", 7);
    file_newer(key);
    refuses(w, SIGNER_SEAL_UPP, "0802", for_unit(w, "0802"), SIGNER_NO_KEY);
    install(w, "0802", w->rsa);
    seals(w, SIGNER_SEAL_UPP, "0802", for_unit(w, "0802"));
    remove(key);
    refuses(w, SIGNER_SEAL_UPP, "0802", for_unit(w, "0802"), SIGNER_NO_KEY);
}

static void a_seal_that_does_not_verify_is_not_released(void **state)
{
    struct world *w = *state;
    struct key_set *untrusted = key_set_new(w->mem, KEY_P256, "Bez zaufania");
    struct key_set expired = { .key = key_new(w->mem, KEY_P256) };
    struct cert_spec spec = { .cn = "Dawna",
                              .key = expired.key,
                              .issuer = w->ec->root,
                              .issuer_key = w->ec->root_key,
                              .from_days = -20,
                              .to_days = -1 };

    expired.cert = cert_new(w->mem, &spec);
    install(w, "0803", untrusted);
    install(w, "0804", &expired);
    refuses(w, SIGNER_SEAL_UPP, "0803", for_unit(w, "0803"), SIGNER_INTERNAL);
    refuses(w, SIGNER_SEAL_UPP, "0804", for_unit(w, "0804"), SIGNER_INTERNAL);
}

/* A key that never leaves its token. */
static void token_keys_seal(void **state)
{
    struct world *w = *state;
    const struct {
        const char *jst;
        struct key_set *set;
    } kinds[] = { { "0805", w->ec }, { "0806", w->rsa } };
    const char *conf = path(w, "softhsm2.conf");
    const char *text = mem_printf(w->mem, "directories.tokendir = %s\nobjectstore.backend = file\nlog.level = ERROR\n",
                                  path(w, "tokens"));

    mkdir(path(w, "tokens"), 0700);
    file_write(conf, text, strlen(text));
    setenv("SOFTHSM2_CONF", conf, 1);
    assert_int_equal(system("softhsm2-util --init-token --free --label urzad --pin 1234 --so-pin 5678 >/dev/null 2>&1"),
                     0);
    file_write(path(w, "pin"), "1234\n", 5);
    w->app->conf.signer_pkcs11_module = "/usr/lib/softhsm/libsofthsm2.so";
    w->app->conf.signer_pin_file = path(w, "pin");
    for (int i = 0; i < 2; i++) {
        const char *jst = kinds[i].jst;
        const char *uri = mem_printf(w->mem, "pkcs11:token=urzad;object=%s;type=private\n", jst);

        key_write(path(w, "import.pem"), kinds[i].set->key);
        assert_int_equal(
            system(mem_printf(w->mem,
                              "softhsm2-util --import %s --token urzad --label %s --id %s --pin 1234 >/dev/null 2>&1",
                              path(w, "import.pem"), jst, jst)),
            0);
        file_write(path(w, mem_printf(w->mem, "keys/%s.p11", jst)), uri, strlen(uri));
        cert_write(path(w, mem_printf(w->mem, "keys/%s.crt", jst)), kinds[i].set->cert);
        seals(w, SIGNER_SEAL_UPP, jst, for_unit(w, jst));
        seals(w, SIGNER_SEAL_UPP, jst, for_unit(w, jst));
    }
    file_write(path(w, "keys/0807.p11"), "pkcs11:token=urzad;object=none\n", 31);
    cert_write(path(w, "keys/0807.crt"), w->ec->cert);
    refuses(w, SIGNER_SEAL_UPP, "0807", for_unit(w, "0807"), SIGNER_NO_KEY);
}

/* ---- the log ---- */

/* Every line holds the number and the hash of the one before; returns how many. */
static int check_chain(struct world *w, const char *file)
{
    char previous[65];
    char *line = read_file(w, file);
    int n = 0;

    memset(previous, '0', 64);
    previous[64] = '\0';
    while (*line) {
        char *end = strchr(line, '\n');
        unsigned char hash[32];

        assert_non_null(end);
        *end = '\0';
        if (strstr(line, "\"prev\"")) {
            assert_non_null(strstr(line, mem_printf(w->mem, "\"prev\":\"%s\"}", previous)));
            n++;
        }
        EVP_Digest(line, strlen(line), hash, NULL, EVP_sha256(), NULL);
        for (int i = 0; i < 32; i++)
            snprintf(previous + 2 * i, 3, "%02x", hash[i]);
        line = end + 1;
    }
    return n;
}

static void the_log_is_a_chain_over_restarts(void **state)
{
    struct world *w = *state;
    const char *file = path(w, "chain.jsonl");
    struct journal *usual = w->signer.journal;

    for (int i = 0; i < 3; i++) {
        w->signer.journal = journal_open(w->mem, file);
        assert_non_null(w->signer.journal);
        assert_null(journal_open(w->mem, file)); /* a second signer finds it locked */
        seals(w, SIGNER_SEAL_UPP, JST, dated(w, UPP));
        refuses(w, SIGNER_SEAL_UPP, JST, "<a/>", SIGNER_BAD_SHAPE);
        talloc_free(w->signer.journal);
    }
    w->signer.journal = usual;
    assert_int_equal(check_chain(w, file), 6);
    assert_non_null(strstr(read_file(w, file), "{\"n\":6,"));
    assert_non_null(
        strstr(read_file(w, file), "\"ev\":\"seal.requested\",\"typ\":\"upp\",\"jst\":\"" JST "\",\"req\":\"r-1\""));
    assert_null(strstr(read_file(w, file), "Kowalski"));
}

static void a_torn_line_does_not_stop_the_log(void **state)
{
    struct world *w = *state;
    const char *file = path(w, "torn.jsonl");
    struct journal *usual = w->signer.journal;

    file_write(file, "{\"n\":7,\"t\":\"2026", 16);
    w->signer.journal = journal_open(w->mem, file);
    seals(w, SIGNER_SEAL_UPP, JST, dated(w, UPP));
    talloc_free(w->signer.journal);
    w->signer.journal = usual;
    assert_int_equal(check_chain(w, file), 1);
    assert_non_null(strstr(read_file(w, file), "\n{\"n\":8,"));
}

static void without_a_log_nothing_is_sealed(void **state)
{
    struct world *w = *state;
    struct journal *usual = w->signer.journal;

    w->signer.journal = journal_open(w->mem, "/dev/full");
    assert_non_null(w->signer.journal);
    refuses(w, SIGNER_SEAL_UPP, JST, dated(w, UPP), SIGNER_INTERNAL);
    talloc_free(w->signer.journal);
    w->signer.journal = usual;
}

/* ---- the process ---- */

static void seals_over_the_socket_and_survives_restarts(void **state)
{
    struct world *w = *state;
    struct app *app = another(w);
    struct stat st;

    assert_int_equal(seal(w, app, dated(w, UPP)), ERR_BUSY);
    start_signer(w);
    assert_int_equal(stat(app->conf.signer_socket, &st), 0);
    assert_int_equal(st.st_mode & 0777, 0660);
    assert_int_equal(listen_open(app->conf.signer_socket), -1); /* taken */
    for (int i = 0; i < 20; i++)
        assert_int_equal(seal(w, app, dated(w, UPP)), ERR_OK);
    assert_int_equal(seal(w, app, "<a/>"), ERR_INTERNAL);
    assert_int_equal(seal(w, app, dated(w, UPP)), ERR_OK);
    stop_signer(w);
    assert_int_equal(seal(w, app, dated(w, UPP)), ERR_BUSY);
    start_signer(w);
    assert_int_equal(seal(w, app, dated(w, UPP)), ERR_OK);
    stop_signer(w);
    start_signer(w);
    assert_int_equal(seal(w, app, dated(w, UPP)), ERR_OK); /* over a connection that died meanwhile */
    stop_signer(w);
    seal_close(app);
    assert_true(check_chain(w, app->conf.signer_log) > 20);
}

static int raw_connect(struct world *w)
{
    struct sockaddr_un un = { .sun_family = AF_UNIX };
    struct timeval limit = { .tv_sec = 5 };
    int fd = socket(AF_UNIX, SOCK_STREAM, 0);

    snprintf(un.sun_path, sizeof un.sun_path, "%s", w->app->conf.signer_socket);
    assert_int_equal(connect(fd, (const struct sockaddr *)&un, sizeof un), 0);
    setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    return fd;
}

static void raw_send(int fd, const void *data, size_t len)
{
    assert_int_equal(send(fd, data, len, MSG_NOSIGNAL), (ssize_t)len);
}

/* Status of the answer, -1 when the connection is closed instead. */
static int raw_status(int fd)
{
    unsigned char head[SIGNER_HEADER];
    char rest[4096];
    ssize_t n = recv(fd, head, sizeof head, MSG_WAITALL);
    size_t len;

    if (n != SIGNER_HEADER)
        return -1;
    len = (size_t)head[2] << 8 | head[3];
    assert_true(len <= sizeof rest);
    if (len > 0)
        assert_int_equal(recv(fd, rest, len, MSG_WAITALL), (ssize_t)len);
    return head[5];
}

static void bad_clients_disturb_nobody(void **state)
{
    static const unsigned char ping[] = { 0, 0, 0, 0, SIGNER_VERSION, SIGNER_PING, 0, 0 };
    static const unsigned char version[] = { 0, 0, 0, 0, 9, SIGNER_PING, 0, 0 };
    static const unsigned char huge[] = { 0xFF, 0xFF, 0xFF, 0xFF, SIGNER_VERSION, SIGNER_SEAL_UPP, 0, 0 };
    static const unsigned char nozero[] = { 0, 0, 0, 3, SIGNER_VERSION, SIGNER_SEAL_UPP, 0, 0, 'a', 'b', 'c' };
    static const unsigned char unknown[] = { 0, 0, 0, 0, SIGNER_VERSION, 77, 0, 0 };
    static const unsigned char half[] = { 0, 0, 1, 0, SIGNER_VERSION, SIGNER_SEAL_UPP, 0, 0, '0', '8' };
    struct world *w = *state;
    struct app *apps[6];
    int stalled;
    int fd;

    start_signer(w);
    stalled = raw_connect(w);
    raw_send(stalled, half, sizeof half);
    fd = raw_connect(w);
    raw_send(fd, half, 3);
    close(fd);
    fd = raw_connect(w);
    for (int i = 0; i < 3; i++) {
        raw_send(fd, ping, sizeof ping);
        assert_int_equal(raw_status(fd), SIGNER_OK);
    }
    raw_send(fd, unknown, sizeof unknown);
    assert_int_equal(raw_status(fd), SIGNER_BAD_TYPE);
    raw_send(fd, nozero, sizeof nozero);
    assert_int_equal(raw_status(fd), SIGNER_BAD_FRAME);
    assert_int_equal(raw_status(fd), -1);
    close(fd);
    fd = raw_connect(w);
    raw_send(fd, version, sizeof version);
    assert_int_equal(raw_status(fd), SIGNER_BAD_FRAME);
    close(fd);
    fd = raw_connect(w);
    raw_send(fd, huge, sizeof huge);
    assert_int_equal(raw_status(fd), SIGNER_BAD_FRAME);
    close(fd);
    for (int i = 0; i < 6; i++)
        apps[i] = another(w);
    for (int round = 0; round < 3; round++)
        for (int i = 0; i < 6; i++)
            assert_int_equal(seal(w, apps[i], dated(w, UPP)), ERR_OK);
    for (int i = 0; i < 6; i++)
        seal_close(apps[i]);
    close(stalled);
    stop_signer(w);
}

static void many_clients_are_served_at_once(void **state)
{
    enum { CLIENTS = 6, EACH = 30 };
    struct world *w = *state;
    pid_t pids[CLIENTS];

    start_signer(w);
    fflush(NULL);
    for (int i = 0; i < CLIENTS; i++) {
        pids[i] = fork();
        if (pids[i] == 0) {
            struct app *app = another(w);
            const char *text = dated(w, UPP);
            int bad = 0;

            for (int k = 0; k < EACH; k++)
                bad += seal(w, app, text) != ERR_OK;
            _exit(bad ? 1 : 0);
        }
    }
    kill(pids[0], SIGKILL);
    for (int i = 0; i < CLIENTS; i++) {
        int status = -1;

        waitpid(pids[i], &status, 0);
        if (i > 0)
            assert_int_equal(status, 0);
    }
    stop_signer(w);
}

static void strangers_are_turned_away(void **state)
{
    struct world *w = *state;
    struct app *app;

    w->app->conf.signer_uids = "4294967294";
    app = another(w);
    start_signer(w);
    assert_int_equal(seal(w, app, dated(w, UPP)), ERR_BUSY);
    stop_signer(w);
    w->app->conf.signer_uids = "";
    assert_true(uid_allowed("5,33, 1001", 33));
    assert_true(uid_allowed("5,33, 1001", 1001));
    assert_false(uid_allowed("5,33,1001", 3));
    assert_false(uid_allowed("x", 0));
    assert_true(uid_allowed("", geteuid()));
    assert_false(uid_allowed("", geteuid() + 1));
}

static void the_client_checks_what_it_asks(void **state)
{
    struct world *w = *state;
    struct app *app = another(w);
    struct ctx *ctx = caller(w, app);
    void *out = NULL;
    size_t len = 0;

    ctx->jst = "";
    assert_int_equal(seal_document(ctx, SEAL_UPP, "<a/>", 4, &out, &len), ERR_INTERNAL);
    ctx = caller(w, app);
    assert_int_equal(seal_document(ctx, SEAL_UPP, "<a/>", (size_t)1 << 30, &out, &len), ERR_INTERNAL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_three_types_are_sealed),
        cmocka_unit_test(a_type_takes_only_its_own_document),
        cmocka_unit_test(altered_receipts_are_refused),
        cmocka_unit_test(implausible_times_are_refused),
        cmocka_unit_test(altered_letters_are_refused),
        cmocka_unit_test(unsafe_xml_is_refused),
        cmocka_unit_test(strange_units_and_types_are_refused),
        cmocka_unit_test(keys_must_be_private_and_match),
        cmocka_unit_test(a_seal_that_does_not_verify_is_not_released),
        cmocka_unit_test(the_log_is_a_chain_over_restarts),
        cmocka_unit_test(a_torn_line_does_not_stop_the_log),
        cmocka_unit_test(without_a_log_nothing_is_sealed),
        cmocka_unit_test(seals_over_the_socket_and_survives_restarts),
        cmocka_unit_test(bad_clients_disturb_nobody),
        cmocka_unit_test(many_clients_are_served_at_once),
        cmocka_unit_test(strangers_are_turned_away),
        cmocka_unit_test(the_client_checks_what_it_asks),
        /* last: the engine and its module stay loaded in the process */
        cmocka_unit_test(token_keys_seal),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
