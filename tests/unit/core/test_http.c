/* The HTTP client against a small server on a loopback port of the system's choice. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/ctx/app.h"
#include "core/ctx/log.h"
#include "core/net/http.h"
#include "tests/support/python_server.h"

/* TLS comes with a certificate made on the spot, so that the port below is http and the next printed one https. */
static const char SERVER[] =
    "import gzip, http.server, ssl, subprocess, sys, threading, time\n"
    "class H(http.server.BaseHTTPRequestHandler):\n"
    "    protocol_version = 'HTTP/1.1'\n"
    "    def log_message(self, *a): pass\n"
    "    def give(self, status, body, **headers):\n"
    "        self.send_response(status)\n"
    "        for k, v in headers.items(): self.send_header(k.replace('_', '-'), v)\n"
    "        if 'Transfer_Encoding' not in headers: self.send_header('Content-Length', str(len(body)))\n"
    "        self.end_headers()\n"
    "        try: self.wfile.write(body)\n"
    "        except OSError: pass\n"
    "    def do_GET(self):\n"
    "        p = self.path\n"
    "        if p == '/ok': self.give(200, 'zażółć\\0x'.encode(), Content_Type='text/plain; charset=utf-8',\n"
    "                                 ETag='\"v1\"', Last_Modified='Mon, 23 Nov 2026 08:00:00 GMT')\n"
    "        elif p == '/head': self.give(200, (self.headers.get('If-None-Match') or '-').encode())\n"
    "        elif p == '/404': self.give(404, b'nie ma')\n"
    "        elif p == '/503': self.give(503, b'', Retry_After='7')\n"
    "        elif p == '/empty': self.give(204, b'')\n"
    "        elif p == '/big': self.give(200, b'x' * 3000)\n"
    "        elif p == '/chunks':\n"
    "            part = b'5dc\\r\\n' + b'x' * 1500 + b'\\r\\n'\n"
    "            self.give(200, 2 * part + b'0\\r\\n\\r\\n', Transfer_Encoding='chunked')\n"
    "        elif p == '/bomb': self.give(200, gzip.compress(b'\\0' * 10000000), Content_Encoding='gzip')\n"
    "        elif p == '/gzip': self.give(200, gzip.compress(b'rozpakowane'), Content_Encoding='gzip')\n"
    "        elif p == '/to-ok': self.give(302, b'', Location='/ok')\n"
    "        elif p == '/loop': self.give(302, b'', Location='/loop')\n"
    "        elif p == '/to-file': self.give(302, b'', Location='file:///etc/hostname')\n"
    "        elif p == '/to-plain': self.give(302, b'', Location='http://127.0.0.1:%d/ok' % plain.server_port)\n"
    "        elif p == '/slow':\n"
    "            self.connection.recv(1)  # until the caller gives up\n"
    "    def do_POST(self):\n"
    "        body = self.rfile.read(int(self.headers['Content-Length']))\n"
    "        if self.path == '/moved': self.give(307, b'', Location='/echo')\n"
    "        else: self.give(201, self.headers['Content-Type'].encode() + b'|' + body)\n"
    "d = sys.argv[1]\n"
    "subprocess.run(['openssl', 'req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes',\n"
    "                '-days', '2', '-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost',\n"
    "                '-keyout', d + '/key', '-out', d + '/crt'], check=True, stderr=subprocess.DEVNULL)\n"
    "plain = http.server.ThreadingHTTPServer(('127.0.0.1', 0), H)\n"
    "tls = http.server.ThreadingHTTPServer(('127.0.0.1', 0), H)\n"
    "c = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)\n"
    "c.load_cert_chain(d + '/crt', d + '/key')\n"
    "tls.socket = c.wrap_socket(tls.socket, server_side=True)\n"
    "threading.Thread(target=tls.serve_forever, daemon=True).start()\n"
    "print('%d %d' % (plain.server_port, tls.server_port), flush=True)\n"
    "plain.serve_forever()\n";

static char dir[] = "/tmp/eurzad-http-XXXXXX";
static char ca_path[64];
static int port;
static int tls_port;
static struct app *app;

static void start_server(void)
{
    const struct python_server *server = python_server_new(app->mem, SERVER, (const char *const[]){ dir, NULL });

    assert_int_equal(sscanf(python_server_line(server), "%d %d", &port, &tls_port), 2);
}

static int begin_all(void **state)
{
    TALLOC_CTX *mem = mem_new(NULL);

    (void)state;
    signal(SIGPIPE, SIG_IGN);
    setenv("no_proxy", "*", 1);
    log_open("test_http", LOG_ERROR);
    assert_non_null(mkdtemp(dir));
    (void)snprintf(ca_path, sizeof ca_path, "%s/crt", dir);
    app = mem_zero(mem, struct app);
    app->mem = mem;
    conf_defaults(&app->conf);
    start_server();
    return 0;
}

