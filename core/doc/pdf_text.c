/* Lays text out line by line as it comes and remembers where each line goes; pages are drawn when their number is known. */
#include <math.h>
#include <string.h>

#include "core/doc/pdf_priv.h"

#define SANS "DejaVu Sans, sans-serif"
#define MONO "DejaVu Sans Mono, monospace"
#define KEY_WIDTH (60 * MM)
#define GAP (4 * MM)
#define PIECE_MAX 8192             /* bytes laid out at once */
#define TEXT_MAX ((size_t)4194304) /* bytes of text in one document */

const struct style PDF_BODY = { SANS, 11, false, false, "P" };
const struct style PDF_SMALL = { SANS, 9, false, true, "P" };
static const struct style KEY = { SANS, 11, true, false, "P" };
static const struct style SMALL_MONO = { MONO, 9.5, false, false, "P" };
static const struct style HEADINGS[] = {
    { SANS, 18, true, false, "H1" },
    { SANS, 14, true, false, "H2" },
    { SANS, 12, true, false, "H3" },
};

/* ---- text ---- */

/* Characters that would reorder or hide what a reader sees in an official paper. */
static bool is_harmful(gunichar c)
{
    bool is_control = (c < 0x20 && c != '\n' && c != '\t') || (c >= 0x7f && c < 0xa0);
    bool turns =
        c == 0x061c || c == 0x200e || c == 0x200f || (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);

    return is_control || turns || c == 0xfeff || c == 0xfffc;
}

const char *pdf_clean(TALLOC_CTX *mem, const char *text)
{
    char *valid = g_utf8_make_valid(text ? text : "", -1);
    struct buf b = buf_new(mem, strlen(valid));

    for (char *s = valid; *s; s = g_utf8_next_char(s)) {
        gunichar c = g_utf8_get_char(s);

        if (c == 0x2028 || c == 0x2029)
            buf_char(&b, '\n');
        else if (!is_harmful(c))
            buf_add(&b, s, (size_t)(g_utf8_next_char(s) - s));
    }
    g_free(valid);
    return buf_text(&b);
}

PangoLayout *pdf_layout(const struct pdf *p, TALLOC_CTX *mem, const struct style *style, const struct pdf_strip *c,
                        const char *text, size_t len)
{
    PangoLayout *layout = mem_adopt(mem, pango_layout_new(p->pango), g_object_unref);
    PangoFontDescription *font = pango_font_description_new();

    pango_font_description_set_family(font, style->family);
    pango_font_description_set_size(font, (int)lround(style->size * PANGO_SCALE));
    pango_font_description_set_weight(font, style->bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
    pango_layout_set_font_description(layout, font);
    pango_font_description_free(font);
    pango_layout_set_width(layout, (int)lround(c->width * PANGO_SCALE));
    pango_layout_set_alignment(layout, c->align);
    pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR);
    pango_layout_set_attributes(layout, c->exact ? p->exact : p->plain);
    pango_layout_set_text(layout, text, (int)len);
    return layout;
}

/* ---- placing ---- */

void pdf_new_page(struct pdf *p, struct place *at)
{
    at->page++;
    at->y = p->top;
    if (at->page >= p->n_pages)
        p->n_pages = at->page + 1;
    if (p->n_pages > PDF_MAX_PAGES)
        p->problem = TOO_LONG;
    else if (p->table)
        pdf_table_head(p, at);
}

void pdf_need(struct pdf *p, struct place *at, double height)
{
    if (at->y + height > p->bottom && at->y > p->top)
        pdf_new_page(p, at);
}

bool pdf_is_before(struct place a, struct place b)
{
    return a.page < b.page || (a.page == b.page && a.y < b.y);
}

struct pdf_strip pdf_whole(const struct pdf *p)
{
    return (struct pdf_strip){ .x = p->left, .width = p->width };
}

void pdf_add_item(struct pdf *p, const struct item *item)
{
    if ((p->n_items & (p->n_items - 1)) == 0) {
        size_t bytes = (p->n_items ? p->n_items * 2 : 1) * sizeof *item;

        p->items = talloc_realloc_size(p, p->items, bytes);
        if (!p->items)
            mem_exhausted(bytes);
    }
    p->items[p->n_items++] = *item;
}

static void add_line(struct pdf *p, const struct place *at, const char *tag, const struct pdf_strip *c,
                     PangoLayoutIter *it, const PangoRectangle *box)
{
    struct item item = {
        .kind = ITEM_LINE,
        .page = at->page,
        .x = c->x + (double)box->x / PANGO_SCALE,
        .y = at->y + (double)(pango_layout_iter_get_baseline(it) - box->y) / PANGO_SCALE,
        .line = pango_layout_iter_get_line_readonly(it),
    };
    int depth = 0;

    while (depth < TAGS_MAX - 1 && c->around[depth].name) {
        item.tags[depth] = c->around[depth];
        depth++;
    }
    item.tags[depth] = (struct tag){ tag, p->n_tags };
    pdf_add_item(p, &item);
}

