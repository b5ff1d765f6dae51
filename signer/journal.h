/* The signer's own log: append-only JSON lines, each with the SHA-256 of the line before it, so that a removed or
 * altered line shows.
 *
 * A line is written before the key is used; when it cannot be written nothing is signed. write(2) has returned by then,
 * so the line survives the death of the signer. The disk is told (fdatasync) within a second and at the end, not for
 * each line: losing the last second needs a power cut, and what was sealed in it is in the caller's database. */
#ifndef SIGNER_JOURNAL_H
#define SIGNER_JOURNAL_H

#include "core/base/err.h"
#include "core/base/mem.h"

struct journal;

/* Opens or creates the file (mode 0640) and continues its chain. NULL when it cannot be opened or is locked by another
 * signer. Closed with mem. */
struct journal *journal_open(TALLOC_CTX *mem, const char *path);

/* What one line tells. All texts are checked by the caller: letters, digits and ".-_ :" only. */
struct journal_entry {
    const char *event; /* "seal.requested", "seal.refused", "seal.failed" */
    const char *type;  /* name of the row in signer/type.c */
    const char *jst;
    const char *request; /* identifier given by the caller */
    const char *reason;  /* NULL: none */
    unsigned uid;
    int pid;
    const unsigned char *document; /* SHA-256 of the data as they came */
};

MUST_CHECK enum err journal_add(struct journal *j, const struct journal_entry *entry);

/* Tells the disk when a line is younger than the last time; called about once a second. */
void journal_sync(struct journal *j);

#endif
