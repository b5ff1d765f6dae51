/* The table of accepted formats, and libmagic, which says what the bytes are. */
#include "core/doc/mime.h"

#include <magic.h>
#include <string.h>
#include <strings.h>

#include "core/base/buf.h"

#define MIME_LOOK ((size_t)1048576) /* bytes shown to libmagic */
#define MIME_UNKNOWN "application/octet-stream"
#define MIME_EMPTY "inode/x-empty"
#define ZIP "application/zip"
#define OLE "application/x-ole-storage application/CDFV2 application/vnd.ms-office"
#define OOXML "application/vnd.openxmlformats-officedocument."
#define ODF "application/vnd.oasis.opendocument."
#define XML "text/xml application/xml text/plain"
#define TEXT "text/*" /* any text but a page: see is_listed() */
#define DER "application/octet-stream text/plain application/pgp-signature"

/* Source: the format list of KRI as offices and the e-Doręczenia rules quote it. `seen` are the types libmagic gives to
 * such files besides the declared one, for it does not know every format by its whole name. */
static const struct format {
    const char *extension;
    const char *mime; /* declared when the file is handed out */
    const char *seen;
} FORMATS[] = {
    { "pdf", "application/pdf", "" },
    { "txt", "text/plain", TEXT " application/json message/rfc822" },
    { "rtf", "application/rtf", "text/rtf" },
    { "xps", "application/vnd.ms-xpsdocument", ZIP " application/oxps" },
    { "odt", ODF "text", ZIP },
    { "ods", ODF "spreadsheet", ZIP },
    { "odp", ODF "presentation", ZIP },
    { "doc", "application/msword", OLE },
    { "xls", "application/vnd.ms-excel", OLE },
    { "ppt", "application/vnd.ms-powerpoint", OLE },
    { "docx", OOXML "wordprocessingml.document", ZIP },
    { "xlsx", OOXML "spreadsheetml.sheet", ZIP },
    { "pptx", OOXML "presentationml.presentation", ZIP },
    { "csv", "text/csv", TEXT " application/csv" },
    { "jpg", "image/jpeg", "" },
    { "jpeg", "image/jpeg", "" },
    { "tif", "image/tiff", "" },
    { "tiff", "image/tiff", "" },
    { "geotiff", "image/tiff", "" },
    { "png", "image/png", "" },
    { "svg", "image/svg+xml", XML },
    { "jp2", "image/jp2", "" },
    { "wav", "audio/x-wav", "audio/wav audio/vnd.wave" },
    { "mp3", "audio/mpeg", "" },
    { "avi", "video/x-msvideo", "" },
    { "mpg", "video/mpeg", "video/mpeg4-generic video/mpv" },
    { "mpeg", "video/mpeg", "video/mpeg4-generic video/mpv" },
    { "mp4", "video/mp4", "audio/mp4 video/x-m4v video/quicktime" },
    { "m4a", "audio/mp4", "audio/x-m4a video/mp4" },
    { "mpeg4", "video/mp4", "video/mpeg4-generic" },
    { "ogg", "audio/ogg", "video/ogg application/ogg" },
    { "ogv", "video/ogg", "audio/ogg application/ogg" },
    { "zip", ZIP, "" },
    { "tar", "application/x-tar", "" },
    { "gz", "application/gzip", "application/x-gzip" },
    { "gzip", "application/gzip", "application/x-gzip" },
    { "7z", "application/x-7z-compressed", "" },
    { "html", "text/html", XML },
    { "xhtml", "application/xhtml+xml", "text/html " XML },
    { "css", "text/css", "text/plain text/x-c text/x-asm" },
    { "xml", "text/xml", XML " image/svg+xml text/html application/xhtml+xml" },
    { "xsd", "text/xml", XML },
    { "gml", "application/gml+xml", XML },
    { "rng", "text/xml", XML },
    { "xsl", "text/xml", XML " text/html" },
    { "xslt", "text/xml", XML " text/html" },
    { "xades", "text/xml", XML },
    { "tsl", "text/xml", XML },
    { "sig", MIME_UNKNOWN, XML " application/pkcs7-signature " DER },
    { "p7m", "application/pkcs7-mime", "application/pkcs7-signature " DER },
    { "p7s", "application/pkcs7-signature", DER },
    { "asice", "application/vnd.etsi.asic-e+zip", ZIP },
    { "asics", "application/vnd.etsi.asic-s+zip", ZIP },
    { "dwg", "image/vnd.dwg", "application/acad" },
    { "dwf", "model/vnd.dwf", "drawing/x-dwf " MIME_UNKNOWN },
    { "dxf", "image/vnd.dxf", "text/plain " MIME_UNKNOWN },
    { "dgn", "image/vnd.dgn", MIME_UNKNOWN " " OLE },
};
static const size_t N_FORMATS = sizeof FORMATS / sizeof FORMATS[0];