void pdf_place(struct pdf *p, struct place *at, const char *tag, const struct pdf_strip *c, PangoLayout *layout,
               bool fits)
{
    PangoLayoutIter *it = pango_layout_get_iter(layout);

    do {
        PangoRectangle box;
        double height;

        pango_layout_iter_get_line_extents(it, NULL, &box);
        height = (double)box.height / PANGO_SCALE;
        if (!fits)
            pdf_need(p, at, height);
        if (p->problem)
            break;
        add_line(p, at, tag, c, it, &box);
        at->y += height * 1.15;
    } while (pango_layout_iter_next_line(it));
    pango_layout_iter_free(it);
}

/* Where the next piece of a text ends: at a line end, or, in an endless line, after a word or at least a character. */
static size_t piece(const char *text)
{
    size_t len = strcspn(text, "\n");
    size_t cut = PIECE_MAX;

    if (len <= PIECE_MAX)
        return len;
    while (cut > PIECE_MAX / 2 && text[cut] != ' ')
        cut--;
    if (text[cut] == ' ')
        return cut + 1;
    for (cut = PIECE_MAX; ((unsigned char)text[cut] & 0xc0) == 0x80; cut--)
        ;
    return cut;
}

void pdf_flow(struct pdf *p, struct place *at, const struct style *style, const struct pdf_strip *c, const char *text)
{
    MEM_SCOPE(tmp, p);
    const char *s = "";

    p->n_tags++;
    p->text_bytes += text ? strlen(text) : 0;
    if (p->text_bytes > TEXT_MAX)
        p->problem = TOO_LONG;
    else
        s = pdf_clean(tmp, text);
    while (!p->problem) {
        size_t len = piece(s);

        pdf_place(p, at, style->tag, c, pdf_layout(p, p, style, c, s, len), false);
        s += len;
        if (!*s)
            break;
        s += *s == '\n';
    }
}

/* ---- what callers add ---- */

static void flow(struct pdf *p, const struct style *style, const char *text)
{
    const struct pdf_strip c = pdf_whole(p);

    pdf_flow(p, &p->at, style, &c, text);
}

void pdf_heading(struct pdf *p, int level, const char *text)
{
    const struct style *style = &HEADINGS[level < 1 ? 0 : level > 3 ? 2 : level - 1];

    pdf_need(p, &p->at, style->size * 2 + 16 * MM);
    if (p->at.y > p->top)
        p->at.y += style->size * 0.6;
    flow(p, style, text);
    p->at.y += style->size * 0.4;
}

void pdf_para(struct pdf *p, const char *text)
{
    flow(p, &PDF_BODY, text);
    p->at.y += 2 * MM;
}

void pdf_right(struct pdf *p, const char *text)
{
    struct pdf_strip c = pdf_whole(p);

    c.align = PANGO_ALIGN_RIGHT;
    pdf_flow(p, &p->at, &PDF_BODY, &c, text);
    p->at.y += 2 * MM;
}

void pdf_mono(struct pdf *p, const char *text)
{
    flow(p, &SMALL_MONO, text);
    p->at.y += 2 * MM;
}

void pdf_pair(struct pdf *p, const char *key, const char *value)
{
    const struct pdf_strip left = { .x = p->left, .width = KEY_WIDTH };
    const struct pdf_strip right = { .x = p->left + KEY_WIDTH + GAP, .width = p->width - KEY_WIDTH - GAP };
    struct place keys;
    struct place values;

    pdf_need(p, &p->at, PDF_BODY.size * 1.6);
    keys = values = p->at;
    pdf_flow(p, &keys, &KEY, &left, key);
    pdf_flow(p, &values, &PDF_BODY, &right, value);
    p->at = pdf_is_before(keys, values) ? values : keys;
    p->at.y += 1 * MM;
}

void pdf_space(struct pdf *p, double millimetres)
{
    p->at.y += millimetres * MM;
    pdf_need(p, &p->at, 0);
}

void pdf_rule(struct pdf *p)
{
    pdf_need(p, &p->at, 4 * MM);
    pdf_add_item(p,
                 &(struct item){
                     .kind = ITEM_RULE, .page = p->at.page, .x = p->left, .y = p->at.y + 1.5 * MM, .width = p->width });
    p->at.y += 4 * MM;
}

void pdf_page(struct pdf *p)
{
    if (!p->problem)
        pdf_new_page(p, &p->at);
}

void pdf_qr(struct pdf *p, const char *data, const char *caption)
{
    const struct pdf_strip right = { .x = p->left + PDF_QR_SIZE * MM + GAP,
                                     .width = p->width - PDF_QR_SIZE * MM - GAP };
    QRcode *qr = NULL;
    struct place beside;

    if (data && data[0])
        qr = mem_adopt(p, QRcode_encodeString8bit(data, 0, QR_ECLEVEL_M), QRcode_free);
    if (!qr && !p->problem)
        p->problem = "Dane kodu QR są nieprawidłowe albo za długie.";
    if (p->problem)
        return;
    pdf_need(p, &p->at, (PDF_QR_SIZE + 2) * MM);
    pdf_add_item(p, &(struct item){ .kind = ITEM_QR, .page = p->at.page, .x = p->left, .y = p->at.y, .qr = qr });
    beside = (struct place){ p->at.page, p->at.y + 4 * MM };
    p->at.y += (PDF_QR_SIZE + 2) * MM;
    pdf_flow(p, &beside, &PDF_BODY, &right, caption);
    if (pdf_is_before(p->at, beside))
        p->at = beside;
}
