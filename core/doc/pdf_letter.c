/* The first page of a letter: who writes, to whom, where the window of the envelope shows it. */
#include <string.h>

#include "core/doc/pdf_priv.h"

/* The window of a DL envelope (220 x 110 mm) as the Polish trade sells it with the window on the right: 90 x 45 mm, 20 mm from
 * the right edge and 15 mm from the lower one. The sheet is folded in three (99 mm), so that it can slip by 10 mm across and
 * 11 mm down. What always stays in the window, and nothing else of the page does, is the box below. No standard binds
 * offices to it, and envelopes of other makers differ by some millimetres: NOT CONFIRMED against the office's own. */
#define WINDOW_X (110 * MM)
#define WINDOW_Y (50 * MM)
#define WINDOW_WIDTH (80 * MM)
#define WINDOW_HEIGHT (34 * MM)
#define BELOW_WINDOW (99 * MM) /* the fold: text of the letter begins after it */

#define LETTERHEAD_Y (14 * MM)
#define LETTERHEAD_GAP (2 * MM)
#define BESIDE_GAP (6 * MM)
#define SANS "DejaVu Sans, sans-serif"

static const struct style OFFICE = { SANS, 15, true, false, "P" };
static const struct style ADDRESS[] = {
    { SANS, 11, false, false, "P" },
    { SANS, 9.5, false, false, "P" },
    { SANS, 8, false, false, "P" },
};
enum { N_ADDRESS = sizeof ADDRESS / sizeof ADDRESS[0] };

void pdf_letterhead(struct pdf *p, const char *office, const char *details)
{
    const struct pdf_strip c = pdf_whole(p);

    if (p->at.page == 0 && p->n_items == 0) {
        p->has_letterhead = true;
        p->at.y = LETTERHEAD_Y;
    }
    pdf_flow(p, &p->at, &OFFICE, &c, office);
    if (details && *details)
        pdf_flow(p, &p->at, &PDF_SMALL, &c, details);
    pdf_rule(p);
    p->at.y += LETTERHEAD_GAP;
}

static double height_of(PangoLayout *layout)
{
    int height = 0;

    pango_layout_get_size(layout, NULL, &height);
    return 1.15 * height / PANGO_SCALE;
}

/* In the largest letters with which it fits; one that does not even in the smallest ends with an ellipsis. */
static void put_address(struct pdf *p, struct place at, const char *to)
{
    MEM_SCOPE(tmp, p);
    const struct pdf_strip c = { .x = WINDOW_X, .width = WINDOW_WIDTH, .exact = true };
    const char *s = pdf_clean(tmp, to);
    PangoLayout *layout = NULL;

    for (int i = 0; i < N_ADDRESS; i++) {
        layout = pdf_layout(p, p, &ADDRESS[i], &c, s, strlen(s));
        if (height_of(layout) <= WINDOW_HEIGHT)
            break;
        pango_layout_set_height(layout, (int)(WINDOW_HEIGHT / 1.15 * PANGO_SCALE));
        pango_layout_set_ellipsize(layout, PANGO_ELLIPSIZE_END);
    }
    p->n_tags++;
    pdf_place(p, &at, "P", &c, layout, true);
}

void pdf_address(struct pdf *p, const char *to, const char *beside)
{
    const struct pdf_strip left = { .x = p->left, .width = WINDOW_X - p->left - BESIDE_GAP };
    struct place at = { p->at.page, WINDOW_Y };

    if (p->problem)
        return;
    pdf_flow(p, &at, &PDF_BODY, &left, beside);
    put_address(p, (struct place){ p->at.page, WINDOW_Y }, to);
    if (at.y < BELOW_WINDOW)
        at.y = BELOW_WINDOW;
    if (pdf_is_before(p->at, at))
        p->at = at;
}
