/* E-mail: queued with the change that causes it, sent by eurzad-jobs over SMTP (libcurl). Addresses and subjects come
 * from people, so nothing reaches a header line that could end it. */
#include "core/net/mail.h"

#include <ctype.h>
#include <curl/curl.h>
#include <openssl/evp.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <time.h>

#include "core/base/buf.h"
#include "core/base/file.h"
#include "core/ctx/app.h"
#include "core/ctx/job.h"

#define MAIL_MAX_ADDRESS 254 /* RFC 5321, 4.5.3.1 */
#define MAIL_MAX_LOCAL 64
#define MAIL_MAX_LABEL 63
#define MAIL_MAX_SUBJECT 1000
#define MAIL_MAX_TEXT ((size_t)262144)
#define MAIL_CONNECT_S 10L
#define MAIL_TOTAL_S 60L
#define MAIL_WORD_BYTES 42 /* in base64 56 characters, an encoded word stays below 75 (RFC 2047, 2) */
#define MAIL_SENDER "Lubuski e-Urząd"
#define MAIL_AWAY "Serwer poczty jest chwilowo niedostępny."
#define MAIL_REFUSED "Serwer poczty odrzucił wiadomość."

static bool local_ok(const char *s, size_t len)
{
    if (len == 0 || len > MAIL_MAX_LOCAL || s[0] == '.' || s[len - 1] == '.')
        return false;
    for (size_t i = 0; i < len; i++) {
        if (s[i] == '.' && s[i + 1] == '.')
            return false;
        if (!isascii(s[i]) || (!isalnum((unsigned char)s[i]) && !strchr(".!#$%&'*+/=?^_`{|}~-", s[i])))
            return false;
    }
    return true;
}

static bool label_ok(const char *s, size_t len)
{
    if (len == 0 || len > MAIL_MAX_LABEL || s[0] == '-' || s[len - 1] == '-')
        return false;
    for (size_t i = 0; i < len; i++)
        if (!isascii(s[i]) || (!isalnum((unsigned char)s[i]) && s[i] != '-'))
            return false;
    return true;
}

/* Labels separated by dots, at least `least` of them; the last one is not a number. */
static bool domain_ok(const char *s, int least)
{
    for (int n = 1;; n++) {
        size_t len = strcspn(s, ".");

        if (!label_ok(s, len))
            return false;
        if (!s[len])
            return n >= least && strspn(s, "0123456789") < len;
        s += len + 1;
    }
}

static bool address_ok(const char *address, int least_labels)
{
    const char *at = address ? strchr(address, '@') : NULL;

    return at && strlen(address) <= MAIL_MAX_ADDRESS && local_ok(address, (size_t)(at - address)) &&
           domain_ok(at + 1, least_labels);
}

bool mail_address_ok(const char *address)
{
    return address_ok(address, 2);
}

static enum err check_letter(struct ctx *ctx, const char *to, const char *subject, const char *text)
{
    if (!mail_address_ok(to))
        return ctx_fail(ctx, ERR_INVALID, "Adres e-mail jest nieprawidłowy.", "mail: bad address");
    if (strlen(subject) > MAIL_MAX_SUBJECT || strlen(text) > MAIL_MAX_TEXT)
        return ctx_fail(ctx, ERR_INVALID, "Wiadomość e-mail jest za długa.", "mail: subject %zu, text %zu bytes",
                        strlen(subject), strlen(text));
    return ERR_OK;
}

enum err mail_queue(struct ctx *ctx, const char *to, const char *subject, const char *text)
{
    enum err e = check_letter(ctx, to, subject, text);
    json_t *data = NULL;

    if (e)
        return e;
    data = json_pack("{s:s, s:s, s:s}", "to", to, "subject", subject, "text", text);
    if (!data)
        return ctx_fail(ctx, ERR_INVALID, "Wiadomość e-mail zawiera niedozwolone znaki.", "mail: not UTF-8");
    return job_add(ctx, "mail", NULL, data);
}

/* ---- header lines ---- */

static bool is_plain(const char *s)
{
    if (strlen(s) > 60 || strstr(s, "=?"))
        return false;
    for (; *s; s++)
        if (*s < 0x20 || *s > 0x7e)
            return false;
    return true;
}

