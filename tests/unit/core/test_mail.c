/* Letters as a real SMTP server (aiosmtpd on a unix socket) and Python's mail parser understand them.
 * (own program: job_add() is ours here) */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <jansson.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/ctx/app.h"
#include "core/ctx/job.h"
#include "core/ctx/log.h"
#include "core/net/mail.h"
#include "tests/support/python_server.h"

static const char SERVER[] =
    "import sys, json, email, email.policy, threading\n"
    "from aiosmtpd.controller import UnixSocketController\n"
    "class Sink:\n"
    "    async def handle_RCPT(self, server, session, envelope, address, options):\n"
    "        if address.startswith('nigdy'): return '550 no such user'\n"
    "        if address.startswith('potem'): return '451 try later'\n"
    "        envelope.rcpt_tos.append(address)\n"
    "        return '250 OK'\n"
    "    async def handle_DATA(self, server, session, envelope):\n"
    "        m = email.message_from_bytes(envelope.content, policy=email.policy.default)\n"
    "        body = m.get_body(('plain',))\n"
    "        out = {'from': envelope.mail_from, 'to': envelope.rcpt_tos, 'subject': m['Subject'],\n"
    "               'date': str(m['Date'].datetime.timestamp()), 'id': m['Message-ID'], 'sender': m['From'],\n"
    "               'names': [k.lower() for k in m.keys()], 'type': body.get_content_type(),\n"
    "               'charset': body.get_content_charset(), 'body': body.get_content().replace('\\r\\n', '\\n'),\n"
    "               'longest': max(len(x) for x in envelope.content.split(b'\\r\\n') if b'boundary=' not in x),\n"
    "               'ascii': envelope.content.isascii(), 'defects': len(m.defects)}\n"
    "        open(sys.argv[2] + '.part', 'w').write(json.dumps(out))\n"
    "        import os; os.rename(sys.argv[2] + '.part', sys.argv[2])\n"
    "        return '250 OK'\n"
    "c = UnixSocketController(Sink(), unix_socket=sys.argv[1])\n"
    "c.start()\n"
    "print('ready', flush=True)\n"
    "threading.Event().wait()\n";

static char dir[] = "/tmp/eurzad-mail-XXXXXX";
static char socket_path[64];
static char letter_path[64];
static struct app *app;
static json_t *queued;

/* The outbox is another unit's business: here it only shows what it was given. */
enum err job_add(struct ctx *ctx, const char *rodzaj, const char *key, json_t *data)
{
    (void)ctx;
    assert_string_equal(rodzaj, "mail");
    assert_null(key);
    json_decref(queued);
    queued = data;
    return ERR_OK;
}

static int begin_all(void **state)
{
    TALLOC_CTX *mem = mem_new(NULL);

    (void)state;
    signal(SIGPIPE, SIG_IGN);
    log_open("test_mail", LOG_ERROR);
    assert_non_null(mkdtemp(dir));
    (void)snprintf(socket_path, sizeof socket_path, "%s/s", dir);
    (void)snprintf(letter_path, sizeof letter_path, "%s/letter", dir);
    app = mem_zero(mem, struct app);
    app->mem = mem;
    conf_defaults(&app->conf);
    app->conf.smtp_socket = socket_path;
    app->conf.mail_from = "urzad@gmina.example";
    python_server_new(mem, SERVER, (const char *const[]){ socket_path, letter_path, NULL });
    return 0;
}

static int end_all(void **state)
{
    (void)state;
    json_decref(queued);
    talloc_free(app->mem);
    unlink(socket_path);
    unlink(letter_path);
    rmdir(dir);
    return 0;
}

static int begin(void **state)
{
    unlink(letter_path);
    *state = ctx_new(app);
    return 0;
}

static int end(void **state)
{
    ctx_free(*state);
    return 0;
}

static json_t *letter(void)
{
    json_t *j = json_load_file(letter_path, 0, NULL);

    assert_non_null(j);
    return j;
}

static const char *field(const json_t *j, const char *name)
{
    const char *s = json_string_value(json_object_get(j, name));

    assert_non_null(s);
    return s;
}

