/* What a file is, by its content (libmagic), and whether an office may accept it (formats of KRI, rozporządzenie RM z
 * 21.05.2024, Dz.U. 2024 poz. 773). What a browser or sender says about a file counts for nothing. */
#ifndef CORE_MIME_H
#define CORE_MIME_H

#include <stdbool.h>
#include <stddef.h>

#include "core/ctx/ctx.h"

/* "application/pdf" … in mem; "inode/x-empty" for no bytes, "application/octet-stream" when unknown. Only the
 * beginning is looked at; nothing is unpacked. */
const char *mime_of(TALLOC_CTX *mem, const void *data, size_t len);

/* Is the format of this file name accepted, and is the content (mime_of()) really of that format? Otherwise false and a
 * Polish sentence for the sender in mem. */
bool mime_acceptable(TALLOC_CTX *mem, const char *name, const char *mime, const char **ret_reason);

/* The type to declare when the file is handed out, from an accepted name: "text/csv" for "lista.csv". Formats that a
 * browser would run (HTML, SVG, XML) are still their own type: send them for download only.
 * "application/octet-stream" when the name is not of an accepted format. */
const char *mime_for_name(const char *name);

/* "pdf, txt, docx …": the extensions accepted, for the hint beside a file field; in mem. */
const char *mime_extensions(TALLOC_CTX *mem);

#endif
