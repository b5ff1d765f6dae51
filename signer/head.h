/* The template of a tree's head (core/seal/treehead.h), the one plain text that is signed. */
#ifndef SIGNER_HEAD_H
#define SIGNER_HEAD_H

#include <stddef.h>
#include <stdint.h>

/* NULL when the bytes are the text of a head of this unit, made not long ago, else a short English reason (static).
 * now: microseconds. Heads may wait for the signer for days, but never come from the future, and a day is closed only
 * when it is over. */
const char *head_problem(const void *text, size_t len, const char *jst, int64_t now);

#endif
