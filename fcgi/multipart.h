/* multipart/form-data (RFC 7578), taken apart while it arrives. Memory use is one window, whatever the size. */
#ifndef FCGI_MULTIPART_H
#define FCGI_MULTIPART_H

#include <stdbool.h>
#include <stddef.h>

#include "core/base/mem.h"

#define MULTIPART_BOUNDARY_MAX 70 /* RFC 2046 section 5.1.1 */
#define MULTIPART_HEADER_MAX 4096 /* bytes of the headers of one part */

/* What the reader of the parts does with them. Each returns false to end the reading. */
struct multipart_sink {
    void *to;
    /* file_name is NULL for an ordinary field. Both strings live during the call only
     * and are any bytes but zero. */
    bool (*begin)(void *to, const char *name, const char *file_name);
    bool (*data)(void *to, const void *p, size_t n);
    bool (*end)(void *to);
};

struct multipart;

/* The boundary out of a Content-Type header, in mem; NULL when it is not multipart/form-data or has no fit boundary. */
const char *multipart_boundary(TALLOC_CTX *mem, const char *content_type);

struct multipart *multipart_new(TALLOC_CTX *mem, const char *boundary, const struct multipart_sink *sink);

enum multipart_state { MULTIPART_OK = 0, MULTIPART_BROKEN, MULTIPART_STOPPED };

/* Takes the next bytes. BROKEN: not well-formed; STOPPED: the sink said so. */
enum multipart_state multipart_feed(struct multipart *m, const void *p, size_t n);

/* The end of the body. BROKEN when the closing boundary is missing. */
enum multipart_state multipart_finish(struct multipart *m);

#endif
