/* Uploaded files while they arrive: up to UPLOAD_IN_MEMORY bytes in memory, larger ones in an unlinked temporary file
 * that is mapped afterwards. So struct upload.data always holds the bytes and a page function can be run again; they
 * become blobs in the transaction of the page that calls req_store_uploads(). */
#ifndef FCGI_UPLOAD_H
#define FCGI_UPLOAD_H

#include "fcgi/request.h"

#define UPLOAD_IN_MEMORY (256 * 1024)

struct spool;

/* One file. The field name and the file name are copied and cleaned; they are valid UTF-8. */
struct spool *spool_new(struct req *rq, const char *field, const char *file_name);

/* ERR_INVALID: larger than conf.max_file. ERR_INTERNAL: no room for the temporary file. */
MUST_CHECK enum err spool_add(struct spool *s, const void *p, size_t n);

/* Adds it to rq->uploads; an empty file input (no name, no bytes) adds nothing. */
MUST_CHECK enum err spool_close(struct spool *s);

#endif
