/* Pages of registers: one step for many rows, rows from a file */
#include <inttypes.h>
#include <string.h>

#include "core/ctx/blob.h"
#include "fcgi/register_priv.h"
#include "fcgi/session.h"

enum { BULK_MAX = 100, FAULTS_SHOWN = 200, IMPORT_MAX = 16 << 20 };

/* ---- one step for many ---- */

/* Who goes and who cannot; those who go, again as fields of the form. */
static enum err add_chosen(struct req *rq, struct view *v, size_t n, const int64_t *ids, const char *to, int *ret_going)
{
    const struct reg *r = reg_of(rq);
    enum err e = ERR_OK;

    *ret_going = 0;
    for (size_t i = 0; !e && i < n; i++) {
        struct db_rows *row = NULL;
        const struct step *step = NULL;
        xml_node *node = NULL;

        e = register_get(rq->ctx, r, ids[i], &row);
        if (e)
            break;
        step = step_between(r->steps, db_str(row, 0, "stan"), to);
        if (step && step->role && !step_role_fits(rq->ctx, step->role))
            step = NULL;
        node = view_row(v, "row", VIEW_B("goes", step));
        register_row_add(rq, node, row, 0, false);
        *ret_going += step ? 1 : 0;
        if (step && step->reason)
            view_attr(v, "reason", "1");
        if (step)
            view_attr(v, "label", step->label);
    }
    return e;
}

static enum err confirm(struct req *rq, size_t n, const int64_t *ids, const char *to)
{
    const struct reg *r = reg_of(rq);
    struct view *v = register_view(rq, "bulk");
    const struct word *word = word_of(r->states, to);
    int going = 0;
    enum err e = register_columns_add(rq, v, NULL, r->columns, false);

    if (!e && !word)
        e = ctx_fail(rq->ctx, ERR_INVALID, "Wybierz, co zrobić z zaznaczonymi wpisami.", "no such state");
    if (!e)
        e = add_chosen(rq, v, n, ids, to, &going);
    if (e)
        return e;
    view_title(v, "Sprawdź, co się stanie");
    view_attr(v, "to", to);
    view_attr_i(v, "going", going);
    register_states_add(v, r, NULL);
    view_text(view_sub(v, view_row(v, "form"), "value", VIEW_S("name", "powod")), req_param(rq, "powod"));
    (void)session_csrf(rq);
    return view_send(v);
}

enum err register_bulk_do(struct req *rq)
{
    const struct reg *r = reg_of(rq);
    const char *to = req_param(rq, "stan");
    int64_t ids[BULK_MAX];
    size_t n = 0;
    enum err e;

    for (const char *id; n < BULK_MAX && (id = req_param_n(rq, "id", (int)n)); n++)
        ids[n] = id_of_text(id);
    if (n == 0) {
        e = page_flash(rq, "error", "Zaznacz co najmniej jeden wpis.");
        return e ? e : page_redirect(rq, "%s", r->path);
    }
    if (!req_has(rq, "potwierdzam"))
        return confirm(rq, n, ids, to);
    e = register_move_all(rq->ctx, r, n, ids, to, req_param(rq, "powod"));
    if (e == ERR_INVALID && rq->ctx->fail.field && strcmp(rq->ctx->fail.field, "powod") == 0) {
        req_fault(rq, "powod", rq->ctx->fail.message);
        db_rollback(rq->ctx);
        ctx_forgive(rq->ctx);
        return confirm(rq, n, ids, to);
    }
    if (!e)
        e = page_flash(rq, "ok", mem_printf(rq->ctx->mem, "Zmieniono stan wpisów: %zu.", n));
    return e ? e : page_redirect(rq, "%s", r->path);
}

/* ---- rows from a file ---- */

enum err register_import_show(struct req *rq)
{
    struct view *v = register_view(rq, "import");
    enum err e = register_columns_add(rq, v, NULL, reg_of(rq)->columns, false);

    if (e)
        return e;
    view_title(v, "Wczytaj z pliku CSV");
    (void)session_csrf(rq);
    return view_send(v);
}

static enum err show_report(struct req *rq, const struct import_report *report, const char *sha256)
{
    struct view *v = register_view(rq, "report");

    view_title(v, "Co jest w pliku");
    view_attr_i(v, "rows", report->n_rows);
    view_attr_i(v, "good", report->n_good);
    view_attr_i(v, "faults", report->n_faults);
    view_attr(v, "sha256", sha256);
    for (int i = 0; i < report->n_faults && i < FAULTS_SHOWN; i++)
        view_row(v, "problem", VIEW_I("line", report->faults[i].line), VIEW_S("column", report->faults[i].column),
                 VIEW_S("message", report->faults[i].message));
    (void)session_csrf(rq);
    return view_send(v);
}

/* The file is tried first and stored, so that the second step works with the same bytes. */
static enum err try_file(struct req *rq, const struct upload *file)
{
    struct import_report report;
    enum err e = register_import(rq->ctx, reg_of(rq), file->data, (size_t)file->size, IMPORT_TRY, &report);

    if (!e)
        e = req_store_uploads(rq);
    return e ? e : show_report(rq, &report, file->sha256);
}

enum err register_import_do(struct req *rq)
{
    const struct upload *file = req_upload(rq, "plik", 0);
    const char *sha256 = req_param(rq, "sha256");
    enum import_mode mode = strcmp(req_param(rq, "ktore"), "dobre") == 0 ? IMPORT_GOOD : IMPORT_ALL;
    struct import_report report;
    void *data = NULL;
    size_t len = 0;
    enum err e;

    if (file)
        return try_file(rq, file);
    if (!*sha256)
        return ctx_fail_field(rq->ctx, "plik", "Wybierz plik CSV.");
    e = blob_get(rq->ctx, sha256, IMPORT_MAX, &data, &len);
    if (!e)
        e = register_import(rq->ctx, reg_of(rq), data, len, mode, &report);
    if (!e && report.n_written == 0)
        return show_report(rq, &report, sha256);
    if (!e)
        e = page_flash(rq, "ok", mem_printf(rq->ctx->mem, "Wczytano wpisy: %d.", report.n_written));
    return e ? e : page_redirect(rq, "%s", reg_of(rq)->path);
}
