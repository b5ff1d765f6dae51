/* eurzad-admin trust: whom the office trusts, for what and from when to when. Nothing is deleted: trust ends with a date. */
#include "admin/trust.h"

#include <dirent.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "admin/admin.h"
#include "core/ctx/app.h"
#include "core/ctx/db.h"
#include "core/sig/verify_cert.h"
#include "core/trust/asn1_time.h"
#include "core/trust/trust_db.h"
#include "trust_sql.h"

#define MAX_FILE (4u << 20)

struct options {
    const char *purpose; /* NULL = not given, as the next */
    const char *revocation;
    const char *policy;
    int64_t from; /* 0 = not given, as the next two */
    int64_t to;
    int64_t at;
};

static int trust_usage(void)
{
    fprintf(
        stderr,
        "użycie:\n"
        "  trust import-dir KATALOG --purpose CEL [--from DATA] [--to DATA] [--revocation required|if-known]\n"
        "                    [--policy OID]\n"
        "      certyfikaty (*.pem *.crt *.cer *.der) stają się zaufane; bez --from: od początku swojej ważności,\n"
        "      bez --to: do odwołania; if-known (domyślnie): brak informacji o unieważnieniu nie przeszkadza;\n"
        "      --policy: tylko certyfikaty wydane według tej polityki\n"
        "  trust import-list PLIK [--signer PEM]…\n"
        "      lista zaufania państwa UE (ETSI TS 119 612); podpisana przez kotwicę „lista” albo podany certyfikat\n"
        "  trust list [--purpose CEL] [--at CZAS]\n"
        "  trust end SHA256 --at CZAS [--purpose CEL]    kończy zaufanie z podaną chwilą\n"
        "cele: kwalifikowany profil_zaufany osobisty wlasny tsa partner lista\n"
        "DATA: 2026-11-23; CZAS: DATA albo 2026-11-23T10:00:00Z\n");
    return 2;
}

const char *trust_operator(TALLOC_CTX *mem)
{
    const struct passwd *who = getpwuid(getuid());

    return who ? mem_strdup(mem, who->pw_name) : mem_printf(mem, "uid %ld", (long)getuid());
}

/* ---- options ---- */

static bool wrong(const char *option, const char *value)
{
    fprintf(stderr, "eurzad-admin: %s: nieznana wartość „%s”\n", option, value);
    return false;
}

static bool take_option(const char *name, const char *value, struct options *o)
{
    bool ok = true;

    if (strcmp(name, "--purpose") == 0)
        ok = trust_purpose_of(o->purpose = value) != 0;
    else if (strcmp(name, "--from") == 0)
        ok = admin_read_time(value, &o->from);
    else if (strcmp(name, "--to") == 0)
        ok = admin_read_time(value, &o->to);
    else if (strcmp(name, "--at") == 0)
        ok = admin_read_time(value, &o->at);
    else if (strcmp(name, "--revocation") == 0)
        ok = strcmp(o->revocation = value, "required") == 0 || strcmp(value, "if-known") == 0;
    else if (strcmp(name, "--policy") == 0)
        ok = value[strspn(o->policy = value, "0123456789.")] == '\0';
    else
        return wrong(name, value);
    return ok || wrong(name, value);
}

static bool read_options(int argc, char **argv, struct options *o)
{
    *o = (struct options){ .purpose = NULL };
    for (int i = 0; i < argc; i += 2)
        if (i + 1 == argc || !take_option(argv[i], argv[i + 1], o))
            return false;
    return true;
}

/* ---- certificates of a file ---- */

static enum err one_cert(struct ctx *ctx, X509 *cert, trust_cert_fn each, void *arg)
{
    MEM_SCOPE(tmp, ctx->mem);
    unsigned char *der = NULL;
    int len = i2d_X509(cert, &der);
    const void *copy = len > 0 ? mem_dup(tmp, der, (size_t)len) : NULL;

