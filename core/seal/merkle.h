/* Merkle trees as RFC 6962 section 2.1 has them, over SHA-256: a leaf is SHA-256(0x00 || data), a node is
 * SHA-256(0x01 || left || right), a subtree without a sibling goes up as it is (it is never doubled), and the tree of
 * nothing is SHA-256("").
 *
 * Leaves are given as their hashes (merkle_leaf()), in order, n of them; positions count from 0. Nothing here allocates
 * more than a proof, fails on valid arguments, or knows what the leaves mean. */
#ifndef CORE_MERKLE_H
#define CORE_MERKLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define MERKLE_LEN 32
#define MERKLE_HEX 64       /* digits of a hash, lower case */
#define MERKLE_MAX_PROOF 64 /* hashes: enough for any size_t number of leaves */

struct merkle_hash {
    unsigned char b[MERKLE_LEN];
};

struct merkle_proof {
    struct merkle_hash hash[MERKLE_MAX_PROOF];
    int n;
};

struct merkle_hash merkle_leaf(const void *data, size_t len);
struct merkle_hash merkle_node(const struct merkle_hash *left, const struct merkle_hash *right);

struct merkle_hash merkle_root(const struct merkle_hash *leaves, size_t n);

/* The audit path PATH(m, D[n]) (section 2.1.1), from the leaf upwards. m < n. */
void merkle_path(const struct merkle_hash *leaves, size_t n, size_t m, struct merkle_proof *ret_proof);

/* The leaf stands at position m of the tree of n leaves with this root. */
bool merkle_path_ok(const struct merkle_hash *leaf, size_t m, size_t n, const struct merkle_proof *proof,
                    const struct merkle_hash *root);

/* For each hash of a path, from the leaf upwards: does it stand to the left? (what a person hashing by hand needs).
 * Returns how many hashes a path of this position has. */
int merkle_path_sides(size_t m, size_t n, bool ret_left[MERKLE_MAX_PROOF]);

/* The consistency proof of section 2.1.2: the first m leaves are the tree of an earlier head.
 * 0 < m <= n; empty when m == n. */
void merkle_consistency(const struct merkle_hash *leaves, size_t n, size_t m, struct merkle_proof *ret_proof);

/* The tree of n leaves extends that of m leaves, nothing of which was changed. A tree extends the empty one and itself
 * with an empty proof. */
bool merkle_consistency_ok(size_t m, const struct merkle_hash *root_m, size_t n, const struct merkle_hash *root_n,
                           const struct merkle_proof *proof);

bool merkle_same(const struct merkle_hash *a, const struct merkle_hash *b);
void merkle_hex(const struct merkle_hash *h, char ret_hex[MERKLE_HEX + 1]);
bool merkle_parse(const char *hex, struct merkle_hash *ret_hash);

#endif
