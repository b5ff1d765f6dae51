/* Signatures under attack: signed documents are taken apart and put together again as trees. Whatever comes, nothing
 * passes but exactly the bytes that were signed. */
#include <stdint.h>
#include <string.h>

#include "tests/fuzz/oracle.h"
#include "tests/fuzz/tree.h"

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max, unsigned seed);

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    (void)argc;
    (void)argv;
    oracle_start("fuzz_xmlsig");
    return 0;
}

/* Parts may come from any document that is really signed. */
size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max, unsigned seed)
{
    const struct original *all = NULL;
    int n = oracle_originals(&all);
    const struct original *donor = &all[seed % (unsigned)n];

    return tree_mutate(data, size, max, seed, donor->data, donor->len);
}

static bool was_signed(const struct verify_report *r)
{
    const struct original *all = NULL;
    int n = oracle_originals(&all);

    for (int i = 0; i < n; i++)
        if (all[i].report.signed_len == r->signed_len &&
            memcmp(all[i].report.signed_bytes, r->signed_bytes, r->signed_len) == 0)
            return true;
    return false;
}

static void check(const uint8_t *data, size_t size, enum verify_profile profile)
{
    MEM_SCOPE(mem, NULL);
    struct verify_report r;

    oracle_verify(mem, data, size, profile, &r);
    if (r.indication == VERIFY_TOTAL_PASSED && (!r.signed_bytes || !was_signed(&r)))
        oracle_broken("passed, but other bytes are covered than were signed");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    check(data, size, VERIFY_FOREIGN);
    check(data, size, VERIFY_NARROW);
    return 0;
}
