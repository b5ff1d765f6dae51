/* One process, its first line of output. */
#include "tests/support/python_server.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define MAX_ARGS 8

struct python_server {
    pid_t pid;
    FILE *out; /* open as long as the server runs: it may write its line in pieces, or more after it */
    char line[64];
};

static int stop(struct python_server *s)
{
    kill(s->pid, SIGKILL);
    waitpid(s->pid, NULL, 0);
    fclose(s->out);
    return 0;
}

static void become(int out, const char *program, const char *const *args)
{
    char *argv[MAX_ARGS + 4] = { strdup("python3"), strdup("-c"), strdup(program) };

    for (int i = 0; i < MAX_ARGS && args[i]; i++)
        argv[3 + i] = strdup(args[i]);
    dup2(out, STDOUT_FILENO);
    execv("/usr/bin/python3", argv);
    _exit(127);
}

struct python_server *python_server_new(TALLOC_CTX *mem, const char *program, const char *const *args)
{
    struct python_server *s = mem_zero(mem, struct python_server);
    int out[2];

    if (pipe(out) != 0 || (s->pid = fork()) < 0)
        abort();
    if (s->pid == 0) {
        close(out[0]);
        become(out[1], program, args);
    }
    close(out[1]);
    s->out = fdopen(out[0], "r");
    if (!s->out || !fgets(s->line, sizeof s->line, s->out))
        abort();
    talloc_set_destructor(s, stop);
    s->line[strcspn(s->line, "\n")] = '\0';
    return s;
}

const char *python_server_line(const struct python_server *s)
{
    return s->line;
}
