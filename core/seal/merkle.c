/* RFC 6962 section 2.1; verification as section 2.1.3 of RFC 9162 words it, which is the same tree. */
#include "core/seal/merkle.h"

#include <openssl/evp.h>
#include <string.h>

#include "core/base/hex.h"
#include "core/base/mem.h"

static struct merkle_hash hash(unsigned char prefix, const void *a, size_t n_a, const void *b, size_t n_b)
{
    struct merkle_hash h = { { 0 } };
    EVP_MD_CTX *md = EVP_MD_CTX_new();

    /* OpenSSL fails here only without memory. */
    if (!md || EVP_DigestInit_ex(md, EVP_sha256(), NULL) != 1 || EVP_DigestUpdate(md, &prefix, 1) != 1 ||
        EVP_DigestUpdate(md, a, n_a) != 1 || EVP_DigestUpdate(md, b, n_b) != 1 ||
        EVP_DigestFinal_ex(md, h.b, NULL) != 1)
        mem_exhausted(n_a + n_b);
    EVP_MD_CTX_free(md);
    return h;
}

struct merkle_hash merkle_leaf(const void *data, size_t len)
{
    return hash(0x00, data, len, "", 0);
}

struct merkle_hash merkle_node(const struct merkle_hash *left, const struct merkle_hash *right)
{
    return hash(0x01, left->b, MERKLE_LEN, right->b, MERKLE_LEN);
}

/* The largest power of two smaller than n: the size of the left subtree. n > 1. */
static size_t split(size_t n)
{
    size_t k = 1;

    while (k < n - k)
        k *= 2;
    return k;
}

struct merkle_hash merkle_root(const struct merkle_hash *leaves, size_t n)
{
    struct merkle_hash left;
    struct merkle_hash right;
    size_t k;

    if (n == 0) {
        struct merkle_hash empty = { { 0 } };

        if (EVP_Digest("", 0, empty.b, NULL, EVP_sha256(), NULL) != 1)
            mem_exhausted(0);
        return empty;
    }
    if (n == 1)
        return leaves[0];
    k = split(n);
    left = merkle_root(leaves, k);
    right = merkle_root(leaves + k, n - k);
    return merkle_node(&left, &right);
}

static void add(struct merkle_proof *proof, struct merkle_hash h)
{
    proof->hash[proof->n++] = h;
}

static void path(const struct merkle_hash *leaves, size_t n, size_t m, struct merkle_proof *proof)
{
    size_t k;

    if (n <= 1)
        return;
    k = split(n);
    if (m < k) {
        path(leaves, k, m, proof);
        add(proof, merkle_root(leaves + k, n - k));
    } else {
        path(leaves + k, n - k, m - k, proof);
        add(proof, merkle_root(leaves, k));
    }
}

void merkle_path(const struct merkle_hash *leaves, size_t n, size_t m, struct merkle_proof *ret_proof)
{
    ret_proof->n = 0;
    path(leaves, n, m, ret_proof);
}

int merkle_path_sides(size_t m, size_t n, bool ret_left[MERKLE_MAX_PROOF])
{
    int count = 0;

    if (m >= n)
        return 0;
    for (size_t node = m, last = n - 1; last > 0; node /= 2, last /= 2)
        if (node % 2 == 1 || node < last) /* else it has no sibling and goes up as it is */
            ret_left[count++] = node % 2 == 1;
    return count;
}

bool merkle_path_ok(const struct merkle_hash *leaf, size_t m, size_t n, const struct merkle_proof *proof,
                    const struct merkle_hash *root)
{
    bool left[MERKLE_MAX_PROOF];
    struct merkle_hash h = *leaf;

    if (m >= n || proof->n != merkle_path_sides(m, n, left))
        return false;
    for (int i = 0; i < proof->n; i++)
        h = left[i] ? merkle_node(&proof->hash[i], &h) : merkle_node(&h, &proof->hash[i]);
    return merkle_same(&h, root);
}

/* SUBPROOF(m, D[n], whole): whole = the m leaves are a complete subtree that the verifier knows. */
static void subproof(const struct merkle_hash *leaves, size_t n, size_t m, bool whole, struct merkle_proof *proof)
{
    size_t k;

    if (m == n) {
        if (!whole)
            add(proof, merkle_root(leaves, n));
        return;
    }
    k = split(n);
    if (m <= k) {
        subproof(leaves, k, m, whole, proof);
        add(proof, merkle_root(leaves + k, n - k));
    } else {
        subproof(leaves + k, n - k, m - k, false, proof);
        add(proof, merkle_root(leaves, k));
    }
}

void merkle_consistency(const struct merkle_hash *leaves, size_t n, size_t m, struct merkle_proof *ret_proof)
{
    ret_proof->n = 0;
    subproof(leaves, n, m, true, ret_proof);
}

/* Builds both roots from the proof, side by side. 0 < m < n. */
static bool extends(size_t m, const struct merkle_hash *root_m, size_t n, const struct merkle_hash *root_n,
                    const struct merkle_proof *proof)
{
    size_t node = m - 1;
    size_t last = n - 1;
    struct merkle_hash old;
    struct merkle_hash later;
    int i = 0;

    for (; node % 2 == 1; node /= 2)
        last /= 2;
    if (node > 0 && proof->n == 0)
        return false;
    old = later = node > 0 ? proof->hash[i++] : *root_m;
    for (; last > 0; node /= 2, last /= 2) {
        if (node % 2 == 0 && node == last)
            continue;
        if (i >= proof->n)
            return false;
        if (node % 2 == 1) {
            old = merkle_node(&proof->hash[i], &old);
            later = merkle_node(&proof->hash[i], &later);
        } else {
            later = merkle_node(&later, &proof->hash[i]);
        }
        i++;
    }
    return i == proof->n && merkle_same(&old, root_m) && merkle_same(&later, root_n);
}

bool merkle_consistency_ok(size_t m, const struct merkle_hash *root_m, size_t n, const struct merkle_hash *root_n,
                           const struct merkle_proof *proof)
{
    const struct merkle_hash empty = merkle_root(NULL, 0);

    if (m > n)
        return false;
    if (m == n)
        return proof->n == 0 && merkle_same(root_m, root_n);
    if (m == 0)
        return proof->n == 0 && merkle_same(root_m, &empty);
    return extends(m, root_m, n, root_n, proof);
}

bool merkle_same(const struct merkle_hash *a, const struct merkle_hash *b)
{
    return memcmp(a->b, b->b, MERKLE_LEN) == 0;
}

void merkle_hex(const struct merkle_hash *h, char ret_hex[MERKLE_HEX + 1])
{
    hex_text(h->b, MERKLE_LEN, ret_hex);
}

static int digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

bool merkle_parse(const char *hex, struct merkle_hash *ret_hash)
{
    struct merkle_hash h;

    if (strlen(hex) != MERKLE_HEX)
        return false;
    for (int i = 0; i < MERKLE_LEN; i++) {
        int high = digit(hex[2 * i]);
        int low = digit(hex[2 * i + 1]);

        if (high < 0 || low < 0)
            return false;
        h.b[i] = (unsigned char)(high << 4 | low);
    }
    *ret_hash = h;
    return true;
}
