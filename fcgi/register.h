/* The pages of a register (core/register/register.h), for rows of a route table; a page that is not wanted has no row:
 *
 *     { GET,  "/zsi/koncesje",                     READ,  register_list_show,   0, NULL, &koncesje_register },
 *     { GET,  "/zsi/koncesje/csv",                 READ,  register_csv_send,    0, NULL, &koncesje_register },
 *     { GET,  "/zsi/koncesje/nowy",                WRITE, register_new_show,    0, NULL, &koncesje_register },
 *     { POST, "/zsi/koncesje/nowy",                WRITE, register_new_do,      0, register_new_show, &koncesje_register },
 *     { GET,  "/zsi/koncesje/wczytaj",             WRITE, register_import_show, 0, NULL, &koncesje_register },
 *     { POST, "/zsi/koncesje/wczytaj",             WRITE, register_import_do,   ROUTE_FILES, register_import_show, … },
 *     { POST, "/zsi/koncesje/zbiorczo",            WRITE, register_bulk_do,     0, NULL, &koncesje_register },
 *     { GET,  "/zsi/koncesje/{id}",                READ,  register_show,        0, NULL, &koncesje_register },
 *     { POST, "/zsi/koncesje/{id}",                WRITE, register_move_do,     0, register_show, &koncesje_register },
 *     { GET,  "/zsi/koncesje/{id}/zmiana",         WRITE, register_change_show, 0, NULL, &koncesje_register },
 *     { POST, "/zsi/koncesje/{id}/zmiana",         WRITE, register_change_do,   0, register_change_show, … },
 *     { GET,  "/zsi/koncesje/{id}/plik/{kolumna}", READ,  register_file_send,   0, NULL, &koncesje_register },
 *
 * The list and the page of a row are papers, too (?plik=pdf, see view_print()). Forms with a COLUMN_FILE need ROUTE_FILES. What the sheet offers (links to the CSV, a new row …) it offers when the row
 * of that page is there and the caller may enter it.
 *
 * A page that must be more than these gets a function and a sheet of its own in its row; the others stay. For other words,
 * a further section, a cell of its own, name a `sheet` in the register that imports register.xsl and overrides one of its
 * modes. */
#ifndef FCGI_REGISTER_H
#define FCGI_REGISTER_H

#include "core/register/register.h"
#include "fcgi/page.h"

enum err register_list_show(struct req *rq);
enum err register_csv_send(struct req *rq);
enum err register_new_show(struct req *rq);
enum err register_new_do(struct req *rq);
enum err register_import_show(struct req *rq);
enum err register_import_do(struct req *rq);
enum err register_bulk_do(struct req *rq);
enum err register_show(struct req *rq);
enum err register_move_do(struct req *rq);
enum err register_change_show(struct req *rq);
enum err register_change_do(struct req *rq);
enum err register_file_send(struct req *rq);

/* ---- for pages of a module's own ---- */

/* The view of the list, for a page that shows more with it and ends with view_print(). What the list shall begin with
 * when the address does not say is set before: req_default(rq, "stan", "W_TOKU"). */
MUST_CHECK enum err register_list_view(struct req *rq, struct view **ret_v);

/* What was typed, read against the register of the route; faults go beside their fields, ERR_INVALID when there is any. */
MUST_CHECK enum err register_form_read(struct req *rq, struct record *ret_rec);
/* Columns with their words, and the values of a form: those typed, else those of the row (NULL: none). */
MUST_CHECK enum err register_form_add(struct req *rq, struct view *v, const struct db_rows *row);

#endif