/* Loading the data base takes milliseconds, so it is done once in a process, on first use. */
static magic_t the_magic(void)
{
    static magic_t magic;

    if (magic)
        return magic;
    magic = magic_open(MAGIC_MIME_TYPE | MAGIC_NO_CHECK_COMPRESS | MAGIC_NO_CHECK_ELF);
    if (magic && magic_load(magic, NULL) != 0) {
        magic_close(magic);
        magic = NULL;
    }
    return magic;
}

const char *mime_of(TALLOC_CTX *mem, const void *data, size_t len)
{
    const char *mime = NULL;
    magic_t magic = NULL;

    if (len == 0)
        return MIME_EMPTY;
    magic = the_magic();
    if (magic)
        mime = magic_buffer(magic, data, len < MIME_LOOK ? len : MIME_LOOK);
    return mime ? mem_strdup(mem, mime) : MIME_UNKNOWN;
}

static const char *extension_of(const char *name)
{
    const char *dot = strrchr(name, '.');

    return dot && dot != name ? dot + 1 : "";
}

static const struct format *find_format(const char *name)
{
    const char *extension = extension_of(name);

    for (size_t i = 0; i < N_FORMATS; i++)
        if (strcasecmp(FORMATS[i].extension, extension) == 0)
            return &FORMATS[i];
    return NULL;
}

/* Is mime one of the words of the list? "text/" with an asterisk stands for every text that no browser would run. */
static bool is_listed(const char *list, const char *mime)
{
    size_t len = strlen(mime);

    for (const char *s = list; *s; s += strspn(s, " ")) {
        size_t word = strcspn(s, " ");

        if (word == len && strncmp(s, mime, len) == 0)
            return true;
        if (word == strlen(TEXT) && strncmp(s, TEXT, word) == 0 && strncmp(mime, "text/", 5) == 0 &&
            strcmp(mime, "text/html") != 0)
            return true;
        s += word;
    }
    return false;
}

bool mime_acceptable(TALLOC_CTX *mem, const char *name, const char *mime, const char **ret_reason)
{
    const struct format *format = find_format(name);

    if (strcmp(mime, MIME_EMPTY) == 0) {
        *ret_reason = mem_printf(mem, "Plik „%s” jest pusty.", name);
        return false;
    }
    if (!format) {
        *ret_reason = mem_printf(mem,
                                 "Urząd nie przyjmuje plików takich jak „%s”. "
                                 "Przyjmowane są m.in. pdf, docx, odt, jpg, png i zip.",
                                 name);
        return false;
    }
    if (strcmp(format->mime, mime) == 0 || is_listed(format->seen, mime))
        return true;
    *ret_reason = mem_printf(mem,
                             "Zawartość pliku „%s” nie zgadza się z jego rozszerzeniem. "
                             "Zapisz plik ponownie w formacie %s albo popraw nazwę.",
                             name, format->extension);
    return false;
}

const char *mime_for_name(const char *name)
{
    const struct format *format = find_format(name);

    return format ? format->mime : MIME_UNKNOWN;
}

const char *mime_extensions(TALLOC_CTX *mem)
{
    struct buf b = buf_new(mem, 4096);

    for (size_t i = 0; i < N_FORMATS; i++)
        buf_printf(&b, "%s%s", i ? ", " : "", FORMATS[i].extension);
    return buf_text(&b);
}
