/* The check of a trail, its trees and their heads, whatever they are read from: the database or an exported file. It
 * shares no code with what writes them: hashes, roots, signatures and stamps are computed here anew.
 *
 * For one unit the rows are given in this order: events (by obiekt, obiekt_id, lp), ends of chains, leaves (by dzien,
 * lp), ends of chains as heads found them (by obiekt, obiekt_id, glowa), heads (by numer); then check_finish(). The first row that does
 * not fit is named on standard output, „NIEZGODNE …”, and everything after it is not looked at: each function returns
 * false from then on. */
#ifndef ADMIN_CHECK_H
#define ADMIN_CHECK_H

#include <openssl/x509.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/base/mem.h"

struct check_event {
    const char *obiekt;
    int64_t obiekt_id;
    int64_t lp;
    int64_t czas; /* microseconds */
    const char *typ;
    int64_t konto_id; /* 0 = none; so are the next and sprawa_id */
    int64_t pracownik_id;
    const char *aktor;
    const char *stanowisko;
    int64_t sprawa_id;
    const char *dane;
    const char *poprzedni; /* hexadecimal, "" for the first */
    const char *hash;
};

/* An end of a chain: as recorded now (glowa 0) or as head `glowa` found it. */
struct check_end {
    const char *obiekt;
    int64_t obiekt_id;
    int64_t glowa;
    int64_t lp;
    const char *hash;
};

struct check_leaf {
    const char *dzien;
    int64_t lp;
    const char *numer;
    const char *sha256;
};

struct check_head {
    int64_t numer;
    const char *tresc;
    const void *podpis; /* NULL: not signed yet */
    size_t n_podpis;
    const void *znacznik;
    size_t n_znacznik;
    const char *certyfikaty; /* PEM */
};

struct check;

/* trust: anchors of seals and time stamps. */
struct check *check_new(TALLOC_CTX *mem, const char *jst, X509_STORE *trust);

/* The line of the file that is being checked, for messages; 0 = not from a file. */
void check_line(struct check *c, int64_t line);

bool check_event(struct check *c, const struct check_event *e);
bool check_end(struct check *c, const struct check_end *e);
bool check_leaf(struct check *c, const struct check_leaf *l);
bool check_bound(struct check *c, const struct check_end *e);
bool check_head(struct check *c, const struct check_head *h);
bool check_finish(struct check *c);
bool check_failed(const struct check *c);

/* Says what does not fit; returns false, always. */
bool check_bad(struct check *c, const char *fmt, ...) PRINTF_LIKE(2, 3);

struct check_sums {
    int64_t events;
    int64_t chains;
    int64_t leaves;
    int64_t heads;
    int64_t unsigned_heads; /* at the end of the unit's heads, waiting for the signer */
};
void check_add_sums(const struct check *c, struct check_sums *sums);

/* NULL when the signature and the stamp over the text are good and lead to anchors, else a Polish sentence.
 * czas: of the head, microseconds. */
const char *check_signatures(TALLOC_CTX *mem, const struct check_head *h, const char *jst, int64_t czas,
                             X509_STORE *trust);

/* Every PEM certificate of a folder; NULL with a message on stderr. Belongs to mem. */
X509_STORE *check_trust(TALLOC_CTX *mem, const char *dir);

#endif