static int end_all(void **state)
{
    char path[64];

    (void)state;
    talloc_free(app->mem);
    unlink(ca_path);
    (void)snprintf(path, sizeof path, "%s/key", dir);
    unlink(path);
    rmdir(dir);
    return 0;
}

static int begin(void **state)
{
    *state = ctx_new(app);
    return 0;
}

static int end(void **state)
{
    ctx_free(*state);
    return 0;
}

static const char *at(struct ctx *ctx, const char *path)
{
    return mem_printf(ctx->mem, "http://127.0.0.1:%d%s", port, path);
}

static enum err get(struct ctx *ctx, const char *path, size_t max, struct http_answer *a)
{
    struct http_request rq = { .url = at(ctx, path), .max = max };

    return http_do(ctx, &rq, a);
}

static void get_returns_bytes_and_headers(void **state)
{
    struct http_answer a = { 0 };

    assert_int_equal(get(*state, "/ok", 0, &a), ERR_OK);
    assert_int_equal(a.status, 200);
    assert_int_equal(a.len, sizeof "zażółć\0x" - 1);
    assert_memory_equal(a.body, "zażółć\0x", a.len + 1);
    assert_string_equal(a.content_type, "text/plain; charset=utf-8");
    assert_string_equal(a.etag, "\"v1\"");
    assert_string_equal(a.last_modified, "Mon, 23 Nov 2026 08:00:00 GMT");
}

static void statuses_are_the_callers_business(void **state)
{
    struct http_answer a = { 0 };

    assert_int_equal(get(*state, "/404", 0, &a), ERR_OK);
    assert_int_equal(a.status, 404);
    assert_string_equal(a.body, "nie ma");
    assert_string_equal(a.etag, "");
    assert_int_equal(get(*state, "/503", 0, &a), ERR_OK);
    assert_int_equal(a.status, 503);
    assert_int_equal(a.retry_after_s, 7);
    assert_int_equal(get(*state, "/empty", 0, &a), ERR_OK);
    assert_string_equal(a.body, "");
}

static void headers_are_sent_and_cannot_be_split(void **state)
{
    struct ctx *ctx = *state;
    const char *good[] = { "If-None-Match: \"v1\"", NULL };
    const char *bad[] = { "X: 1\r\nY: 2", NULL };
    struct http_request rq = { .url = at(ctx, "/head"), .headers = good };
    struct http_answer a = { 0 };

    assert_int_equal(http_do(ctx, &rq, &a), ERR_OK);
    assert_string_equal(a.body, "\"v1\"");
    rq.headers = bad;
    assert_int_equal(http_do(ctx, &rq, &a), ERR_INVALID);
}

static void post_sends_the_bytes_and_is_not_redirected(void **state)
{
    struct ctx *ctx = *state;
    const char *type[] = { "Content-Type: application/json", NULL };
    struct http_request rq = { .url = at(ctx, "/echo"), .body = "{\"a\":\"ż\"}", .len = 10, .headers = type };
    struct http_answer a = { 0 };

    assert_int_equal(http_do(ctx, &rq, &a), ERR_OK);
    assert_int_equal(a.status, 201);
    assert_string_equal(a.body, "application/json|{\"a\":\"ż\"}");
    rq.url = at(ctx, "/moved");
    assert_int_equal(http_do(ctx, &rq, &a), ERR_OK);
    assert_int_equal(a.status, 307);
}

static void size_is_limited(void **state)
{
    static const char *const paths[] = { "/big", "/chunks", "/bomb" };
    struct ctx *ctx = *state;
    struct http_answer a = { 0 };

    for (size_t i = 0; i < 3; i++) {
        assert_int_equal(get(ctx, paths[i], 2999, &a), ERR_INVALID);
        assert_non_null(strstr(ctx->fail.message, "za duża"));
        ctx_forgive(ctx);
    }
    assert_int_equal(get(ctx, "/big", 3000, &a), ERR_OK);
    assert_int_equal(get(ctx, "/chunks", 3000, &a), ERR_OK);
    assert_int_equal(a.len, 3000);
    assert_int_equal(get(ctx, "/gzip", 3000, &a), ERR_OK);
    assert_string_equal(a.body, "rozpakowane");
}

static void redirects_are_limited(void **state)
{
    struct ctx *ctx = *state;
    struct http_answer a = { 0 };

    assert_int_equal(get(ctx, "/to-ok", 0, &a), ERR_OK);
    assert_int_equal(a.status, 200);
    assert_int_equal(get(ctx, "/loop", 0, &a), ERR_BUSY);
    ctx_forgive(ctx);
    assert_int_equal(get(ctx, "/to-file", 0, &a), ERR_INVALID);
}

