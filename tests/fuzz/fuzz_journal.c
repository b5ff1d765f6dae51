/* Any bytes as an exported journal, checked against the heads of the one that is genuine. What is found good still holds
 * every event and receipt that the genuine head has signed. */
#include <openssl/x509.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "admin/journal.h"
#include "tests/fuzz/oracle.h"

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
size_t LLVMFuzzerMutate(uint8_t *data, size_t size, size_t max);
size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max, unsigned seed);

#define WHOLE "seeds/fuzz_journal/whole.jsonl"

static struct {
    TALLOC_CTX *mem;
    X509_STORE *trust;
    const char *hashes[3]; /* of both events and the receipt */
} genuine;

/* The digits after this key, from the n-th on. */
static const char *digits(const char *text, const char *key, int n)
{
    for (; n >= 0; n--) {
        text = strstr(text, key);
        if (!text)
            oracle_broken(key);
        text += strlen(key);
    }
    return mem_strndup(genuine.mem, text, 64);
}

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    const char *text;
    size_t len = 0;

    (void)argc;
    (void)argv;
    oracle_start("fuzz_journal");
    genuine.mem = mem_new(NULL);
    genuine.trust = X509_STORE_new();
    X509_STORE_add_cert(genuine.trust, oracle_cert("root"));
    text = (const char *)oracle_file(genuine.mem, WHOLE, &len);
    genuine.hashes[0] = digits(text, "\"hash\":\"", 0);
    genuine.hashes[1] = digits(text, "\"hash\":\"", 1);
    genuine.hashes[2] = digits(text, "\"sha256\":\"", 0);
    /* what the check says goes to standard output; a run needs the verdict only */
    if (!freopen("/dev/null", "w", stdout))
        abort();
    if (journal_file(genuine.mem, EURZAD_FUZZ_DIR "/" WHOLE, EURZAD_FUZZ_DIR "/" WHOLE, genuine.trust) != 0)
        oracle_broken("the genuine journal does not pass");
    return 0;
}

static size_t line_length(const uint8_t *data, size_t left)
{
    const uint8_t *end = memchr(data, '\n', left);

    return end ? (size_t)(end - data) + 1 : left;
}

/* A line is taken out, said twice, or changes places with the next one. */
size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max, unsigned seed)
{
    MEM_SCOPE(mem, NULL);
    size_t at = 0;
    size_t n;
    uint8_t *line;

    for (unsigned i = seed / 8 % 8; i > 0 && at < size; i--)
        at += line_length(data + at, size - at);
    n = at < size ? line_length(data + at, size - at) : 0;
    if (seed % 8 > 3 || n == 0 || size + n > max)
        return LLVMFuzzerMutate(data, size, max);
    line = mem_dup(mem, data + at, n);
    memmove(data + at, data + at + n, size - at - n);
    size -= n;
    if (seed % 8 == 0)
        return size;
    if (seed % 8 == 1 && at < size)
        at += line_length(data + at, size - at);
    for (int i = seed % 8 == 2 ? 2 : 1; i > 0 && size + n <= max; i--) {
        memmove(data + at + n, data + at, size - at);
        memcpy(data + at, line, n);
        size += n;
    }
    return size;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    MEM_SCOPE(mem, NULL);
    int fd = memfd_create("journal", MFD_CLOEXEC);
    int status;

    if (fd < 0 || write(fd, data, size) != (ssize_t)size)
        abort();
    status = journal_file(mem, mem_printf(mem, "/proc/self/fd/%d", fd), EURZAD_FUZZ_DIR "/" WHOLE, genuine.trust);
    for (size_t i = 0; status == 0 && i < sizeof genuine.hashes / sizeof genuine.hashes[0]; i++)
        if (!memmem(data, size, genuine.hashes[i], 64))
            oracle_broken("something that was signed is gone, and the journal passed");
    if (status == 3)
        oracle_broken("the journal could not be read");
    close(fd);
    return 0;
}
