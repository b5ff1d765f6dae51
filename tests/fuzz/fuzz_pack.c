/* What a broken helper process could send back, or be sent: any bytes as a snapshot of trust ('t' before them), a request
 * ('q') or a report ('r'). What is taken can be used, and packed again it is the same value. */
#include <stdint.h>
#include <string.h>

#include "tests/fuzz/oracle.h"

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static X509 *signer;

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    (void)argc;
    (void)argv;
    oracle_start("fuzz_pack");
    signer = oracle_cert("signer");
    return 0;
}

static void same(const struct buf *one, const struct buf *two)
{
    if (one->overflow || two->overflow || one->len != two->len || memcmp(one->data, two->data, one->len) != 0)
        oracle_broken("another value after packing");
}

static void check_trust(TALLOC_CTX *mem, const void *data, size_t size)
{
    static const char signature[] = "<ds:Signature xmlns:ds=\"http://www.w3.org/2000/09/xmldsig#\"/>";
    const struct verify_request rq = { .data = signature, .len = sizeof signature - 1, .purposes = TRUST_ALL };
    struct trust *t = trust_unpack(mem, data, size);
    struct verify_report r;
    struct trust_path path;
    size_t len = 0;
    size_t again = 0;
    const void *first;
    const void *second;
    int n = 0;

    if (!t)
        return;
    (void)trust_evidence(t, &n);
    (void)trust_digest(t, "http://www.w3.org/2001/04/xmlenc#sha256", oracle_at());
    (void)trust_key(t, X509_get0_pubkey(signer), oracle_at());
    (void)trust_chain(mem, t, signer, NULL, 0, TRUST_ALL, TRUST_USE_SIGN, oracle_at(), &path);
    verify_bytes(mem, &rq, t, &r);
    first = trust_pack(mem, t, &len);
    t = first ? trust_unpack(mem, first, len) : NULL;
    second = t ? trust_pack(mem, t, &again) : NULL;
    if (!second || len != again || memcmp(first, second, len) != 0)
        oracle_broken("another snapshot after packing");
}

static void check_request(TALLOC_CTX *mem, const void *data, size_t size)
{
    struct buf one = buf_new(mem, 64u << 20);
    struct buf two = buf_new(mem, 64u << 20);
    struct verify_request rq = { .data = NULL };

    if (!verify_unpack_request(mem, data, size, &rq))
        return;
    verify_pack_request(&one, &rq);
    if (!verify_unpack_request(mem, one.data, one.len, &rq))
        oracle_broken("a request that cannot be read back");
    verify_pack_request(&two, &rq);
    same(&one, &two);
}

/* Every text is there, every piece lies within the bytes. */
static void use_report(const struct verify_report *r)
{
    json_t *json = verify_json(r, true);
    unsigned sum = 0;

    for (int i = 0; i < r->n_missing; i++)
        for (size_t k = 0; k < r->missing[i].cert_len; k++)
            sum += r->missing[i].cert[k];
    for (int i = 0; i < r->n_used; i++)
        for (size_t k = 0; k < r->used[i].len; k++)
            sum += r->used[i].der[k];
    if (json_array_size(json_object_get(json, "signatures")) != (size_t)r->n || sum == UINT32_MAX)
        oracle_broken("signatures of the report");
    json_decref(json);
}

static void check_report(TALLOC_CTX *mem, const void *data, size_t size)
{
    struct buf one = buf_new(mem, 64u << 20);
    struct buf two = buf_new(mem, 64u << 20);
    struct verify_report r;

    if (!verify_unpack_report(mem, data, size, &r))
        return;
    use_report(&r);
    verify_pack_report(&one, &r);
    if (!verify_unpack_report(mem, one.data, one.len, &r))
        oracle_broken("a report that cannot be read back");
    verify_pack_report(&two, &r);
    same(&one, &two);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    MEM_SCOPE(mem, NULL);

    if (size == 0)
        return 0;
    if (data[0] == 't')
        check_trust(mem, data + 1, size - 1);
    else if (data[0] == 'q')
        check_request(mem, data + 1, size - 1);
    else
        check_report(mem, data + 1, size - 1);
    return 0;
}
