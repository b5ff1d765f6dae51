/* Passwords by libargon2, one-time codes by liboath, tokens from the kernel. */
#include "core/ctx/password.h"

#include <argon2.h>
#include <ctype.h>
#include <errno.h>
#include <liboath/oath.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/mman.h>
#include <sys/random.h>

#include "core/base/buf.h"
#include "core/base/hex.h"

#define SALT_LEN 16
#define HASH_LEN 32
#define DECODED_MAX 66 /* bytes of salt or hash in an encoded password */
#define MAX_BYTES ((size_t)PASSWORD_MAX * 4)
#define MAX_MEMORY_KIB 262144U /* a hash that asks for more was not made by us */
#define MAX_PASSES 16U
#define MAX_LANES 4U
#define TOTP_SECRET_BYTES 20
#define TOTP_SECRET_MIN 26 /* base32 digits: 128 bits (RFC 4226, R6) */

static unsigned memory_cost = PASSWORD_MEMORY_KIB;

void password_cost(unsigned memory_kib)
{
    memory_cost = memory_kib;
}

void random_bytes(void *p, size_t n)
{
    unsigned char *to = p;

    while (n > 0) {
        ssize_t got = getrandom(to, n, 0);

        if (got < 0 && errno != EINTR)
            abort();
        if (got > 0) {
            to += got;
            n -= (size_t)got;
        }
    }
}

/* ---- passwords ---- */

static size_t characters(const char *s)
{
    size_t n = 0;

    for (; *s; s++)
        n += ((unsigned char)*s & 0xc0) != 0x80;
    return n;
}

static bool is_one_character(const char *s)
{
    return strspn(s, (char[]){ s[0], '\0' }) == strlen(s);
}

/* 1234567890, abcdefghij, 0987654321: each character next to the one before. */
static bool is_a_run(const char *s)
{
    int step = strlen(s) > 2 ? s[2] - s[1] : 0;

    if (step != 1 && step != -1)
        return false;
    for (; s[1]; s++)
        if (s[1] - s[0] != step && !(s[0] == '9' && s[1] == '0') && !(s[0] == '0' && s[1] == '9'))
            return false;
    return true;
}

static bool is_about_email(const char *password, const char *email)
{
    size_t local = email ? strcspn(email, "@") : 0;

    if (local == 0)
        return false;
    if (strcasecmp(password, email) == 0)
        return true;
    /* The name alone, perhaps with digits after it. */
    return strncasecmp(password, email, local) == 0 &&
           strspn(password + local, "0123456789!.") == strlen(password + local);
}

enum err password_check(struct ctx *ctx, const char *field, const char *password, const char *email)
{
    size_t n = characters(password);

    if (n < PASSWORD_MIN)
        return ctx_fail_field(ctx, field, "Hasło musi mieć co najmniej 10 znaków.");
    if (n > PASSWORD_MAX || strlen(password) > MAX_BYTES)
        return ctx_fail_field(ctx, field, "Hasło może mieć najwyżej 128 znaków.");
    if (is_about_email(password, email))
        return ctx_fail_field(ctx, field, "Hasło nie może być adresem e-mail ani jego częścią.");
    if (is_one_character(password) || is_a_run(password))
        return ctx_fail_field(ctx, field, "To hasło jest zbyt łatwe do odgadnięcia. Wybierz inne.");
    return ERR_OK;
}

/* The parts of "$argon2id$v=19$m=19456,t=2,p=1$salt$hash". */
struct encoded {
    unsigned memory_kib;
    unsigned passes;
    unsigned lanes;
    unsigned char salt[DECODED_MAX];
    size_t salt_len;
    unsigned char hash[DECODED_MAX];
    size_t hash_len;
};

static int map_memory(uint8_t **ret_memory, size_t bytes)
{
    void *p = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

    if (p == MAP_FAILED)
        return ARGON2_MEMORY_ALLOCATION_ERROR;
    *ret_memory = p;
    return ARGON2_OK;
}

static void unmap_memory(uint8_t *memory, size_t bytes)
{
    munmap(memory, bytes);
}

static uint64_t work;

uint64_t password_work(void)
{
    return work;
}

/* Calculates the hash of a password with the parameters and salt of e. The 19 MiB are borrowed from the kernel, not
 * from malloc(), which would keep them for the life of the worker. */
