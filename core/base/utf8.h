/* Text in UTF-8: checked at the edge, counted in characters, tidied, and folded for search and addresses.
 *
 * All functions but utf8_valid() take valid UTF-8. Results belong to mem. */
#ifndef CORE_UTF8_H
#define CORE_UTF8_H

#include <stdbool.h>
#include <stddef.h>

#include "core/base/mem.h"

/* Well-formed UTF-8 (no overlong forms, no surrogates, nothing above U+10FFFF) without zero bytes. */
bool utf8_valid(const void *data, size_t len);

/* Number of characters. */
size_t utf8_count(const char *s);

/* The first max characters. */
const char *utf8_cut(TALLOC_CTX *mem, const char *s, size_t max);

/* Without white space of any kind, byte order marks and zero-width spaces at both ends. */
const char *utf8_trim(TALLOC_CTX *mem, const char *s);

/* The same, every run of white space inside becoming one space, and control characters left out. For names, titles
 * and signs that are one line. */
const char *utf8_one_line(TALLOC_CTX *mem, const char *s);

/* CR LF and lone CR become LF. */
const char *utf8_newlines(TALLOC_CTX *mem, const char *s);

/* Length in bytes of the letter of the Polish alphabet (or q, v, x; either case) at s; 0 when there is none. */
size_t utf8_polish_letter(const char *s);

/* Lower case, Polish letters without their marks: "Żółć" -> "zolc". The same folding as bez_ogonkow() in the database,
 * so that a word folded here is found there; other scripts and letters only change case. */
const char *utf8_fold(TALLOC_CTX *mem, const char *s);

/* For addresses of pages and names of files: a-z, 0-9 and single hyphens, at most max bytes, cut between words where
 * possible. Latin letters of every language lose their marks. "" when nothing is left. */
const char *utf8_slug(TALLOC_CTX *mem, const char *s, size_t max);

#endif
