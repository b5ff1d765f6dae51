/* One line for each use of a key, chained by hash. */
#include "signer/journal.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <openssl/evp.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "core/base/hex.h"

#define MAX_LINE 2048

struct journal {
    int fd;
    int64_t n;             /* number of the next line */
    char previous[64 + 1]; /* hash of the last line, hex */
    bool dirty;
};

static void hash_line(const char *line, size_t len, char out[64 + 1])
{
    unsigned char hash[32];

    if (EVP_Digest(line, len, hash, NULL, EVP_sha256(), NULL) != 1)
        mem_exhausted(len);
    hex_text(hash, sizeof hash, out);
}

/* Reads the last line. A torn one (the power went) is closed with a newline and stays in the chain as it is. */
static bool resume(struct journal *j)
{
    char tail[MAX_LINE + 1];
    off_t size = lseek(j->fd, 0, SEEK_END);
    size_t want = size > MAX_LINE ? MAX_LINE : (size_t)size;
    ssize_t got = pread(j->fd, tail, want, size - (off_t)want);
    char *start;

    memset(j->previous, '0', 64);
    j->n = 1;
    if (size <= 0 || got <= 0)
        return size == 0;
    if (tail[got - 1] != '\n' && write(j->fd, "\n", 1) != 1)
        return false;
    got -= tail[got - 1] == '\n';
    tail[got] = '\0';
    start = memrchr(tail, '\n', (size_t)got);
    start = start ? start + 1 : tail;
    hash_line(start, (size_t)(tail + got - start), j->previous);
    if (sscanf(start, "{\"n\":%" SCNd64, &j->n) == 1)
        j->n++;
    return true;
}

static int close_journal(struct journal *j)
{
    journal_sync(j);
    close(j->fd);
    return 0;
}

struct journal *journal_open(TALLOC_CTX *mem, const char *path)
{
    struct journal *j = mem_zero(mem, struct journal);

    j->fd = open(path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW, 0640);
    if (j->fd < 0)
        return NULL;
    talloc_set_destructor(j, close_journal);
    if (flock(j->fd, LOCK_EX | LOCK_NB) != 0 || !resume(j)) {
        talloc_free(j);
        return NULL;
    }
    return j;
}

static const char *now(TALLOC_CTX *mem)
{
    struct timespec ts;
    struct tm tm;

    clock_gettime(CLOCK_REALTIME, &ts);
    gmtime_r(&ts.tv_sec, &tm);
    return mem_printf(mem, "%04d-%02d-%02dT%02d:%02d:%02d.%06ldZ", tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday,
                      tm.tm_hour, tm.tm_min, tm.tm_sec, ts.tv_nsec / 1000);
}

enum err journal_add(struct journal *j, const struct journal_entry *e)
{
    MEM_SCOPE(tmp, j);
    char document[64 + 1];
    const char *reason = e->reason ? mem_printf(tmp, ",\"reason\":\"%s\"", e->reason) : "";
    const char *line;
    size_t len;

    hex_text(e->document, 32, document);
    line = mem_printf(
        tmp,
        "{\"n\":%" PRId64 ",\"t\":\"%s\",\"ev\":\"%s\",\"typ\":\"%s\",\"jst\":\"%s\",\"req\":\"%s\",\"uid\":%u,"
        "\"pid\":%d,\"doc\":\"%s\"%s,\"prev\":\"%s\"}\n",
        j->n, now(tmp), e->event, e->type, e->jst, e->request, e->uid, e->pid, document, reason, j->previous);
    len = strlen(line);
    if (len > MAX_LINE)
        return ERR_INTERNAL;
    if (write(j->fd, line, len) != (ssize_t)len) {
        /* a part may stand there, the disk being full: close it, so that the next line starts on its own */
        (void)resume(j);
        return ERR_INTERNAL;
    }
    hash_line(line, len - 1, j->previous);
    j->n++;
    j->dirty = true;
    return ERR_OK;
}

void journal_sync(struct journal *j)
{
    if (j->dirty && fdatasync(j->fd) == 0)
        j->dirty = false;
}
