/* The receipt as a page, as the sealed XML and as a printout: for the citizen below /konto, for clerks below /eod. The
 * page is rendered from the XML itself, so it can say nothing else. */
#include "fcgi/page.h"

#include <string.h>

#include "core/doc/xml.h"
#include "modules/esp/upo/upo.h"
#include "modules/org/jst/jst.h"

static enum err citizens(struct req *rq, struct upo *ret_upo)
{
    struct jst jst;
    enum err e = jst_by_slug(rq->ctx, req_param(rq, "jst"), &jst);

    return e ? e : upo_by_numer(rq->ctx, jst.teryt, req_param(rq, "numer"), ret_upo);
}

static enum err clerks(struct req *rq, struct upo *ret_upo)
{
    return upo_by_numer(rq->ctx, rq->ctx->jst, req_param(rq, "numer"), ret_upo);
}

static enum err show(struct req *rq, const struct upo *upo)
{
    struct view *v = view_new(rq, "upo");
    xmlDoc *doc = NULL;

    if (xml_parse(rq->ctx->mem, upo->xml, upo->xml_len, upo->xml_len, &doc, NULL))
        return ctx_fail(rq->ctx, ERR_INTERNAL, "Poświadczenie jest uszkodzone.", "upo=%s", upo->numer);
    view_title(v, *upo->rodzaj && upo->rodzaj[2] == 'D' ? "Urzędowe poświadczenie doręczenia"
                                                        : "Urzędowe poświadczenie przedłożenia");
    view_attr(v, "rodzaj", upo->rodzaj);
    view_attr(v, "numer", upo->numer);
    view_attr(v, "sha256", upo->sha256);
    view_attr(v, "href", rq->path);
    view_attr_i(v, "rozmiar", (int64_t)upo->xml_len);
    if (rq->ctx->who.kind == WHO_CITIZEN)
        view_text(view_row(v, "crumb", VIEW_S("href", "/konto")), "Moje konto");
    view_copy(v, NULL, doc);
    return view_send(v);
}

/* ?poziom=LT: with the evidence for the seal inside, for whoever keeps it long. */
static enum err send_xml(struct req *rq, const struct upo *upo)
{
    const char *level = req_param(rq, "poziom");
    struct upo out = *upo;
    enum err e = ERR_OK;

    if (level && strcmp(level, "LT") == 0)
        e = upo_with_evidence(rq->ctx, &out);
    return e ? e
             : page_bytes(rq, "text/xml",
                          mem_printf(rq->ctx->mem, "%s%s.xml", upo->numer, out.xml == upo->xml ? "" : "-LT"), out.xml,
                          out.xml_len);
}

static enum err send_pdf(struct req *rq, const struct upo *upo)
{
    const void *pdf = NULL;
    size_t len = 0;
    enum err e = upo_pdf(rq->ctx, upo, &pdf, &len);

    return e ? e : page_bytes(rq, "application/pdf", mem_printf(rq->ctx->mem, "%s.pdf", upo->numer), pdf, len);
}

typedef enum err (*find_fn)(struct req *rq, struct upo *ret_upo);
typedef enum err (*answer_fn)(struct req *rq, const struct upo *upo);

static enum err page(struct req *rq, find_fn find, answer_fn answer)
{
    struct upo upo;
    enum err e = find(rq, &upo);

    return e ? e : answer(rq, &upo);
}

static enum err citizen_show(struct req *rq)
{
    return page(rq, citizens, show);
}

static enum err citizen_xml(struct req *rq)
{
    return page(rq, citizens, send_xml);
}

static enum err citizen_pdf(struct req *rq)
{
    return page(rq, citizens, send_pdf);
}

static enum err clerk_show(struct req *rq)
{
    return page(rq, clerks, show);
}

static enum err clerk_xml(struct req *rq)
{
    return page(rq, clerks, send_xml);
}

static enum err clerk_pdf(struct req *rq)
{
    return page(rq, clerks, send_pdf);
}

const struct route upo_routes[] = {
    { GET, "/konto/upo/{jst}/{numer}", ROLE_OBYWATEL, citizen_show, 0, NULL },
    { GET, "/konto/upo/{jst}/{numer}/xml", ROLE_OBYWATEL, citizen_xml, 0, NULL },
    { GET, "/konto/upo/{jst}/{numer}/pdf", ROLE_OBYWATEL, citizen_pdf, 0, NULL },
    { GET, "/eod/upo/{numer}", EOD_CZYTAJACY, clerk_show, 0, NULL },
    { GET, "/eod/upo/{numer}/xml", EOD_CZYTAJACY, clerk_xml, 0, NULL },
    { GET, "/eod/upo/{numer}/pdf", EOD_CZYTAJACY, clerk_pdf, 0, NULL },
    { METHOD_NONE, NULL, 0, NULL, 0, NULL },
};
