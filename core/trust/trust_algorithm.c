/* The dated table of algorithms: what is not in it is refused, what has ended is refused from
 * that day on. */
#include <openssl/evp.h>
#include <stdlib.h>
#include <string.h>

#include "core/doc/xml.h"
#include "core/trust/trust_priv.h"

#define N_COLUMNS 5

/* ---- reading ---- */

/* The line's columns; the last one takes the rest. False when there are fewer. */
static bool split(char *line, char *column[N_COLUMNS])
{
    for (int i = 0; i < N_COLUMNS; i++) {
        char *comma = i < N_COLUMNS - 1 ? strchr(line, ',') : NULL;

        column[i] = line;
        if (i == N_COLUMNS - 1)
            return true;
        if (!comma)
            return false;
        *comma = '\0';
        line = comma + 1;
    }
    return false;
}

static bool read_bits(const char *text, int *ret_bits)
{
    char *end = NULL;
    long n = *text ? strtol(text, &end, 10) : 0;

    *ret_bits = (int)n;
    return *text == '\0' || (*end == '\0' && n > 0 && n <= 65536);
}

/* Midnight UTC of the day. */
static bool read_until(const char *text, int64_t *ret_until)
{
    MEM_SCOPE(tmp, NULL);

    *ret_until = INT64_MAX;
    return *text == '\0' || xml_time(mem_printf(tmp, "%sT00:00:00Z", text), ret_until);
}

static bool read_line(struct trust *t, char *line, struct algorithm *a)
{
    static const char *const kinds[] = { "digest", "signature", "rsa", "ec", "eddsa" };
    char *column[N_COLUMNS];

    if (!split(line, column) || !read_bits(column[2], &a->min_bits) || !read_until(column[3], &a->until))
        return false;
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        if (strcmp(kinds[i], column[0]) != 0)
            continue;
        strcpy(a->kind, kinds[i]);
        a->name = mem_strdup(t, column[1]);
        return *a->name != '\0';
    }
    return false;
}

/* How many rows there are; -1 when a line is wrong. */
static int read_table(struct trust *t, char *text, struct algorithm *table)
{
    char *line;
    int n = 0;

    while ((line = strsep(&text, "\n"))) {
        line[strcspn(line, "\r")] = '\0';
        if (*line == '\0' || *line == '#')
            continue;
        if (n == TRUST_MAX_ALGORITHMS || !read_line(t, line, &table[n]))
            return -1;
        n++;
    }
    return n;
}

/* An empty table would forbid everything: that is a mistake, not a wish. */
bool trust_algorithms(struct trust *t, const char *csv, size_t len)
{
    MEM_SCOPE(tmp, t);
    struct algorithm *table = mem_array(t, struct algorithm, TRUST_MAX_ALGORITHMS);
    int n = read_table(t, mem_strndup(tmp, csv, len), table);

    if (n <= 0) {
        talloc_free(table);
        return false;
    }
    talloc_free(t->algorithms);
    t->algorithms = table;
    t->n_algorithms = n;
    trust_changed(t);
    return true;
}

/* ---- asking ---- */

static bool is_allowed(const struct trust *t, const char *kind, const char *name, int bits, int64_t at)
{
    for (int i = 0; i < t->n_algorithms; i++) {
        const struct algorithm *a = &t->algorithms[i];

        if (strcmp(a->kind, kind) == 0 && strcmp(a->name, name) == 0 && bits >= a->min_bits && at < a->until)
            return true;
    }
    return false;
}

bool trust_digest(const struct trust *t, const char *uri, int64_t at)
{
    return uri && is_allowed(t, "digest", uri, 0, at);
}

bool trust_method(const struct trust *t, const char *uri, int64_t at)
{
    return uri && is_allowed(t, "signature", uri, 0, at);
}

/* OpenSSL has several names for one curve; the table uses those of NIST. */
static const char *curve_of(const EVP_PKEY *key, char *name, size_t size)
{
    static const struct {
        const char *is;
        const char *nist;
    } also[] = { { "prime256v1", "P-256" }, { "secp384r1", "P-384" }, { "secp521r1", "P-521" } };
    size_t len = 0;

    if (EVP_PKEY_get_group_name(key, name, size, &len) != 1)
        return "";
    for (size_t i = 0; i < sizeof also / sizeof also[0]; i++)
        if (strcmp(name, also[i].is) == 0)
            return also[i].nist;
    return name;
}

bool trust_key(const struct trust *t, EVP_PKEY *key, int64_t at)
{
    char curve[64];

    switch (key ? EVP_PKEY_get_base_id(key) : EVP_PKEY_NONE) {
    case EVP_PKEY_RSA:
    case EVP_PKEY_RSA_PSS:
        return is_allowed(t, "rsa", "RSA", EVP_PKEY_get_bits(key), at);
    case EVP_PKEY_EC:
        return is_allowed(t, "ec", curve_of(key, curve, sizeof curve), 0, at);
    case EVP_PKEY_ED25519:
        return is_allowed(t, "eddsa", "Ed25519", 0, at);
    case EVP_PKEY_ED448:
        return is_allowed(t, "eddsa", "Ed448", 0, at);
    default:
        return false;
    }
}