/* Length of a piece of at most max bytes that does not cut a character. */
static size_t whole_characters(const char *s, size_t max)
{
    size_t len = strnlen(s, max);

    if (!s[len])
        return len;
    while (len > 1 && ((unsigned char)s[len] & 0xc0) == 0x80)
        len--;
    return len;
}

/* RFC 2047 encoded words, folded. Control characters, line ends among them, become spaces first. */
static const char *encoded(TALLOC_CTX *mem, const char *text)
{
    char *clean = mem_strdup(mem, text);
    struct buf b = buf_new(mem, 8192);

    for (char *p = clean; *p; p++)
        if ((unsigned char)*p < 0x20 || *p == 0x7f)
            *p = ' ';
    if (is_plain(clean))
        return clean;
    while (*clean) {
        unsigned char word[MAIL_WORD_BYTES * 2];
        size_t len = whole_characters(clean, MAIL_WORD_BYTES);

        EVP_EncodeBlock(word, (const unsigned char *)clean, (int)len);
        buf_printf(&b, "%s=?UTF-8?B?%s?=", b.len ? "\r\n " : "", (char *)word);
        clean += len;
    }
    return buf_text(&b);
}

static void add_header(struct curl_slist **list, const char *line)
{
    struct curl_slist *longer = curl_slist_append(*list, line);

    if (!longer)
        mem_exhausted(strlen(line));
    *list = longer;
}

/* Not strftime(): names of days and months must stay English in every locale. */
static const char *date_line(TALLOC_CTX *mem, int64_t now_us)
{
    static const char days[] = "SunMonTueWedThuFriSat";
    static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
    time_t t = (time_t)(now_us / 1000000);
    struct tm tm;

    gmtime_r(&t, &tm);
    return mem_printf(mem, "Date: %.3s, %02d %.3s %d %02d:%02d:%02d +0000", days + 3 * tm.tm_wday, tm.tm_mday,
                      months + 3 * tm.tm_mon, tm.tm_year + 1900, tm.tm_hour, tm.tm_min, tm.tm_sec);
}

static struct curl_slist *make_headers(struct ctx *ctx, TALLOC_CTX *mem, const char *to, const char *subject)
{
    const char *from = ctx->app->conf.mail_from;
    struct curl_slist *list = NULL;

    add_header(&list, date_line(mem, ctx->now));
    add_header(&list, mem_printf(mem, "From: %s <%s>", encoded(mem, MAIL_SENDER), from));
    add_header(&list, mem_printf(mem, "To: <%s>", to));
    add_header(&list, mem_printf(mem, "Subject: %s", encoded(mem, subject)));
    add_header(&list, mem_printf(mem, "Message-ID: <%s.%lld@%s>", ctx->request_id, (long long)ctx->now,
                                 strchr(from, '@') + 1));
    add_header(&list, "Auto-Submitted: auto-generated"); /* RFC 3834: out-of-office programs stay silent */
    return mem_adopt(mem, list, curl_slist_free_all);
}

/* ---- body and transport ---- */

/* The quoted-printable encoder takes only CRLF for a line end. */
static const char *crlf(TALLOC_CTX *mem, const char *text)
{
    struct buf b = buf_new(mem, 2 * MAIL_MAX_TEXT + 2);

    for (; *text; text++) {
        if (*text == '\r' && text[1] == '\n')
            continue;
        if (*text == '\n' || *text == '\r')
            buf_str(&b, "\r\n");
        else
            buf_char(&b, *text);
    }
    if (b.len && b.data[b.len - 1] != '\n')
        buf_str(&b, "\r\n");
    return buf_text(&b);
}

static curl_mime *make_body(CURL *curl, TALLOC_CTX *mem, const char *text)
{
    curl_mime *mime = mem_adopt(mem, curl_mime_init(curl), curl_mime_free);
    curl_mimepart *part = mime ? curl_mime_addpart(mime) : NULL;

    if (!part || curl_mime_data(part, crlf(mem, text), CURL_ZERO_TERMINATED) ||
        curl_mime_type(part, "text/plain; charset=utf-8") || curl_mime_encoder(part, "quoted-printable"))
        mem_exhausted(strlen(text));
    return mime;
}