static bool has_header(const json_t *j, const char *name)
{
    const json_t *names = json_object_get(j, "names");

    for (size_t i = 0; i < json_array_size(names); i++)
        if (strcmp(json_string_value(json_array_get(names, i)), name) == 0)
            return true;
    return false;
}

static void letter_arrives_as_written(void **state)
{
    static const char text[] = "Dzień dobry,\n\n.kropka na początku\nzażółć gęślą jaźń = 100 %\r\nTrzecia linia\n";
    static const char subject[] = "Potwierdzenie: pismo OR.1431.5.2026 — złożone";
    static const char received[] = "Dzień dobry,\n\n.kropka na początku\nzażółć gęślą jaźń = 100 %\nTrzecia linia\n";
    struct ctx *ctx = *state;
    json_t *j = NULL;

    assert_int_equal(mail_send(ctx, "anna.kos@example.pl", subject, text), ERR_OK);
    j = letter();
    assert_string_equal(field(j, "from"), "urzad@gmina.example");
    assert_int_equal(json_array_size(json_object_get(j, "to")), 1);
    assert_string_equal(json_string_value(json_array_get(json_object_get(j, "to"), 0)), "anna.kos@example.pl");
    assert_string_equal(field(j, "subject"), subject);
    assert_string_equal(field(j, "sender"), "Lubuski e-Urząd <urzad@gmina.example>");
    assert_string_equal(field(j, "body"), received);
    assert_string_equal(field(j, "type"), "text/plain");
    assert_string_equal(field(j, "charset"), "utf-8");
    assert_int_equal(atoll(field(j, "date")), ctx->now / 1000000);
    assert_non_null(strstr(field(j, "id"), ctx->request_id));
    assert_non_null(strstr(field(j, "id"), "@gmina.example>"));
    assert_true(json_is_true(json_object_get(j, "ascii")));
    assert_true(has_header(j, "mime-version"));
    assert_true(has_header(j, "auto-submitted"));
    assert_int_equal(json_integer_value(json_object_get(j, "defects")), 0);
    json_decref(j);
}

static void subject_cannot_add_headers(void **state)
{
    json_t *j = NULL;

    assert_int_equal(mail_send(*state, "a@example.pl", "Tak\r\nBcc: ofiara@example.com\r\n\r\nTekst", "x"), ERR_OK);
    j = letter();
    assert_false(has_header(j, "bcc"));
    assert_int_equal(json_array_size(json_object_get(j, "to")), 1);
    assert_string_equal(field(j, "subject"), "Tak  Bcc: ofiara@example.com    Tekst");
    json_decref(j);

    assert_int_equal(mail_send(*state, "a@example.pl", "=?UTF-8?Q?Bcc=3A?=", "x"), ERR_OK);
    j = letter();
    assert_string_equal(field(j, "subject"), "=?UTF-8?Q?Bcc=3A?=");
    json_decref(j);
}

static void long_subject_is_folded_between_letters(void **state)
{
    char subject[900] = "";
    json_t *j = NULL;

    for (int i = 0; i < 40; i++)
        strcat(subject, i % 2 ? "źdźbło 😀 " : "ąćęłńóśźż ");
    assert_int_equal(mail_send(*state, "a@example.pl", subject, "x"), ERR_OK);
    j = letter();
    assert_string_equal(field(j, "subject"), subject);
    assert_in_range(json_integer_value(json_object_get(j, "longest")), 1, 78);
    json_decref(j);
}

static void long_line_and_long_text_arrive(void **state)
{
    struct ctx *ctx = *state;
    char *text = mem_zero_bytes(ctx->mem, 262144 + 2, 1, "text");
    json_t *j = NULL;

    memset(text, 'x', 200000);
    assert_int_equal(mail_send(ctx, "a@example.pl", "dlugi", text), ERR_OK);
    j = letter();
    assert_int_equal(strspn(field(j, "body"), "x"), 200000);
    assert_in_range(json_integer_value(json_object_get(j, "longest")), 1, 78);
    json_decref(j);
    memset(text, 'x', 262145);
    assert_int_equal(mail_send(ctx, "a@example.pl", "za dlugi", text), ERR_INVALID);
}

