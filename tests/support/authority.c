/* tests/support/authority.c -- a small Python server in a process of its own. */
#include "tests/support/authority.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/support/keys.h"

static const char SERVER[] = "import http.server, os, sys\n"
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
                             "os.write(1, b'%d\\n' % server.server_address[1])\n"
                             "server.serve_forever()\n";

struct authority {
    const char *dir;
    pid_t pid;
    int port;
};

static int stop(struct authority *a)
{
    kill(a->pid, SIGKILL);
    waitpid(a->pid, NULL, 0);
    return 0;
}

struct authority *authority_new(TALLOC_CTX *mem)
{
    struct authority *a = mem_zero(mem, struct authority);
    char port[16] = "";
    int out[2];

    a->dir = temp_dir(a);
    if (pipe(out) != 0 || (a->pid = fork()) < 0)
        abort();
    if (a->pid == 0) {
        dup2(out[1], STDOUT_FILENO);
        close(out[0]);
        close(out[1]);
        execl("/usr/bin/python3", "python3", "-c", SERVER, a->dir, (char *)NULL);
        _exit(127);
    }
    talloc_set_destructor(a, stop);
    close(out[1]);
    if (read(out[0], port, sizeof port - 1) <= 0)
        abort();
    close(out[0]);
    a->port = atoi(port);
    return a;
}

const char *authority_url(struct authority *a, const char *path)
{
    return mem_printf(a, "http://127.0.0.1:%d/%s", a->port, path);
}

void authority_put(struct authority *a, const char *path, const void *data, size_t len)
{
    file_write(mem_printf(a, "%s/%s", a->dir, path), data, len);
}

void authority_take_away(struct authority *a, const char *path)
{
    unlink(mem_printf(a, "%s/%s", a->dir, path));
}