/* On this machine a letter may travel in the clear; to any other only encrypted, to the server that was named. */
static bool is_local(const struct conf *conf)
{
    static const char *const names[] = { "localhost", "127.0.0.1", "[::1]" };
    const char *host = strstr(conf->smtp_url, "://");

    if (conf->smtp_socket[0])
        return true;
    for (size_t i = 0; host && i < sizeof names / sizeof names[0]; i++) {
        size_t len = strlen(names[i]);

        if (strncasecmp(host + 3, names[i], len) == 0 && strchr(":/", host[3 + len]))
            return true;
    }
    return false;
}

static enum err log_in(struct ctx *ctx, CURL *curl)
{
    const struct conf *conf = &ctx->app->conf;
    MEM_SCOPE(tmp, ctx->mem);
    const char *password;

    if (!conf->smtp_user[0])
        return ERR_OK;
    password = file_secret(tmp, conf->smtp_password_file);
    if (!password)
        return ctx_fail(ctx, ERR_INTERNAL, MAIL_AWAY, "smtp_password_file cannot be read");
    curl_easy_setopt(curl, CURLOPT_USERNAME, conf->smtp_user);
    curl_easy_setopt(curl, CURLOPT_PASSWORD, password); /* keeps a copy */
    return ERR_OK;
}

static void set_server(CURL *curl, const struct conf *conf)
{
    curl_easy_setopt(curl, CURLOPT_URL, conf->smtp_url);
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
    curl_easy_setopt(curl, CURLOPT_PROXY, "");
    if (conf->smtp_socket[0])
        curl_easy_setopt(curl, CURLOPT_UNIX_SOCKET_PATH, conf->smtp_socket);
    curl_easy_setopt(curl, CURLOPT_USE_SSL, (long)(is_local(conf) ? CURLUSESSL_NONE : CURLUSESSL_ALL));
    curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, MAIL_CONNECT_S);
    curl_easy_setopt(curl, CURLOPT_TIMEOUT, MAIL_TOTAL_S);
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
}

static enum err perform(struct ctx *ctx, CURL *curl)
{
    CURLcode code = curl_easy_perform(curl);
    long answer = 0;

    if (code == CURLE_OK)
        return ERR_OK;
    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &answer);
    if (code == CURLE_LOGIN_DENIED)
        return ctx_fail(ctx, ERR_INTERNAL, MAIL_AWAY, "smtp: log-in refused, %ld", answer);
    /* 5xx is final, everything else may go better next time (RFC 5321, 4.2.1). */
    if (answer >= 500 && answer < 600)
        return ctx_fail(ctx, ERR_INVALID, MAIL_REFUSED, "smtp: refused with %ld", answer);
    return ctx_fail(ctx, ERR_BUSY, MAIL_AWAY, "smtp: %s, last answer %ld", curl_easy_strerror(code), answer);
}

enum err mail_send(struct ctx *ctx, const char *to, const char *subject, const char *text)
{
    MEM_SCOPE(tmp, ctx->mem);
    const struct conf *conf = &ctx->app->conf;
    enum err e = check_letter(ctx, to, subject, text);
    struct curl_slist *recipients = NULL;
    CURL *curl = NULL;

    if (e)
        return e;
    if (!address_ok(conf->mail_from, 1))
        return ctx_fail(ctx, ERR_INTERNAL, MAIL_AWAY, "mail_from is not an address");
    curl = mem_adopt(tmp, curl_easy_init(), curl_easy_cleanup);
    if (!curl)
        return ctx_fail(ctx, ERR_INTERNAL, MAIL_AWAY, "curl_easy_init");
    add_header(&recipients, to);
    mem_adopt(tmp, recipients, curl_slist_free_all);
    set_server(curl, conf);
    curl_easy_setopt(curl, CURLOPT_MAIL_FROM, conf->mail_from);
    curl_easy_setopt(curl, CURLOPT_MAIL_RCPT, recipients);
    curl_easy_setopt(curl, CURLOPT_HTTPHEADER, make_headers(ctx, tmp, to, subject));
    curl_easy_setopt(curl, CURLOPT_MIMEPOST, make_body(curl, tmp, text));
    e = log_in(ctx, curl);
    return e ? e : perform(ctx, curl);
}
