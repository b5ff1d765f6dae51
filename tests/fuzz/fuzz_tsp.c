/* Any bytes as a time stamp token. What is read is of the bytes given, of a certificate made for stamps, and of no other
 * bytes. */
#include <openssl/evp.h>
#include <stdint.h>
#include <string.h>

#include "core/trust/tsp.h"
#include "tests/fuzz/oracle.h"

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* What the seeds are stamps of. */
static const char TEXT[] = "Wnoszę o wydanie zaświadczenia.";

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    (void)argc;
    (void)argv;
    oracle_start("fuzz_tsp");
    return 0;
}

static void check_token(const struct tsp_token *t)
{
    if (!t->cert || !tsp_stamps_only(t->cert) || t->n_certs < 1 || t->n_certs > TSP_MAX_CERTS || !t->policy ||
        !t->serial || !*t->serial)
        oracle_broken("a token that lacks something");
    for (int i = 0; i < t->n_certs; i++)
        if (!t->certs[i])
            oracle_broken("a certificate that is not there");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    MEM_SCOPE(mem, NULL);
    unsigned char hash[32];
    const char *problem = NULL;
    struct tsp_token t;

    if (!tsp_read(mem, data, size, TEXT, sizeof TEXT - 1, &t, &problem)) {
        if (!problem || !*problem)
            oracle_broken("refused without a word");
        EVP_Digest(TEXT, sizeof TEXT - 1, hash, NULL, EVP_sha256(), NULL);
        if (tsp_read_sha256(mem, data, size, hash, &t, &problem))
            oracle_broken("good by its digest only");
        return 0;
    }
    check_token(&t);
    if (tsp_read(mem, data, size, TEXT, sizeof TEXT - 2, &t, &problem))
        oracle_broken("a stamp of two texts");
    return 0;
}
