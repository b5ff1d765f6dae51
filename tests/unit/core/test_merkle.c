/* Merkle trees against the well-known vectors of Certificate Transparency, against sha256sum, and against every way of
 * spoiling a proof. No database. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "core/base/mem.h"
#include "core/seal/merkle.h"

enum { MAX = 70 };

static struct merkle_hash hashes[MAX + 1];

static int fill(void **state)
{
    (void)state;
    for (int i = 0; i <= MAX; i++) {
        char text[24];

        snprintf(text, sizeof text, "lisc %d", i);
        hashes[i] = merkle_leaf(text, strlen(text));
    }
    return 0;
}

static void assert_hex(struct merkle_hash h, const char *hex)
{
    char have[MERKLE_HEX + 1];

    merkle_hex(&h, have);
    assert_string_equal(have, hex);
}

/* The eight leaves used by the tests of Certificate Transparency, and the roots of their prefixes. */
static const struct {
    const char *bytes;
    size_t len;
    const char *root; /* of this leaf and those before it */
} CT[] = {
    { "", 0, "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d" },
    { "\x00", 1, "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125" },
    { "\x10", 1, "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77" },
    { "\x20\x21", 2, "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7" },
    { "\x30\x31", 2, "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4" },
    { "\x40\x41\x42\x43", 4, "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef" },
    { "\x50\x51\x52\x53\x54\x55\x56\x57", 8, "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c" },
    { "\x60\x61\x62\x63\x64\x65\x66\x67\x68\x69\x6a\x6b\x6c\x6d\x6e\x6f", 16,
      "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328" },
};
enum { N_CT = sizeof CT / sizeof CT[0] };

static void ct_leaves(struct merkle_hash leaves[N_CT])
{
    for (int i = 0; i < N_CT; i++)
        leaves[i] = merkle_leaf(CT[i].bytes, CT[i].len);
}

static void roots_are_the_known_ones(void **state)
{
    struct merkle_hash leaves[N_CT];

    (void)state;
    ct_leaves(leaves);
    assert_hex(merkle_root(leaves, 0), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    for (size_t i = 0; i < N_CT; i++)
        assert_hex(merkle_root(leaves, i + 1), CT[i].root);
}

static void known_paths(void **state)
{
    static const struct {
        size_t leaf;
        size_t size;
        int n;
        const char *hash[3];
    } cases[] = {
        { 0, 1, 0, { NULL } },
        { 0,
          8,
          3,
          { "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
            "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
            "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4" } },
        { 5,
          8,
          3,
          { "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
            "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7" } },
        { 2, 3, 1, { "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125" } },
        { 1,
          5,
          3,
          { "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
            "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
            "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b" } },
    };
    struct merkle_hash leaves[N_CT];

    (void)state;
    ct_leaves(leaves);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct merkle_proof p;

        merkle_path(leaves, cases[i].size, cases[i].leaf, &p);
        assert_int_equal(p.n, cases[i].n);
        for (int k = 0; k < p.n; k++)
            assert_hex(p.hash[k], cases[i].hash[k]);
    }
}

static void known_consistency_proofs(void **state)
{
    static const struct {
        size_t m;
        size_t n;
        int count;
        const char *hash[3];
    } cases[] = {
        { 1, 1, 0, { NULL } },
        { 1,
          8,
          3,
          { "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
            "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
            "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4" } },
        { 6,
          8,
          3,
          { "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
            "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7" } },
        { 2,
          5,
          2,
          { "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
            "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b" } },
    };
    struct merkle_hash leaves[N_CT];

    (void)state;
    ct_leaves(leaves);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct merkle_proof p;

        merkle_consistency(leaves, cases[i].n, cases[i].m, &p);
        assert_int_equal(p.n, cases[i].count);
        for (int k = 0; k < p.n; k++)
            assert_hex(p.hash[k], cases[i].hash[k]);
    }
}

