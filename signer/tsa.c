/* Serial numbers and time for the stamps of the office. */
#include "signer/tsa.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <openssl/evp.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/base/clock.h"
#include "core/base/hex.h"
#include "core/ctx/log.h"

#define BLOCK 1000
#define PER_SECOND_BITS 20 /* a second of the clock stands for a million numbers */
#define RECORD 96
#define SLOT 4096 /* a record torn by a crash leaves the other slot whole */

struct tsa {
    const struct conf *conf;
    struct keystore *keys;
    struct tsp_source source;
    const char *problem;
    int fd;
    int slot;
    uint64_t next;
    uint64_t end;  /* numbers below it are ours on disk */
    int64_t last;  /* time of the last stamp */
    int64_t saved; /* what the disk knows of it */
};

/* ---- the file: two records, written by turns; the higher one counts ---- */

/* "END LAST CHECK\n": the first number not reserved, microseconds, 16 digits of SHA-256 over what stands before. */
static void write_record(char record[RECORD], uint64_t end, int64_t last)
{
    unsigned char hash[32];
    char check[2 * 8 + 1];
    int n = snprintf(record, RECORD, "%020" PRIu64 " %020" PRId64 " ", end, last);

    if (EVP_Digest(record, (size_t)n, hash, NULL, EVP_sha256(), NULL) != 1)
        mem_exhausted(RECORD);
    hex_text(hash, 8, check);
    snprintf(record + n, RECORD - (size_t)n, "%s\n", check);
}

static bool read_record(const struct tsa *t, int slot, uint64_t *ret_end, int64_t *ret_last)
{
    char record[RECORD] = "";
    char again[RECORD];

    if (pread(t->fd, record, RECORD - 1, (off_t)slot * SLOT) <= 0 ||
        sscanf(record, "%20" SCNu64 " %20" SCNd64, ret_end, ret_last) != 2)
        return false;
    write_record(again, *ret_end, *ret_last);
    return strncmp(record, again, strlen(again)) == 0;
}

static bool save(struct tsa *t, uint64_t end)
{
    char record[RECORD];
    int slot = 1 - t->slot;
    size_t n;

    write_record(record, end, t->last);
    n = strlen(record);
    if (pwrite(t->fd, record, n, (off_t)slot * SLOT) != (ssize_t)n || fdatasync(t->fd) != 0)
        return false;
    t->slot = slot;
    t->end = end;
    t->saved = t->last;
    return true;
}

/* A new file begins at the clock; a file of which nothing can be read is not guessed about. */
static bool resume(struct tsa *t)
{
    uint64_t floor = (uint64_t)(clock_now() / 1000000) << PER_SECOND_BITS;
    struct stat st;
    bool found = false;

    if (fstat(t->fd, &st) != 0)
        return false;
    for (int slot = 0; slot < 2; slot++) {
        uint64_t end = 0;
        int64_t last = 0;

        if (!read_record(t, slot, &end, &last) || (found && (end < t->next || (end == t->next && last < t->last))))
            continue;
        found = true;
        t->slot = slot;
        t->next = end;
        t->last = t->saved = last;
    }
    errno = EILSEQ;
    if (!found && st.st_size > 0)
        return false;
    t->next = t->next > floor ? t->next : floor;
    t->end = t->next;
    return true;
}

static int close_state(struct tsa *t)
{
    tsa_sync(t);
    close(t->fd);
    return 0;
}

/* ---- stamps ---- */

static bool fail(struct tsa *t, const char *problem)
{
    t->problem = problem;
    log_warn(NULL, "stamp.failed", LOG_S("reason", problem));
    return false;
}

/* The number is taken even when the stamp fails afterwards. */
static bool take_number(struct tsa *t, uint64_t *ret_number)
{
    if (t->next == t->end && !save(t, t->next + BLOCK))
        return fail(t, "serial numbers cannot be reserved");
    *ret_number = t->next++;
    return true;
}

static bool take_time(struct tsa *t, int64_t *ret_at)
{
    int64_t now = clock_now();

    if (now < t->last)
        return fail(t, "the clock stands before the last time stamp");
    t->last = *ret_at = now;
    return true;
}

static bool stamp(void *arg, TALLOC_CTX *mem, const unsigned char sha256[32], const void **ret_der, size_t *ret_len)
{
    struct tsa *t = arg;
    const struct unit_key *key = NULL;
    X509 *chain[KEY_MAX_CHAIN];
    uint64_t number = 0;
    int64_t at = 0;

    t->problem = NULL;
    if (keystore_get(t->keys, KEY_TSA, &key, &t->problem))
        return fail(t, t->problem);
    if (!take_time(t, &at) || !take_number(t, &number))
        return false;
    memcpy(chain, key->chain, sizeof chain);
    return tsp_make(mem, key->key, chain[0], chain, key->n_chain, t->conf->tsa_policy, number, at, sha256, ret_der,
                    ret_len) ||
           fail(t, "the key for time stamps refuses");
}

struct tsa *tsa_open(TALLOC_CTX *mem, const struct conf *conf, struct keystore *keys)
{
    struct tsa *t = mem_zero(mem, struct tsa);

    t->conf = conf;
    t->keys = keys;
    t->source = (struct tsp_source){ stamp, t };
    t->fd = open(conf->tsa_state, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (t->fd < 0)
        return NULL;
    if (flock(t->fd, LOCK_EX | LOCK_NB) != 0 || !resume(t)) {
        close(t->fd);
        return NULL;
    }
    talloc_set_destructor(t, close_state);
    return t;
}

enum err tsa_ready(struct tsa *tsa, const char **ret_problem)
{
    const struct unit_key *key = NULL;
    enum err e = keystore_get(tsa->keys, KEY_TSA, &key, ret_problem);

    tsa->problem = NULL;
    if (e)
        return e;
    if (!tsp_stamps_only(key->chain[0])) {
        *ret_problem = "the certificate for time stamps is not for time stamps alone";
        return ERR_NOTFOUND;
    }
    return ERR_OK;
}

const struct tsp_source *tsa_source(struct tsa *tsa)
{
    return &tsa->source;
}

const char *tsa_problem(const struct tsa *tsa)
{
    return tsa->problem;
}

void tsa_sync(struct tsa *tsa)
{
    if (tsa->last != tsa->saved)
        (void)save(tsa, tsa->end);
}
