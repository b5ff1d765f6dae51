/* eurzad-admin verify: the engine of the ESP on the command line. One JSON object a file. */
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "admin/admin.h"
#include "core/app.h"
#include "core/xmlsig.h"

struct options {
    enum xmlsig_profile profile;
    const char *trust;
    bool json;
};

static int exit_status_of(enum xmlsig_indication i)
{
    return i == XMLSIG_TOTAL_PASSED ? 0 : i == XMLSIG_INDETERMINATE ? 2 : 1;
}

static void print_json(const char *file, const struct xmlsig_report *r)
{
    json_t *o = json_pack("{s:s, s:s, s:s, s:s, s:s, s:[{s:s, s:s, s:s, s:s, s:s}]}", "file", file, "indication",
                          xmlsig_indication_name(r->indication), "subindication", r->subindication, "checks", r->checks,
                          "reason", r->reason, "signatures", "signer", r->signer, "issuer", r->issuer, "serial",
                          r->serial, "time", r->signing_time, "level", r->level);
    char *text = json_dumps(o, JSON_COMPACT);

    puts(text ? text : "{}");
    free(text);
    json_decref(o);
}

static int verify_file(struct app *app, const char *file, const struct options *opt)
{
    struct ctx *ctx = ctx_new(app);
    struct xmlsig_report r = xmlsig_report_of(XMLSIG_TOTAL_FAILED, "FORMAT_FAILURE", "2", "");
    size_t len = 0;
    char *data = admin_read_file(ctx->mem, file, (size_t)app->conf.max_document, &len);
    xmlDoc *doc = NULL;
    enum err e;
    int status;

    if (!data) {
        ctx_free(ctx);
        return 1;
    }
    e = xml_parse(ctx->mem, data, len, (size_t)app->conf.max_document, &doc, &r.reason);
    if (!e)
        e = xmlsig_verify(ctx->mem, doc, opt->profile, opt->trust, ctx->now, &r);
    /* Whatever failed, the report still says so. */
    (void)e;
    status = exit_status_of(r.indication);
    if (opt->json)
        print_json(file, &r);
    else
        printf("%s: %s %s%s%s\n", file, xmlsig_indication_name(r.indication), r.subindication, *r.reason ? " — " : "",
               r.reason);
    ctx_free(ctx);
    return status;
}

static bool take_option(int *i, int argc, char **argv, struct options *opt)
{
    if (*i + 1 >= argc)
        return false;
    if (strcmp(argv[*i], "--profile") == 0)
        opt->profile = strcmp(argv[++*i], "narrow") == 0 ? XMLSIG_NARROW : XMLSIG_FOREIGN;
    else if (strcmp(argv[*i], "--trust") == 0)
        opt->trust = argv[++*i];
    else if (strcmp(argv[*i], "--format") == 0)
        opt->json = strcmp(argv[++*i], "json") == 0;
    else
        return false;
    return true;
}

int admin_verify(struct app *app, int argc, char **argv)
{
    struct options opt = { XMLSIG_FOREIGN, app->conf.trust_dir, false };
    int worst = 0;
    int n = 0;

    for (int i = 1; i < argc; i++) {
        if (strncmp(argv[i], "--", 2) == 0 && !take_option(&i, argc, argv, &opt))
            return 2;
    }
    for (int i = 1; i < argc; i++) {
        int status = 0;

        if (strncmp(argv[i], "--", 2) == 0) {
            i++;
            continue;
        }
        status = verify_file(app, argv[i], &opt);
        worst = status == 1 || worst == 1 ? 1 : status > worst ? status : worst;
        n++;
    }
    return n ? worst : 2;
}