static int derive(const struct encoded *e, const char *password, unsigned char *ret_hash)
{
    struct encoded copy = *e;
    char secret[MAX_BYTES + 1];
    argon2_context a = {
        .out = ret_hash, .outlen = (uint32_t)e->hash_len, .pwd = (uint8_t *)secret, .salt = copy.salt
    };
    int code;

    work += (uint64_t)e->memory_kib * e->passes;
    a.pwdlen = (uint32_t)strlen(password);
    memcpy(secret, password, a.pwdlen);
    a.saltlen = (uint32_t)e->salt_len;
    a.t_cost = e->passes;
    a.m_cost = e->memory_kib;
    a.lanes = e->lanes;
    a.threads = 1;
    a.version = ARGON2_VERSION_13;
    a.allocate_cbk = map_memory;
    a.free_cbk = unmap_memory;
    code = argon2id_ctx(&a);
    OPENSSL_cleanse(secret, sizeof secret);
    return code;
}

/* Base64 without padding, as the encoded form has it. */
static char *to_base64(TALLOC_CTX *mem, const unsigned char *bytes, size_t n)
{
    char *text = mem_array(mem, char, (n + 2) / 3 * 4 + 1);

    EVP_EncodeBlock((unsigned char *)text, bytes, (int)n);
    text[strcspn(text, "=")] = '\0';
    return text;
}

static size_t from_base64(const char *text, size_t len, unsigned char ret_bytes[DECODED_MAX])
{
    unsigned char padded[DECODED_MAX / 3 * 4];
    size_t n = len;
    int decoded;

    if (len == 0 || len % 4 == 1 || len > sizeof padded)
        return 0;
    memcpy(padded, text, len);
    while (n % 4)
        padded[n++] = '=';
    decoded = EVP_DecodeBlock(ret_bytes, padded, (int)n);
    return decoded < 0 ? 0 : (size_t)decoded - (n - len);
}

static bool read_encoded(const char *text, struct encoded *ret)
{
    int at = 0;
    size_t len = 0;

    if (!text ||
        sscanf(text, "$argon2id$v=19$m=%9u,t=%9u,p=%9u$%n", &ret->memory_kib, &ret->passes, &ret->lanes, &at) != 3)
        return false;
    if (at == 0 || ret->memory_kib > MAX_MEMORY_KIB || ret->passes > MAX_PASSES || ret->lanes > MAX_LANES)
        return false;
    len = strcspn(text + at, "$");
    ret->salt_len = from_base64(text + at, len, ret->salt);
    if (ret->salt_len < ARGON2_MIN_SALT_LENGTH || text[at + (int)len] != '$')
        return false;
    text += at + (int)len + 1;
    ret->hash_len = from_base64(text, strlen(text), ret->hash);
    return ret->hash_len >= SALT_LEN;
}

enum err password_hash(struct ctx *ctx, const char *password, const char **ret_encoded)
{
    struct encoded e = { memory_cost, PASSWORD_PASSES, PASSWORD_LANES, { 0 }, SALT_LEN, { 0 }, HASH_LEN };
    unsigned char hash[HASH_LEN];
    int code;

    if (strlen(password) > MAX_BYTES)
        return ctx_fail(ctx, ERR_INVALID, "Hasło jest za długie.", "password too long");
    random_bytes(e.salt, e.salt_len);
    code = derive(&e, password, hash);
    if (code != ARGON2_OK)
        return ctx_fail(ctx, ERR_INTERNAL, "Wystąpił błąd systemu.", "argon2: %s", argon2_error_message(code));
    *ret_encoded = mem_printf(ctx->mem, "$argon2id$v=19$m=%u,t=%u,p=%u$%s$%s", e.memory_kib, e.passes, e.lanes,
                              to_base64(ctx->mem, e.salt, e.salt_len), to_base64(ctx->mem, hash, sizeof hash));
    return ERR_OK;
}

/* The work of a comparison without anything to compare with. */
static bool waste_time(void)
{
    struct encoded e = { memory_cost, PASSWORD_PASSES, PASSWORD_LANES, { 0 }, SALT_LEN, { 0 }, HASH_LEN };
    unsigned char hash[HASH_LEN];

    (void)derive(&e, "", hash);
    return false;
}

bool password_verify(const char *encoded, const char *password)
{
    struct encoded e = { 0 };
    unsigned char hash[DECODED_MAX];

    if (!read_encoded(encoded, &e) || strlen(password) > MAX_BYTES)
        return waste_time();
    return derive(&e, password, hash) == ARGON2_OK && CRYPTO_memcmp(hash, e.hash, e.hash_len) == 0;
}

bool password_is_stale(const char *encoded)
{
    struct encoded e = { 0 };

    return !read_encoded(encoded, &e) || e.memory_kib != memory_cost || e.passes != PASSWORD_PASSES ||
           e.lanes != PASSWORD_LANES;
}

/* ---- tokens ---- */