static void only_http_addresses(void **state)
{
    static const char *const bad[] = {
        "file:///etc/hostname", "ftp://127.0.0.1/", "gopher://127.0.0.1:1/", "127.0.0.1", "", "http://", "javascript:1"
    };
    struct ctx *ctx = *state;
    struct http_answer a = { 0 };

    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        struct http_request rq = { .url = bad[i] };

        assert_int_equal(http_do(ctx, &rq, &a), ERR_INVALID);
        ctx_forgive(ctx);
    }
}

static void foreign_addresses_do_not_lead_inside(void **state)
{
    static const char *const hosts[] = {
        "127.0.0.1",       "localhost",   "[::1]",           "0.0.0.0",    "10.1.2.3",
        "172.31.0.1",      "192.168.1.1", "169.254.169.254", "100.64.0.1", "[::ffff:127.0.0.1]",
        "[fe80::1]",       "[fd00::1]",   "2130706433",      "0x7f.1",     "224.0.0.1",
        "[2002:7f00:1::]",
    };
    struct ctx *ctx = *state;
    struct http_answer a = { 0 };

    for (size_t i = 0; i < sizeof hosts / sizeof hosts[0]; i++) {
        const char *url = mem_printf(ctx->mem, "http://%s:%d/ok", hosts[i], port);
        struct http_request rq = { .url = url, .public_only = true };

        assert_int_equal(http_do(ctx, &rq, &a), ERR_INVALID);
        assert_non_null(strstr(ctx->fail.detail, "not a public one"));
        ctx_forgive(ctx);
    }
}

/* The one exception, for tests of programs that follow addresses of strangers: this machine, and nothing beside it. */
static void loopback_alone_may_be_allowed(void **state)
{
    struct ctx *ctx = *state;
    struct http_request rq = { .url = at(ctx, "/ok"), .public_only = true, .loopback = true };
    struct http_answer a = { 0 };

    assert_int_equal(http_do(ctx, &rq, &a), ERR_OK);
    assert_int_equal(a.status, 200);
    rq.url = "http://10.0.0.1/ok";
    assert_int_equal(http_do(ctx, &rq, &a), ERR_INVALID);
    assert_non_null(strstr(ctx->fail.detail, "not a public one"));
}

static void slow_and_absent_servers_are_busy(void **state)
{
    struct ctx *ctx = *state;
    struct http_request rq = { .url = at(ctx, "/slow"), .timeout_s = 1 };
    struct http_answer a = { 0 };

    assert_int_equal(http_do(ctx, &rq, &a), ERR_BUSY); /* waiting to the end would be ERR_OK */
    ctx_forgive(ctx);
    rq.url = "http://127.0.0.1:1/";
    assert_int_equal(http_do(ctx, &rq, &a), ERR_BUSY);
}

static void certificates_are_verified(void **state)
{
    struct ctx *ctx = *state;
    struct http_request rq = { .url = mem_printf(ctx->mem, "https://localhost:%d/ok", tls_port) };
    struct http_answer a = { 0 };

    assert_int_equal(http_do(ctx, &rq, &a), ERR_BUSY);
    assert_non_null(strstr(ctx->fail.message, "tożsamości"));
    ctx_forgive(ctx);
    rq.ca_file = ca_path;
    assert_int_equal(http_do(ctx, &rq, &a), ERR_OK);
    assert_int_equal(a.status, 200);
    /* The certificate is for the name, not for the address. */
    rq.url = mem_printf(ctx->mem, "https://127.0.0.1:%d/ok", tls_port);
    assert_int_equal(http_do(ctx, &rq, &a), ERR_BUSY);
    ctx_forgive(ctx);
    rq.url = mem_printf(ctx->mem, "https://localhost:%d/to-plain", tls_port);
    assert_int_equal(http_do(ctx, &rq, &a), ERR_INVALID);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(get_returns_bytes_and_headers, begin, end),
        cmocka_unit_test_setup_teardown(statuses_are_the_callers_business, begin, end),
        cmocka_unit_test_setup_teardown(headers_are_sent_and_cannot_be_split, begin, end),
        cmocka_unit_test_setup_teardown(post_sends_the_bytes_and_is_not_redirected, begin, end),
        cmocka_unit_test_setup_teardown(size_is_limited, begin, end),
        cmocka_unit_test_setup_teardown(redirects_are_limited, begin, end),
        cmocka_unit_test_setup_teardown(only_http_addresses, begin, end),
        cmocka_unit_test_setup_teardown(foreign_addresses_do_not_lead_inside, begin, end),
        cmocka_unit_test_setup_teardown(loopback_alone_may_be_allowed, begin, end),
        cmocka_unit_test_setup_teardown(slow_and_absent_servers_are_busy, begin, end),
        cmocka_unit_test_setup_teardown(certificates_are_verified, begin, end),
    };

    return cmocka_run_group_tests_name("core/net/http", tests, begin_all, end_all);
}
