/* Accounts: registration with a confirmed e-mail, log-in with lock-out and second factor, password reset, own data.
 *
 * These are the only functions that read accounts before anybody is logged in; they act as the system inside the
 * transaction of a public page. Nothing they answer tells whether an account exists. */
#ifndef MODULES_ORG_KONTO_KONTO_H
#define MODULES_ORG_KONTO_KONTO_H

#include "core/ctx/ctx.h"

struct db_rows;

enum konto_outcome {
    KONTO_IN,     /* logged in: ret_who is filled */
    KONTO_CODE,   /* password right, now the one-time code */
    KONTO_WRONG,  /* name or password or code wrong, or account not confirmed */
    KONTO_LOCKED, /* too many wrong ones for this name; wait */
};

struct konto_login {
    enum konto_outcome outcome;
    struct who who;
    int n_jednostki; /* clerks: in how many units he works; with more than one, konto_jednostki() lists them */
    const char *jst; /* clerks with one unit: that unit */
    const char *jst_name;
};

/* Checks the password. Wrong tries are counted per name (conf.login_attempts, conf.login_lock), also for names that do
 * not exist. The caller commits whatever the outcome. */
MUST_CHECK enum err konto_password(struct ctx *ctx, const char *login, const char *password, struct konto_login *ret_l);

/* Second step: the one-time code of an account whose password was right (its id comes from the session). */
MUST_CHECK enum err konto_code(struct ctx *ctx, int64_t konto_id, const char *code, struct konto_login *ret_l);

/* Units of a clerk: teryt, nazwa_jst. */
MUST_CHECK enum err konto_jednostki(struct ctx *ctx, int64_t konto_id, struct db_rows **ret_rows);
/* The clerk as he is in one of his units; ERR_DENIED when he does not work there. */
MUST_CHECK enum err konto_clerk(struct ctx *ctx, int64_t konto_id, const char *jst, struct konto_login *ret_l);

struct konto_nowe {
    const char *imie;
    const char *nazwisko;
    const char *email;
    const char *haslo;
    const char *haslo2;
};

/* Makes an account that waits for its confirmation link and sends that link. When the address already has an account,
 * its owner is told by e-mail instead; the answer here is the same. ERR_INVALID per field. */
MUST_CHECK enum err konto_register(struct ctx *ctx, const struct konto_nowe *n);
/* Confirms the address; ERR_INVALID when the link is spent or too old. */
MUST_CHECK enum err konto_confirm(struct ctx *ctx, const char *token);

/* Sends a link for a new password, if there is such an account. */
MUST_CHECK enum err konto_reset_ask(struct ctx *ctx, const char *email);
/* Sets the new password and spends every other such link; *ret_konto_id lets the caller end the account's sessions. */
MUST_CHECK enum err konto_reset(struct ctx *ctx, const char *token, const char *haslo, const char *haslo2,
                                int64_t *ret_konto_id);

/* A citizen's own data, for forms. */
struct konto_dane {
    const char *imie, *nazwisko, *pesel, *ulica, *budynek, *lokal, *kod_pocztowy, *miejscowosc, *telefon;
    const char *email; /* read only */
};
MUST_CHECK enum err konto_dane_get(struct ctx *ctx, struct konto_dane *ret_d);
MUST_CHECK enum err konto_dane_change(struct ctx *ctx, const struct konto_dane *d);

#endif
