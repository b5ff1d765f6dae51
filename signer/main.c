/* eurzad-signer: holds the units' private keys, answers typed requests on a local socket, speaks to
 * nobody else. */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include "core/ctx/app.h"
#include "core/ctx/log.h"
#include "core/doc/xml.h"
#include "core/serve/start.h"
#include "signer/listen.h"

static volatile int stop;

static void on_signal(int number)
{
    (void)number;
    stop = 1;
}

/* Keys must not end in a core file, nor be read by a debugger of the same user. */
static void keep_secrets(void)
{
    const struct rlimit none = { 0, 0 };

    setrlimit(RLIMIT_CORE, &none);
#ifndef __SANITIZE_ADDRESS__ /* the leak check attaches like a debugger */
    prctl(PR_SET_DUMPABLE, 0);
#endif
}

static void catch_signals(void)
{
    struct sigaction sa = { .sa_handler = on_signal };

    sigemptyset(&sa.sa_mask);
    sigaction(SIGTERM, &sa, NULL);
    sigaction(SIGINT, &sa, NULL);
    signal(SIGPIPE, SIG_IGN);
}

static int serve(struct app *app)
{
    struct signer signer = { .conf = &app->conf };
    int fd;

    signer.journal = journal_open(app->mem, app->conf.signer_log);
    if (!signer.journal) {
        log_error(NULL, "signer.log_unusable", LOG_S("file", app->conf.signer_log), LOG_S("reason", strerror(errno)));
        return 1;
    }
    signer.keys = keystore_new(app->mem, &app->conf);
    signer.tsa = tsa_open(app->mem, &app->conf, signer.keys);
    if (!signer.tsa) {
        log_error(NULL, "signer.tsa_unusable", LOG_S("file", app->conf.tsa_state), LOG_S("reason", strerror(errno)));
        return 1;
    }
    fd = listen_open(app->conf.signer_socket);
    if (fd < 0) {
        log_error(NULL, "signer.socket_unusable", LOG_S("socket", app->conf.signer_socket),
                  LOG_S("reason", strerror(errno)));
        return 1;
    }
    log_info(NULL, "signer.ready", LOG_S("socket", app->conf.signer_socket));
    listen_serve(&signer, fd, &stop);
    close(fd);
    unlink(app->conf.signer_socket);
    log_info(NULL, "signer.stopped");
    return 0;
}

int main(int argc, char **argv)
{
    struct app *app = app_start("eurzad-signer", NULL, argc, argv, NULL);
    int status;

    keep_secrets();
    catch_signals();
    xml_init();
    status = serve(app);
    app_stop(app);
    return status;
}
