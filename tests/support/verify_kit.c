/* Trust, requests and expectations for tests of the verifiers. */
#include "tests/support/verify_kit.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <openssl/cms.h>
#include <openssl/err.h>

void kit_anchor(struct trust *trust, X509 *cert, unsigned purposes, enum trust_revocation revocation)
{
    unsigned char *der = NULL;
    int len = i2d_X509(cert, &der);

    assert_true(len > 0);
    assert_true(trust_add(trust, der, (size_t)len,
                          &(struct trust_anchor){ .purposes = purposes, .revocation = revocation, TRUST_ALWAYS }));
    OPENSSL_free(der);
}

struct trust *kit_trust(TALLOC_CTX *mem, X509 *root, unsigned purposes)
{
    struct trust *trust = trust_new(mem);

    kit_anchor(trust, root, purposes, TRUST_REVOCATION_IF_KNOWN);
    return trust;
}

unsigned char *kit_cms(TALLOC_CTX *mem, const struct key_set *keys, const void *data, size_t len, unsigned flags,
                       const EVP_MD *digest, size_t *ret_len)
{
    BIO *in = mem_adopt(mem, BIO_new_mem_buf(data, (int)len), BIO_free_all);
    CMS_ContentInfo *cms = CMS_sign(NULL, NULL, NULL, in, flags | CMS_BINARY | CMS_PARTIAL);
    unsigned char *der = NULL;
    unsigned char *copy;
    int n;

    assert_non_null(cms);
    assert_non_null(CMS_add1_signer(cms, keys->cert, keys->key, digest ? digest : EVP_sha256(),
                                    flags | CMS_BINARY | CMS_NOSMIMECAP));
    assert_int_equal(CMS_final(cms, in, NULL, flags | CMS_BINARY), 1);
    n = i2d_CMS_ContentInfo(cms, &der);
    assert_true(n > 0);
    CMS_ContentInfo_free(cms);
    copy = mem_dup(mem, der, (size_t)n);
    OPENSSL_free(der);
    *ret_len = (size_t)n;
    return copy;
}

static void texts(const struct verify_signature *s)
{
    const char *const all[] = { s->subindication, s->reason,     s->format, s->level,        s->kind,
                                s->signer,        s->pesel,      s->issuer, s->serial,       s->cert_sha256,
                                s->signing_time,  s->stamp_time, s->scope,  s->scope_detail, s->unchecked };

    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++)
        assert_non_null(all[i]);
    assert_true(s->indication == VERIFY_TOTAL_PASSED || (s->reason[0] && s->checks && s->kind[0] == '\0'));
}

void kit_expect(const struct verify_report *r, enum verify_indication indication, const char *subindication,
                const char *check)
{
    for (int i = 0; i < r->n; i++)
        texts(&r->signatures[i]);
    if (r->indication == indication && (!subindication || strcmp(r->subindication, subindication) == 0) &&
        (!check || r->checks & VERIFY_CHECK(atoi(check))))
        return;
    fail_msg("%s %s (%s) %s instead of %s %s (%s)", verify_indication_name(r->indication), r->subindication,
             VERIFY_CHECKS(r->checks), r->reason, verify_indication_name(indication),
             subindication ? subindication : "", check ? check : "");
}
