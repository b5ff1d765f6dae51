/* Drafts of letters to an office, from the first word to the sent document. A draft belongs to one citizen and one
 * unit; every function acts in ctx->jst (ctx_act_in() before) and sees only drafts of the citizen who acts.
 *
 * Once the citizen has looked at the preview the document is frozen: its bytes are stored and exactly these are shown,
 * given out for signing and sent. Any change of the draft thaws it. */
#ifndef MODULES_FORMS_SZKIC_SZKIC_H
#define MODULES_FORMS_SZKIC_SZKIC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/ctx/ctx.h"
#include "core/doc/xml.h"
#include "modules/esp/skrytka/skrytka.h"

struct db_rows;
struct jst;

#define SZKIC_TYTUL_MAX 200
#define SZKIC_TRESC_MAX 20000
#define SZKIC_ZNAK_MAX 100
#define SZKIC_OTWARTYCH_MAX 50 /* drafts one citizen may keep at a time */

/* What the citizen writes. */
struct szkic_tekst {
    const char *tytul;
    const char *rodzaj; /* one of szkic_rodzaje, "" = not chosen yet */
    const char *tresc;
    const char *znak_sprawy; /* "" = a new matter */
};

struct szkic {
    int64_t id;
    struct szkic_tekst tekst;
    const char *xml_sha256; /* the frozen document; "" while it may change */
    int64_t dokument_id;    /* set when sent */
    const char *updated_at;
    const struct db_rows *pliki; /* id, nazwa, rodzaj ("PDF"), mime, rozmiar, sha256 */
};

/* What may be attached; told to people before they choose files. */
struct szkic_limity {
    int n_plikow;
    int64_t plik;  /* bytes of one file */
    int64_t razem; /* bytes of all, so that the document with a signature stays below conf.max_document */
};

/* Kinds of letters, ended by NULL. */
extern const char *const szkic_rodzaje[];

void szkic_limity(const struct ctx *ctx, struct szkic_limity *ret_l);

/* A new draft; one that was begun and left empty is used again, so a second click makes no second draft.
 * ERR_CONFLICT  SZKIC_OTWARTYCH_MAX drafts are open */
MUST_CHECK enum err szkic_start(struct ctx *ctx, const char *znak_sprawy, int64_t *ret_id);

/* ERR_NOTFOUND „Nie ma takiego szkicu.” A draft that was sent is still found; dokument_id tells. */
MUST_CHECK enum err szkic_get(struct ctx *ctx, int64_t id, struct szkic *ret_s);

/* Open drafts, newest first: jst, slug, nazwa_jst, id, tytul, updated_at, gotowy (true when frozen). jst "" = all units. */
MUST_CHECK enum err szkic_list(struct ctx *ctx, const char *jst, struct db_rows **ret_rows);

/* The changing functions return ERR_NOTFOUND, and ERR_CONFLICT „To pismo zostało już wysłane.” for a sent draft. */

/* Stores the text as it is, complete or not. */
MUST_CHECK enum err szkic_save(struct ctx *ctx, int64_t id, const struct szkic_tekst *t);

/* Adds a file whose content is a blob of the unit already. ERR_INVALID (field "pliki") with a sentence that names the
 * file: format, size or number. The same content under the same name is kept once. */
MUST_CHECK enum err szkic_add_file(struct ctx *ctx, int64_t id, const char *nazwa, const char *mime, const char *sha256,
                                   int64_t rozmiar);
/* Harmless when it is gone already. */
MUST_CHECK enum err szkic_remove_file(struct ctx *ctx, int64_t id, int64_t plik_id);
MUST_CHECK enum err szkic_delete(struct ctx *ctx, int64_t id);

/* What a letter still lacks, the n-th of it in the order of the form; pole NULL past the end. */
struct szkic_brak {
    const char *pole;
    const char *zdanie;
};
struct szkic_brak szkic_brak(const struct szkic_tekst *t, int n);

/* Builds the document and freezes it. A document frozen before, today, and still the same is kept byte for byte, so a
 * copy that is being signed elsewhere stays good. ERR_INVALID with the field that is missing or wrong. */
MUST_CHECK enum err szkic_freeze(struct ctx *ctx, const struct jst *jst, int64_t id);

/* The frozen bytes, in ctx->mem. ERR_CONFLICT while the draft is not frozen. */
MUST_CHECK enum err szkic_xml(struct ctx *ctx, const struct szkic *s, void **ret_xml, size_t *ret_len);

/* Sends the frozen document without a signature. sha256 is that of the document the citizen saw: ERR_CONFLICT when the
 * draft has changed since. A draft that was sent already gives its first receipt again. Further codes: skrytka_file(). */
MUST_CHECK enum err szkic_send(struct ctx *ctx, const struct jst *jst, int64_t id, const char *sha256,
                               struct pokwitowanie *ret_p);

/* Sends a copy signed elsewhere. ERR_INVALID (field "podpisany"): see szkic_check_signed(). */
MUST_CHECK enum err szkic_send_signed(struct ctx *ctx, const struct jst *jst, int64_t id, const void *data, size_t len,
                                      struct pokwitowanie *ret_p);

/* Is `data` the frozen document with an enveloped signature and nothing else changed? Compared by exclusive canonical
 * form without the signature. ERR_INVALID (field "podpisany") with a sentence saying what to do: no XML, no signature,
 * signature outside the document, other content, damaged signature. Whom the signature belongs to is not judged. */
MUST_CHECK enum err szkic_check_signed(struct ctx *ctx, const void *frozen, size_t frozen_len, const void *data,
                                       size_t len);

/* Empties the attachments of a parsed wnio:Dokument that is about to be shown: megabytes that no page prints. */
void szkic_lighten(xmlDoc *doc);

#endif
