/* A small Python server in a process of its own. */
#include "tests/support/authority.h"

#include <unistd.h>

#include "tests/support/keys.h"
#include "tests/support/python_server.h"

static const char SERVER[] = "import http.server, os.path, sys\n"
                             "class Handler(http.server.BaseHTTPRequestHandler):\n"
                             "    def do_POST(self):\n"
                             "        self.rfile.read(int(self.headers.get('Content-Length', 0)))\n"
                             "        path = sys.argv[1] + self.path\n"
                             "        data = open(path, 'rb').read() if os.path.exists(path) else b''\n"
                             "        self.send_response(200 if data else 503)\n"
                             "        self.send_header('Content-Length', str(len(data)))\n"
                             "        self.end_headers()\n"
                             "        self.wfile.write(data)\n"
                             "    do_GET = do_POST\n"
                             "    def log_message(self, *_): pass\n"
                             "    def handle_one_request(self):\n"
                             "        try: super().handle_one_request()\n"
                             "        except ConnectionError: self.close_connection = True\n"
                             "server = http.server.HTTPServer(('127.0.0.1', 0), Handler)\n"
                             "print(server.server_address[1], flush=True)\n"
                             "server.serve_forever()\n";

struct authority {
    const char *dir;
    struct python_server *server;
};

struct authority *authority_new(TALLOC_CTX *mem)
{
    struct authority *a = mem_zero(mem, struct authority);

    a->dir = temp_dir(a);
    a->server = python_server_new(a, SERVER, (const char *const[]){ a->dir, NULL });
    return a;
}

const char *authority_url(struct authority *a, const char *path)
{
    return mem_printf(a, "http://127.0.0.1:%s/%s", python_server_line(a->server), path);
}

void authority_put(struct authority *a, const char *path, const void *data, size_t len)
{
    file_write(mem_printf(a, "%s/%s", a->dir, path), data, len);
}

void authority_take_away(struct authority *a, const char *path)
{
    unlink(mem_printf(a, "%s/%s", a->dir, path));
}
