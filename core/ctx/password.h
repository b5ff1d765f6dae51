/* Secrets of people: passwords (Argon2id), one-time codes (TOTP, RFC 6238), random tokens.
 *
 * Stored are: the encoded hash of a password, the secret of the one-time codes, the SHA-256 of a token; never a password
 * or a token itself. Nothing here counts attempts: that is core/net/cache.h and the account's row. */
#ifndef CORE_PASSWORD_H
#define CORE_PASSWORD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/ctx/ctx.h"

/* OWASP Password Storage Cheat Sheet: 19 MiB, two passes, one lane. */
#define PASSWORD_MEMORY_KIB 19456U
#define PASSWORD_PASSES 2U
#define PASSWORD_LANES 1U

/* The memory that hashes made from now on take, in KiB: once at start, before anybody logs in. Less than
 * PASSWORD_MEMORY_KIB is for made-up people only (setting password_memory). */
void password_cost(unsigned memory_kib);
/* What this process has spent on hashes so far, in KiB of memory filled. */
uint64_t password_work(void);

/* Characters, not bytes. */
#define PASSWORD_MIN 10
#define PASSWORD_MAX 128

#define TOKEN_HASH_LEN 64 /* hexadecimal digits */
#define TOTP_STEP_S 30
#define TOTP_DIGITS 6

/* May the person choose this password? ERR_INVALID for the form field `field` with the reason. email may be NULL. */
MUST_CHECK enum err password_check(struct ctx *ctx, const char *field, const char *password, const char *email);

/* "$argon2id$v=19$m=19456,t=2,p=1$…" (m as password_cost() says) in ctx->mem, with a fresh salt. Works for any password, also a demo one that
 * password_check() would refuse. ERR_INVALID when longer than PASSWORD_MAX. */
MUST_CHECK enum err password_hash(struct ctx *ctx, const char *password, const char **ret_encoded);

/* Compares in constant time. encoded NULL or "" (nobody has this name, or has no password): takes as long as a real
 * comparison and is false, so that the time does not tell who has an account. */
bool password_verify(const char *encoded, const char *password);

/* True when the hash was made with other parameters than today's: hash again after the next good log-in. */
bool password_is_stale(const char *encoded);

/* n random bytes as base64url without padding, in mem. 32 bytes give 43 characters. */
char *token_new(TALLOC_CTX *mem, size_t n);
/* Lower-case hex SHA-256 of a token: what is stored and looked up. */
void token_hash(const char *token, char ret_hex[TOKEN_HASH_LEN + 1]);
/* Equal? Takes the same time wherever the difference is. */
bool token_equal(const char *a, const char *b);

/* A new secret of 160 bits, base32, in mem. */
char *totp_secret_new(TALLOC_CTX *mem);
/* otpauth:// address for the QR code of an authenticator program; issuer and account are escaped. */
char *totp_uri(TALLOC_CTX *mem, const char *secret, const char *issuer, const char *account);
/* Checks a code typed by a person (spaces are ignored) for the time now (microseconds), one step early or late
 * allowed. A code of last_step or before is refused: store *ret_step as the account's new last_step in the same
 * transaction. last_step is 0 before the first use. */
bool totp_check(const char *secret, const char *code, int64_t now, int64_t last_step, int64_t *ret_step);

/* Fills p with random bytes from the kernel. Ends the process in the case, unknown on Linux, that there are none. */
void random_bytes(void *p, size_t n);

#endif
