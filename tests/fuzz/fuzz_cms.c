/* Any bytes as a CMS signature (CAdES) with what is signed inside. What passes holds one of the texts that were signed,
 * as OpenSSL reads it. */
#include <openssl/cms.h>
#include <stdint.h>
#include <string.h>

#include "core/sig/cms_verify.h"
#include "tests/fuzz/oracle.h"

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    (void)argc;
    (void)argv;
    oracle_start("fuzz_cms");
    return 0;
}

static const ASN1_OCTET_STRING *content(TALLOC_CTX *mem, const unsigned char *data, size_t size)
{
    CMS_ContentInfo *cms = mem_adopt(mem, d2i_CMS_ContentInfo(NULL, &data, (long)size), CMS_ContentInfo_free);
    ASN1_OCTET_STRING **inside = cms ? CMS_get0_content(cms) : NULL;

    return inside ? *inside : NULL;
}

static bool was_signed(TALLOC_CTX *mem, const uint8_t *data, size_t size)
{
    const ASN1_OCTET_STRING *text = content(mem, data, size);
    const struct original *all = NULL;
    int n = oracle_originals(&all);

    for (int i = 0; text && i < n; i++)
        if (ASN1_OCTET_STRING_cmp(text, content(mem, all[i].data, all[i].len)) == 0)
            return true;
    return false;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char letter[] = "Wnoszę o wydanie zaświadczenia.";
    const struct verify_file beside = { .name = "pismo.txt", .data = letter, .len = sizeof letter - 1 };
    const struct verify_request rq = { .data = data, .len = size, .purposes = TRUST_SIGNERS, .at = oracle_at() };
    MEM_SCOPE(mem, NULL);
    struct verify_report r;

    if (!cms_is(data, size))
        return 0;
    oracle_verify(mem, data, size, VERIFY_FOREIGN, &r);
    if (r.indication == VERIFY_TOTAL_PASSED && !was_signed(mem, data, size))
        oracle_broken("passed, but another text is inside");
    /* beside a file: whatever stands inside then must not count */
    cms_verify_detached(mem, &rq, oracle_trust(), &beside, &r);
    if (r.indication == VERIFY_TOTAL_PASSED && content(mem, data, size) && !was_signed(mem, data, size))
        oracle_broken("detached signature passed with another text inside");
    return 0;
}
