/* eurzad-admin verify: the engine of the ESP on the command line, sandbox included. One line or JSON object a file. */
#include <getopt.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "admin/admin.h"
#include "core/base/clock.h"
#include "core/sig/verify_box.h"
#include "core/trust/trust_db.h"
#include "core/trust/trust_dir.h"

enum status { STATUS_PASSED, STATUS_FAILED, STATUS_INDETERMINATE };

struct options {
    enum verify_profile profile;
    int64_t at;
    bool json;
};

static enum status status_of(enum verify_indication i)
{
    return i == VERIFY_TOTAL_PASSED ? STATUS_PASSED : i == VERIFY_INDETERMINATE ? STATUS_INDETERMINATE : STATUS_FAILED;
}

/* One failed file fails the run; else one that is not certain leaves it open. */
static enum status worse(enum status a, enum status b)
{
    return a == STATUS_FAILED || b == STATUS_FAILED ? STATUS_FAILED : a > b ? a : b;
}

static void print_json(const char *file, const struct verify_report *r)
{
    json_t *o = verify_json(r, false);
    json_t *name = json_string(file);
    char *text;

    json_object_set_new(o, "file", name ? name : json_string(""));
    text = json_dumps(o, JSON_COMPACT);
    puts(text ? text : "{}");
    free(text);
    json_decref(o);
}

static void print_signature(const struct verify_signature *s)
{
    printf("  %s %s %s%s%s\n", s->format, s->level, verify_indication_name(s->indication), *s->subindication ? " " : "",
           s->subindication);
    printf("    podpisał(a): %s; wystawca certyfikatu: %s\n", s->signer, s->issuer);
    if (*s->signing_time || *s->stamp_time)
        printf("    czas podany: %s; czas ze znacznika: %s\n", *s->signing_time ? s->signing_time : "brak",
               *s->stamp_time ? s->stamp_time : "brak");
    if (*s->reason)
        printf("    %s\n", s->reason);
    if (*s->scope_detail)
        printf("    %s\n", s->scope_detail);
    if (*s->unchecked)
        printf("    %s\n", s->unchecked);
}

static void print_text(const char *file, const struct verify_report *r)
{
    printf("%s: %s%s%s%s%s\n", file, verify_indication_name(r->indication), *r->subindication ? " " : "",
           r->subindication, r->checks ? ", sprawdzenia: " : "", VERIFY_CHECKS(r->checks));
    if (*r->reason)
        printf("  %s\n", r->reason);
    for (int i = 0; i < r->n; i++)
        print_signature(&r->signatures[i]);
}

static int verify_file(struct app *app, const char *file, const struct options *opt)
{
    struct ctx *ctx = ctx_system(app, "");
    struct verify_request rq = { .max = (size_t)app->conf.max_document, .profile = opt->profile, .at = opt->at };
    struct verify_report r =
        verify_report_of(VERIFY_TOTAL_FAILED, "FORMAT_FAILURE", VERIFY_CHECK(1), "Pliku nie można odczytać.");
    enum err e = ERR_OK;

    rq.data = admin_read_file(ctx->mem, file, rq.max, &rq.len);
    if (rq.data)
        e = verify_document(ctx, &rq, &r);
    /* on the command line a file without signature has failed, as the exit status says */
    if (r.indication == VERIFY_NONE)
        r = verify_report_of(VERIFY_TOTAL_FAILED, "FORMAT_FAILURE", VERIFY_CHECK(7), r.reason);
    if (e)
        admin_failed(ctx, "verify");
    else if (opt->json)
        print_json(file, &r);
    else
        print_text(file, &r);
    ctx_free(ctx);
    return e ? 3 : (int)status_of(r.indication);
}

static int usage(const char *problem)
{
    fprintf(stderr,
            "%s\nużycie: eurzad-admin … verify PLIK… [--profile narrow|foreign] [--trust KATALOG] [--at CZAS] "
            "[--format text|json]\n"
            "  kod wyjścia: 0 wszystkie podpisy poprawne, 1 błędne lub brak podpisu, 2 nie można potwierdzić\n",
            problem);
    return 2;
}

/* NULL or what is wrong. */
static const char *take_option(struct app *app, int option, const char *value, struct options *opt)
{
    switch (option) {
    case 'p':
        opt->profile = strcmp(value, "narrow") == 0 ? VERIFY_NARROW : VERIFY_FOREIGN;
        return opt->profile == VERIFY_NARROW || strcmp(value, "foreign") == 0 ? NULL : "Nie ma takiego profilu.";
    case 't':
        trust_use(app, trust_of_dir(value));
        return NULL;
    case 'a':
        return admin_read_time(value, &opt->at) ? NULL : "Czas podaje się jako 2026-11-23 albo 2026-11-23T09:00:00Z.";
    case 'f':
        opt->json = strcmp(value, "json") == 0;
        return opt->json || strcmp(value, "text") == 0 ? NULL : "Nie ma takiego formatu wyniku.";
    default:
        return "Nie ma takiej opcji.";
    }
}

int admin_verify(struct app *app, int argc, char **argv)
{
    static const struct option known[] = { { "profile", required_argument, NULL, 'p' },
                                           { "trust", required_argument, NULL, 't' },
                                           { "at", required_argument, NULL, 'a' },
                                           { "format", required_argument, NULL, 'f' },
                                           { NULL, 0, NULL, 0 } };
    struct options opt = { VERIFY_FOREIGN, clock_now(), false };
    enum status all = STATUS_PASSED;
    int option;

    verify_box_start(app);
    opterr = 0;
    optind = 1;
    while ((option = getopt_long(argc, argv, "", known, NULL)) != -1) {
        const char *problem = take_option(app, option, optarg, &opt);

        if (problem)
            return usage(problem);
    }
    if (optind == argc)
        return usage("Nie podano pliku.");
    for (int i = optind; i < argc; i++) {
        int status = verify_file(app, argv[i], &opt);

        if (status == 3)
            return status;
        all = worse(all, (enum status)status);
    }
    return (int)all;
}