    OPENSSL_free(der);
    if (!copy)
        return ctx_fail(ctx, ERR_INVALID, "Certyfikat jest uszkodzony.", "i2d_X509");
    return each(ctx, cert, copy, (size_t)len, arg);
}

static X509 *next_cert(BIO *bio, bool is_der)
{
    return is_der ? d2i_X509_bio(bio, NULL) : PEM_read_bio_X509(bio, NULL, NULL, NULL);
}

enum err trust_each_cert(struct ctx *ctx, const char *path, trust_cert_fn each, void *arg)
{
    MEM_SCOPE(tmp, ctx->mem);
    size_t len = 0;
    const char *data = admin_read_file(tmp, path, MAX_FILE, &len);
    bool is_der = data && len > 0 && data[0] == 0x30;
    BIO *bio = data ? mem_adopt(tmp, BIO_new_mem_buf(data, (int)len), BIO_free_all) : NULL;
    enum err e = ERR_OK;
    X509 *cert;
    int n = 0;

    while (bio && !e && (cert = next_cert(bio, is_der))) {
        e = one_cert(ctx, cert, each, arg);
        X509_free(cert);
        n++;
    }
    ERR_clear_error();
    if (n == 0)
        return ctx_fail(ctx, ERR_NOTFOUND, mem_printf(ctx->mem, "W pliku nie ma certyfikatu: %s.", path), "file=%s",
                        path);
    return e;
}

/* ---- import-dir ---- */

struct import {
    const struct options *o;
    const char *file;
    int added;
    int known;
};

static int64_t begins(const X509 *cert)
{
    int64_t from;

    return asn1_time(X509_get0_notBefore(cert), &from) ? from : 1;
}

static enum err import_cert(struct ctx *ctx, X509 *cert, const void *der, size_t len, void *arg)
{
    struct import *im = arg;
    const struct options *o = im->o;
    struct verify_signature about = verify_signature_of("");
    bool required = o->revocation && strcmp(o->revocation, "required") == 0;
    int n = 0;
    enum err e;

    verify_describe(ctx->mem, cert, &about);
    e = db_exec(ctx, &SQL_trust_add,
                DB_ARGS(db_text(o->purpose), db_text(about.cert_sha256), db_bytes(der, len), db_text(about.signer),
                        db_time(o->from ? o->from : begins(cert)), db_time(o->to),
                        db_text(required ? "wymagane" : "gdy_znane"), db_text(im->file),
                        db_text(trust_operator(ctx->mem)), db_text(o->policy ? o->policy : "")),
                &n);
    if (e)
        return e;
    im->added += n;
    im->known += 1 - n;
    if (n)
        printf("%s  %s  %s\n", o->purpose, about.cert_sha256, about.signer);
    return ERR_OK;
}

static bool is_certificate_file(const char *name)
{
    static const char *const suffixes[] = { ".pem", ".crt", ".cer", ".der" };
    const char *dot = strrchr(name, '.');

    for (size_t i = 0; name[0] != '.' && dot && i < sizeof suffixes / sizeof suffixes[0]; i++)
        if (strcmp(dot, suffixes[i]) == 0)
            return true;
    return false;
}

static enum err import_files(struct ctx *ctx, const char *path, struct import *im)
{
    DIR *dir = opendir(path);
    const struct dirent *entry;
    enum err e = ERR_OK;

    if (!dir)
        return ctx_fail(ctx, ERR_NOTFOUND, mem_printf(ctx->mem, "Nie można otworzyć katalogu %s.", path), "opendir");
    while (!e && (entry = readdir(dir))) {
        im->file = mem_strdup(ctx->mem, entry->d_name);
        if (is_certificate_file(entry->d_name))
            e = trust_each_cert(ctx, mem_printf(ctx->mem, "%s/%s", path, entry->d_name), import_cert, im);
    }
    closedir(dir);
    if (!e && im->added + im->known == 0)
        return ctx_fail(ctx, ERR_NOTFOUND, mem_printf(ctx->mem, "W katalogu %s nie ma certyfikatów.", path), "empty");
    return e;
}