static void final_and_passing_refusals_differ(void **state)
{
    struct ctx *ctx = *state;

    assert_int_equal(mail_send(ctx, "nigdy@example.pl", "x", "x"), ERR_INVALID);
    assert_null(strstr(ctx->fail.detail, "nigdy"));
    ctx_forgive(ctx);
    assert_int_equal(mail_send(ctx, "potem@example.pl", "x", "x"), ERR_BUSY);
}

static void server_away_is_busy(void **state)
{
    app->conf.smtp_socket = "/nonexistent/smtp.sock";
    assert_int_equal(mail_send(*state, "a@example.pl", "x", "x"), ERR_BUSY);
    app->conf.smtp_socket = socket_path;
}

static void hostile_recipient_never_reaches_the_server(void **state)
{
    assert_int_equal(mail_send(*state, "a@example.pl>\r\nRCPT TO:<b@example.pl", "x", "x"), ERR_INVALID);
    assert_true(access(letter_path, F_OK) != 0);
}

static void queue_keeps_the_letter_for_the_job(void **state)
{
    assert_int_equal(mail_queue(*state, "a@example.pl", "Temat ż", "Tekst\n"), ERR_OK);
    assert_string_equal(field(queued, "to"), "a@example.pl");
    assert_string_equal(field(queued, "subject"), "Temat ż");
    assert_string_equal(field(queued, "text"), "Tekst\n");
    assert_int_equal(mail_queue(*state, "a@example", "x", "x"), ERR_INVALID);
    ctx_forgive(*state);
    assert_int_equal(mail_queue(*state, "a@example.pl", "\xff\xfe", "x"), ERR_INVALID);
}

static void addresses(void **state)
{
    static const char *const good[] = { "a@b.pl", "anna.kos+urzad@poczta.example.pl", "o'neil@example.com",
                                        "x_y-z@xn--d-uga0v7h.pl", "1@2.3.com" };
    static const char *const bad[] = {
        "",        "@",       "a",         "a@",       "@b.pl",         "a@b",         "a b@c.pl", "a@b..pl",
        ".a@b.pl", "a.@b.pl", "a..b@c.pl", "a@b.pl\n", "a@b.pl,c@d.pl", "a@b@c.pl",    "<a@b.pl>", "a@-b.pl",
        "a@b-.pl", "a@b.pl.", "ą@b.pl",    "a@ł.pl",   "\"a b\"@c.pl",  "a@[1.2.3.4]", "a@1.2.3.4"
    };
    char longest[400] = "";

    (void)state;
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++)
        assert_true(mail_address_ok(good[i]));
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        assert_false(mail_address_ok(bad[i]));
    assert_false(mail_address_ok(NULL));
    memset(longest, 'a', 65);
    strcpy(longest + 65, "@b.pl");
    assert_false(mail_address_ok(longest));
    assert_true(mail_address_ok(longest + 1));
    strcpy(longest, "a@");
    for (int i = 0; i < 42; i++)
        strcat(longest, "bcdef.");
    strcat(longest, "pl");
    assert_false(mail_address_ok(longest));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(letter_arrives_as_written, begin, end),
        cmocka_unit_test_setup_teardown(subject_cannot_add_headers, begin, end),
        cmocka_unit_test_setup_teardown(long_subject_is_folded_between_letters, begin, end),
        cmocka_unit_test_setup_teardown(long_line_and_long_text_arrive, begin, end),
        cmocka_unit_test_setup_teardown(final_and_passing_refusals_differ, begin, end),
        cmocka_unit_test_setup_teardown(server_away_is_busy, begin, end),
        cmocka_unit_test_setup_teardown(hostile_recipient_never_reaches_the_server, begin, end),
        cmocka_unit_test_setup_teardown(queue_keeps_the_letter_for_the_job, begin, end),
        cmocka_unit_test(addresses),
    };

    return cmocka_run_group_tests_name("core/net/mail", tests, begin_all, end_all);
}