/* Second opinion: what a citizen gets from printf and sha256sum. */
static void assert_shell(const char *printf_arguments, struct merkle_hash expected)
{
    MEM_SCOPE(mem, NULL);
    char line[MERKLE_HEX + 1] = "";
    FILE *p = popen(mem_printf(mem, "bash -c 'printf %s | sha256sum'", printf_arguments), "r");

    assert_non_null(p);
    assert_non_null(fgets(line, sizeof line, p));
    pclose(p);
    assert_hex(expected, line);
}

static void sha256sum_agrees(void **state)
{
    MEM_SCOPE(mem, NULL);
    struct merkle_hash node = merkle_node(&hashes[0], &hashes[1]);
    char *bytes = mem_strdup(mem, "\\001");

    (void)state;
    assert_shell("\"\\000lisc 7\"", hashes[7]);
    assert_shell("\"\"", merkle_root(NULL, 0));
    for (int side = 0; side < 2; side++)
        for (int i = 0; i < MERKLE_LEN; i++)
            bytes = mem_printf(mem, "%s\\x%02x", bytes, hashes[side].b[i]);
    assert_shell(mem_printf(mem, "\"%s\"", bytes), node);
}

static struct merkle_hash flipped(struct merkle_hash h, int bit)
{
    h.b[bit / 8 % MERKLE_LEN] ^= (unsigned char)(1 << bit % 8);
    return h;
}

static void every_leaf_is_proved(void **state)
{
    (void)state;
    for (size_t n = 1; n <= MAX; n++) {
        struct merkle_hash root = merkle_root(hashes, n);

        for (size_t m = 0; m < n; m++) {
            struct merkle_proof p;

            merkle_path(hashes, n, m, &p);
            assert_true(merkle_path_ok(&hashes[m], m, n, &p, &root));
        }
    }
}

/* Everything that differs from the proof by one hash, one hash more or less, another place, leaf or root. */
static void altered_paths_fail(void **state)
{
    (void)state;
    for (size_t n = 1; n <= MAX; n++) {
        struct merkle_hash root = merkle_root(hashes, n);
        struct merkle_hash other = flipped(root, (int)n);

        for (size_t m = 0; m < n; m++) {
            struct merkle_proof p;
            struct merkle_proof bad;

            merkle_path(hashes, n, m, &p);
            for (int k = 0; k < p.n; k++) {
                bad = p;
                bad.hash[k] = flipped(bad.hash[k], (int)(n * 7 + m * 3) + k);
                assert_false(merkle_path_ok(&hashes[m], m, n, &bad, &root));
            }
            bad = p;
            bad.n++;
            bad.hash[p.n] = root;
            assert_false(merkle_path_ok(&hashes[m], m, n, &bad, &root));
            bad.n = p.n - 1;
            assert_false(p.n > 0 && merkle_path_ok(&hashes[m], m, n, &bad, &root));
            assert_false(merkle_path_ok(&hashes[m + 1], m, n, &p, &root));
            assert_false(merkle_path_ok(&hashes[m], m, n, &p, &other));
            for (size_t wrong = 0; wrong < n + 2; wrong++)
                assert_false(wrong != m && merkle_path_ok(&hashes[m], wrong, n, &p, &root));
        }
    }
}

static void a_node_is_no_leaf(void **state)
{
    struct merkle_hash root = merkle_root(hashes, 4);
    struct merkle_hash left = merkle_node(&hashes[0], &hashes[1]);
    struct merkle_proof p = { .n = 1 };

    (void)state;
    p.hash[0] = merkle_node(&hashes[2], &hashes[3]);
    /* With the claimed size 2 the shape fits: only the size in the signed head says no. */
    assert_true(merkle_path_ok(&left, 0, 2, &p, &root));
    assert_false(merkle_path_ok(&left, 0, 4, &p, &root));
    /* And nothing that can be said as data has an inner node as its leaf hash. */
    unsigned char both[2 * MERKLE_LEN];

    memcpy(both, hashes[0].b, MERKLE_LEN);
    memcpy(both + MERKLE_LEN, hashes[1].b, MERKLE_LEN);
    struct merkle_hash as_leaf = merkle_leaf(both, sizeof both);

    assert_false(merkle_same(&as_leaf, &left));
}