char *token_new(TALLOC_CTX *mem, size_t n)
{
    unsigned char *bytes = mem_array(mem, unsigned char, n + 1);
    char *text = NULL;

    random_bytes(bytes, n);
    text = to_base64(mem, bytes, n);
    for (char *p = text; *p; p++)
        *p = *p == '+' ? '-' : *p == '/' ? '_' : *p;
    OPENSSL_cleanse(bytes, n);
    talloc_free(bytes);
    return text;
}

void token_hash(const char *token, char ret_hex[TOKEN_HASH_LEN + 1])
{
    unsigned char hash[EVP_MAX_MD_SIZE] = { 0 };

    if (EVP_Digest(token, strlen(token), hash, NULL, EVP_sha256(), NULL) != 1)
        abort();
    hex_text(hash, TOKEN_HASH_LEN / 2, ret_hex);
}

bool token_equal(const char *a, const char *b)
{
    char hash_a[TOKEN_HASH_LEN + 1];
    char hash_b[TOKEN_HASH_LEN + 1];

    token_hash(a, hash_a);
    token_hash(b, hash_b);
    return CRYPTO_memcmp(hash_a, hash_b, TOKEN_HASH_LEN) == 0;
}

/* ---- one-time codes ---- */

char *totp_secret_new(TALLOC_CTX *mem)
{
    char bytes[TOTP_SECRET_BYTES];
    char *base32 = NULL;
    char *secret = NULL;
    size_t len = 0;

    random_bytes(bytes, sizeof bytes);
    if (oath_base32_encode(bytes, sizeof bytes, &base32, &len) != OATH_OK)
        mem_exhausted(sizeof bytes);
    secret = mem_strndup(mem, base32, len);
    OPENSSL_cleanse(bytes, sizeof bytes);
    OPENSSL_cleanse(base32, len);
    free(base32);
    return secret;
}

static void add_escaped(struct buf *b, const char *s)
{
    for (; *s; s++) {
        if (isascii(*s) && (isalnum((unsigned char)*s) || strchr("-._~", *s)))
            buf_char(b, *s);
        else
            buf_printf(b, "%%%02X", (unsigned char)*s);
    }
}

char *totp_uri(TALLOC_CTX *mem, const char *secret, const char *issuer, const char *account)
{
    struct buf b = buf_new(mem, 4096);

    buf_str(&b, "otpauth://totp/");
    add_escaped(&b, issuer);
    buf_char(&b, ':');
    add_escaped(&b, account);
    buf_printf(&b, "?secret=%s&issuer=", secret);
    add_escaped(&b, issuer);
    buf_printf(&b, "&algorithm=SHA1&digits=%d&period=%d", TOTP_DIGITS, TOTP_STEP_S);
    return mem_strdup(mem, buf_text(&b));
}

/* Exactly six digits; people type "123 456". */
static bool read_code(const char *typed, char ret_code[TOTP_DIGITS + 1])
{
    int n = 0;

    for (; *typed; typed++) {
        if (*typed == ' ')
            continue;
        if (*typed < '0' || *typed > '9' || n == TOTP_DIGITS)
            return false;
        ret_code[n++] = *typed;
    }
    ret_code[n] = '\0';
    return n == TOTP_DIGITS;
}

/* An account without a secret must not be opened by the codes of an empty one. */
static bool read_secret(const char *secret, char **ret_key, size_t *ret_len)
{
    if (!secret || strlen(secret) < TOTP_SECRET_MIN || oath_init() != OATH_OK)
        return false;
    return oath_base32_decode(secret, strlen(secret), ret_key, ret_len) == OATH_OK;
}

static bool is_code_of_step(const char *key, size_t len, int64_t step, const char *code)
{
    char expected[TOTP_DIGITS + 1];

    return oath_hotp_generate(key, len, (uint64_t)step, TOTP_DIGITS, false, OATH_HOTP_DYNAMIC_TRUNCATION, expected) ==
               OATH_OK &&
           CRYPTO_memcmp(expected, code, TOTP_DIGITS) == 0;
}

bool totp_check(const char *secret, const char *code, int64_t now, int64_t last_step, int64_t *ret_step)
{
    int64_t step = now / 1000000 / TOTP_STEP_S;
    char digits[TOTP_DIGITS + 1];
    char *key = NULL;
    size_t len = 0;
    int64_t found = 0;

    if (!read_code(code, digits) || !read_secret(secret, &key, &len))
        return false;
    for (int64_t s = step - 1; s <= step + 1; s++)
        if (s > last_step && is_code_of_step(key, len, s, digits))
            found = s;
    OPENSSL_cleanse(key, len);
    free(key);
    if (found == 0)
        return false;
    *ret_step = found;
    return true;
}
