/* What a seal costs beside the key operations in it, on the signer that the configuration names.
 *
 *     bench_seal -c CONF TIMES     prints rates per second:
 *         key N      the bare private key operation, over as many bytes as a signature has, same key, this process
 *         verify N   the bare check of its value
 *         single N   seals asked for one by one
 *         batch N    seals asked for in batches */
#include <inttypes.h>
#include <openssl/evp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/clock.h"
#include "core/ctx/app.h"
#include "core/doc/xml.h"
#include "core/seal/seal.h"
#include "core/serve/start.h"
#include "signer/keystore.h"
#include "tests/bench/receipt.h"

#define BATCH 32
#define ROUNDS 5

static const char JST[] = "0801062";

static _Noreturn void die(const char *what, const char *why)
{
    fprintf(stderr, "bench_seal: %s: %s\n", what, why ? why : "");
    exit(1);
}

static double rate(int n, int64_t since)
{
    return n * 1e6 / (double)(clock_monotonic_us() - since);
}

static double key_rate(struct keystore *keys, int times)
{
    const struct unit_key *key = NULL;
    const char *problem = NULL;
    unsigned char info[1200] = { 0 };
    int64_t start;

    if (keystore_get(keys, JST, &key, &problem))
        die("key", problem);
    start = clock_monotonic_us();
    for (int i = 0; i < times; i++) {
        EVP_MD_CTX *md = EVP_MD_CTX_new();
        unsigned char out[1024];
        size_t n = sizeof out;

        memcpy(info, &i, sizeof i);
        if (EVP_DigestSignInit(md, NULL, EVP_sha256(), NULL, key->key) != 1 ||
            EVP_DigestSign(md, out, &n, info, sizeof info) != 1)
            die("key", "signing failed");
        EVP_MD_CTX_free(md);
    }
    return rate(times, start);
}

/* What the verification before release cannot do without, for each of the two. */
static double verify_rate(struct keystore *keys, int times)
{
    const struct unit_key *key = NULL;
    const char *problem = NULL;
    unsigned char info[1200] = { 0 };
    unsigned char value[1024];
    size_t n = sizeof value;
    EVP_MD_CTX *md = EVP_MD_CTX_new();
    int64_t start;

    if (keystore_get(keys, JST, &key, &problem) || EVP_DigestSignInit(md, NULL, EVP_sha256(), NULL, key->key) != 1 ||
        EVP_DigestSign(md, value, &n, info, sizeof info) != 1)
        die("key", problem);
    EVP_MD_CTX_free(md);
    start = clock_monotonic_us();
    for (int i = 0; i < times; i++) {
        md = EVP_MD_CTX_new();
        if (EVP_DigestVerifyInit(md, NULL, EVP_sha256(), NULL, X509_get0_pubkey(key->chain[0])) != 1 ||
            EVP_DigestVerify(md, value, n, info, sizeof info) != 1)
            die("key", "verifying failed");
        EVP_MD_CTX_free(md);
    }
    return rate(times, start);
}

static double seal_rate(struct app *app, int times, int batch)
{
    int64_t start = clock_monotonic_us();
    int done = 0;

    while (done < times) {
        struct ctx *ctx = ctx_new(app);
        struct seal_item items[BATCH];

        ctx->jst = JST;
        for (int i = 0; i < batch; i++) {
            const char *xml = bench_receipt(ctx, done + i);

            items[i] = (struct seal_item){ .type = SEAL_UPP, .xml = xml, .len = strlen(xml) };
        }
        if (seal_documents(ctx, items, batch))
            die("seal", ctx->fail.detail);
        for (int i = 0; i < batch; i++)
            if (items[i].err)
                die("seal", items[i].problem);
        done += batch;
        ctx_free(ctx);
    }
    return rate(done, start);
}

int main(int argc, char **argv)
{
    int rest = 1;
    struct app *app = app_start("bench_seal", NULL, argc, argv, &rest);
    int times = argc - rest == 1 ? atoi(argv[rest]) : 0;
    struct keystore *keys;
    double key = 0;
    double verify = 0;
    double single = 0;
    double batch = 0;

    if (times < BATCH * ROUNDS)
        return 2;
    xml_init();
    keys = keystore_new(app->mem, &app->conf);
    key_rate(keys, BATCH);
    seal_rate(app, BATCH, 1);
    /* by turns, so that a disturbance of the machine meets all */
    for (int i = 0; i < ROUNDS; i++) {
        key += key_rate(keys, times / ROUNDS);
        verify += verify_rate(keys, times / ROUNDS);
        single += seal_rate(app, times / ROUNDS, 1);
        batch += seal_rate(app, times / ROUNDS, BATCH);
    }
    printf("key %.1f\nverify %.1f\nsingle %.1f\nbatch %.1f\n", key / ROUNDS, verify / ROUNDS, single / ROUNDS,
           batch / ROUNDS);
    app_stop(app);
    return 0;
}