static void later_trees_extend_earlier_ones(void **state)
{
    (void)state;
    for (size_t n = 0; n <= MAX; n++) {
        struct merkle_hash root = merkle_root(hashes, n);

        for (size_t m = 0; m <= n; m++) {
            struct merkle_hash earlier = merkle_root(hashes, m);
            struct merkle_hash wrong = flipped(earlier, (int)(n + m));
            struct merkle_proof p = { .n = 0 };
            struct merkle_proof bad;

            if (m > 0)
                merkle_consistency(hashes, n, m, &p);
            assert_true(merkle_consistency_ok(m, &earlier, n, &root, &p));
            assert_false(merkle_consistency_ok(m, &wrong, n, &root, &p));
            assert_false(m > 0 && merkle_consistency_ok(m, &earlier, n, &wrong, &p));
            assert_false(m < n && merkle_consistency_ok(n, &root, m, &earlier, &p));
            for (int k = 0; k < p.n; k++) {
                bad = p;
                bad.hash[k] = flipped(bad.hash[k], (int)(n * 5 + m) + k);
                assert_false(merkle_consistency_ok(m, &earlier, n, &root, &bad));
            }
            bad = p;
            bad.hash[bad.n++] = root;
            assert_false(merkle_consistency_ok(m, &earlier, n, &root, &bad));
            bad.n = p.n - 1;
            assert_false(p.n > 0 && merkle_consistency_ok(m, &earlier, n, &root, &bad));
        }
    }
}

/* A log that swapped or replaced one early leaf has no proof that its later tree extends the earlier one. */
static void a_rewritten_leaf_is_inconsistent(void **state)
{
    (void)state;
    for (size_t n = 2; n <= 33; n++) {
        struct merkle_hash forged[MAX];
        struct merkle_hash root_n;

        memcpy(forged, hashes, sizeof forged);
        forged[n / 3] = flipped(forged[n / 3], 1);
        root_n = merkle_root(forged, n);
        for (size_t m = n / 3 + 1; m < n; m++) {
            struct merkle_hash root_m = merkle_root(hashes, m);
            struct merkle_proof p;

            merkle_consistency(forged, n, m, &p);
            assert_false(merkle_consistency_ok(m, &root_m, n, &root_n, &p));
        }
    }
}

static void hex_is_read_strictly(void **state)
{
    char hex[MERKLE_HEX + 1];
    struct merkle_hash h = { { 0 } };

    (void)state;
    merkle_hex(&hashes[3], hex);
    assert_true(merkle_parse(hex, &h));
    assert_true(merkle_same(&h, &hashes[3]));
    hex[5] = 'G';
    assert_false(merkle_parse(hex, &h));
    hex[5] = 'A';
    assert_false(merkle_parse(hex, &h));
    hex[5] = '\0';
    assert_false(merkle_parse(hex, &h));
    assert_false(merkle_parse("", &h));
    assert_true(merkle_same(&h, &hashes[3]));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(roots_are_the_known_ones),
        cmocka_unit_test(known_paths),
        cmocka_unit_test(known_consistency_proofs),
        cmocka_unit_test(sha256sum_agrees),
        cmocka_unit_test(every_leaf_is_proved),
        cmocka_unit_test(altered_paths_fail),
        cmocka_unit_test(a_node_is_no_leaf),
        cmocka_unit_test(later_trees_extend_earlier_ones),
        cmocka_unit_test(a_rewritten_leaf_is_inconsistent),
        cmocka_unit_test(hex_is_read_strictly),
    };

    return cmocka_run_group_tests_name(__FILE__, tests, fill, NULL);
}