static enum err import_dir(struct ctx *ctx, const char *path, const struct options *o)
{
    struct import im = { .o = o };
    enum err e = import_files(ctx, path, &im);

    if (!e)
        e = db_commit(ctx);
    if (!e)
        printf("dodano: %d, było wcześniej: %d\n", im.added, im.known);
    return e;
}

/* ---- list, end ---- */

static enum err list(struct ctx *ctx, const struct options *o)
{
    struct db_rows *r = NULL;
    enum err e = db_query(ctx, &SQL_trust_list, DB_ARGS(db_text(o->purpose), db_time(o->at)), &r);

    for (int i = 0; !e && i < r->n; i++)
        printf("%-14s %s  %s – %-10s  %s%s%s%s%s%s%s%s\n", db_str(r, i, "cel"), db_str(r, i, "sha256"),
               db_str(r, i, "od"), db_str(r, i, "do_dnia"), db_str(r, i, "podmiot"),
               strcmp(db_str(r, i, "odwolania"), "wymagane") == 0 ? ", unieważnienia wymagane" : "",
               *db_str(r, i, "polityka") ? ", polityka " : "", db_str(r, i, "polityka"),
               *db_str(r, i, "lista") ? ", lista " : "", db_str(r, i, "lista"), *db_str(r, i, "status") ? ": " : "",
               db_str(r, i, "status"));
    return e;
}

static enum err finish(struct ctx *ctx, const char *sha256, const struct options *o)
{
    struct db_rows *known = NULL;
    int n = 0;
    enum err e = db_query(ctx, &SQL_trust_known, DB_ARGS(db_text(sha256)), &known);

    if (e)
        return e;
    if (db_int(known, 0, "n") == 0)
        return ctx_fail(ctx, ERR_INVALID, "Nie ma zaufanego certyfikatu o takim skrócie SHA-256.", "trust end");
    e = db_exec(ctx, &SQL_trust_end,
                DB_ARGS(db_text(sha256), db_text(o->purpose), db_time(o->at), db_text(trust_operator(ctx->mem))), &n);
    if (e)
        return e;
    if (n == 0)
        return ctx_fail(ctx, ERR_INVALID, "Zaufanie do tego certyfikatu skończyło się już wcześniej.", "trust end");
    e = db_commit(ctx);
    if (!e)
        printf("zakończono: %d\n", n);
    return e;
}

/* ---- the command ---- */

/* What was given is wrong: 1; it could not be done: 3. */
static int status_of(const struct ctx *ctx, enum err e)
{
    if (!e)
        return 0;
    admin_failed(ctx, "trust");
    return e == ERR_INVALID ? 1 : 3;
}

static int run(struct app *app, const char *word, const char *object, const struct options *o)
{
    struct ctx *ctx = ctx_system(app, "");
    int status;

    if (strcmp(word, "import-dir") == 0)
        status = status_of(ctx, import_dir(ctx, object, o));
    else if (strcmp(word, "end") == 0)
        status = status_of(ctx, finish(ctx, object, o));
    else
        status = status_of(ctx, list(ctx, o));
    ctx_free(ctx);
    return status;
}

int admin_trust(struct app *app, int argc, char **argv)
{
    const char *word = argc > 1 ? argv[1] : "";
    bool has_object = strcmp(word, "import-dir") == 0 || strcmp(word, "end") == 0;
    int first = has_object ? 3 : 2;
    struct options o;

    if (strcmp(word, "import-list") == 0)
        return argc > 2 ? trust_import_list(app, argc - 2, argv + 2) : trust_usage();
    if ((!has_object && strcmp(word, "list") != 0) || argc < first || !read_options(argc - first, argv + first, &o))
        return trust_usage();
    if ((strcmp(word, "import-dir") == 0 && !o.purpose) || (strcmp(word, "end") == 0 && !o.at))
        return trust_usage();
    return run(app, word, has_object ? argv[2] : NULL, &o);
}
