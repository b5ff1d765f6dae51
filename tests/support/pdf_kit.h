/* Small PDF files signed in tests, with everything about the signature open to be made wrong before it is signed. */
#ifndef TESTS_SUPPORT_PDF_KIT_H
#define TESTS_SUPPORT_PDF_KIT_H

#include <openssl/cms.h>

#include "tests/support/evidence.h"
#include "tests/support/keys.h"

/* What differs from an ordinary PAdES signature; zero fields mean the ordinary. */
struct pdf_kit {
    const char *sub_filter; /* "ETSI.CAdES.detached" */
    const char *type;       /* "Sig" */
    const char *range_key;  /* "ByteRange" */
    const char *extra;      /* entries added to the signature dictionary */
    const char *contents;   /* written instead of a value, which is then not signed */
    const char *range;      /* written instead of "[0 a b c]", followed by spaces */
    const char *before;     /* put between two objects */
    const char *catalog;    /* object 1 */
    const char *also;       /* an object 8 */
    long shift[4];          /* added to each number of the range, and signed so */
    unsigned flags;         /* of OpenSSL's CMS; 0 = CMS_CADES */
};

struct pdf_file {
    char *data;
    size_t len;
};

/* A document of one page with one signature; keys NULL: the same without a signature. */
struct pdf_file pdf_kit_sign(TALLOC_CTX *mem, const struct key_set *keys, const struct pdf_kit *kit);

/* A further revision with one more signature. */
struct pdf_file pdf_kit_sign_again(TALLOC_CTX *mem, const struct key_set *keys, struct pdf_file file);

/* A further revision with a CRL in a document security store, packed or as it is; its table of objects in the same form,
 * with one row more for the object `also` when that is not 0. */
struct pdf_file pdf_kit_keep(TALLOC_CTX *mem, struct pdf_file file, const struct evidence *crl, bool packed, int also);

/* A further revision with a time stamp over the document; keys of an authority. */
struct pdf_file pdf_kit_stamp(TALLOC_CTX *mem, const struct key_set *tsa, int64_t at, struct pdf_file file);

/* A further revision with these objects ("7 0 obj … endobj\n" each, one string each), numbers[i] in its table. */
struct pdf_file pdf_kit_append(TALLOC_CTX *mem, struct pdf_file file, const char *const *objects, const int *numbers,
                               int n);

/* The same with the bodies packed in the object stream of that number, which the table (the next number) finds at its place
 * or, wrong, some bytes from there. */
struct pdf_file pdf_kit_append_packed(TALLOC_CTX *mem, struct pdf_file file, const char *const *bodies,
                                      const int *numbers, int n, int stream, int wrong);

/* The catalogue of the files above without its end, for revisions that change it. */
#define PDF_KIT_CATALOG "<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [4 0 R] /SigFlags 3 >>"

#endif
