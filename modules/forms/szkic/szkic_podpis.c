/* A copy of the frozen document that comes back signed: is it still the same document? The signature itself is judged
 * where the document is filed (esp/skrytka); here only what the citizen can mend at once. */
#include <libxml/c14n.h>
#include <string.h>

#include "core/ctx/app.h"
#include "core/doc/xml.h"
#include "core/sig/verify_box.h"
#include "modules/forms/szkic/szkic.h"

static const char FIELD[] = "podpisany";

static enum err refuse(struct ctx *ctx, const char *message)
{
    return ctx_fail_field(ctx, FIELD, message);
}

static bool is_blank_text(const xmlNode *n)
{
    return n->type == XML_TEXT_NODE && strspn((const char *)n->content, " \t\r\n") == strlen((const char *)n->content);
}

/* The root element alone, without its signature and without white space between its parts: signing programs break lines
 * there, and no content can stand there. */
static xmlDoc *bare(TALLOC_CTX *mem, const xmlDoc *doc)
{
    xmlDoc *copy = mem_adopt(mem, xmlNewDoc(BAD_CAST "1.0"), xmlFreeDoc);
    xmlNode *root = copy ? xmlDocCopyNode(xmlDocGetRootElement(doc), copy, 1) : NULL;

    if (!root)
        mem_exhausted(1);
    xmlDocSetRootElement(copy, root);
    for (xmlNode *n = root->children, *next; n; n = next) {
        next = n->next;
        if (xml_is(n, XML_NS_DS, "Signature") || is_blank_text(n)) {
            xmlUnlinkNode(n);
            xmlFreeNode(n);
        }
    }
    return copy;
}

/* Exclusive C14N with comments: one that was slipped in is a difference. */
static const char *canonical(TALLOC_CTX *mem, const xmlDoc *doc, size_t *ret_len)
{
    xmlChar *text = NULL;
    int len = xmlC14NDocDumpMemory(bare(mem, doc), NULL, XML_C14N_EXCLUSIVE_1_0, NULL, 1, &text);

    if (len < 0 || !text)
        return NULL;
    *ret_len = (size_t)len;
    return (const char *)mem_adopt(mem, text, xmlFree);
}

static bool has_signature_anywhere(const xmlDoc *doc)
{
    const xmlNode *root = xmlDocGetRootElement(doc);

    for (const xmlNode *n = root; n; n = xml_walk(root, n))
        if (xml_is(n, XML_NS_DS, "Signature"))
            return true;
    return false;
}

static enum err check_place(struct ctx *ctx, const xmlDoc *doc)
{
    if (xml_child(xmlDocGetRootElement(doc), XML_NS_DS, "Signature"))
        return ERR_OK;
    if (has_signature_anywhere(doc))
        return refuse(ctx, "Podpis jest w innym miejscu niż w dokumencie. Podpisz pobrany plik jeszcze raz i wybierz "
                           "format XAdES, rodzaj „otoczony” (enveloped).");
    return refuse(ctx,
                  "W tym pliku nie ma podpisu. Podpisz pobrany plik XML i prześlij plik, który powstał po podpisaniu.");
}

static enum err check_content(struct ctx *ctx, const xmlDoc *frozen, const xmlDoc *signed_doc)
{
    MEM_SCOPE(tmp, ctx->mem);
    size_t a_len = 0;
    size_t b_len = 0;
    const char *a = canonical(tmp, frozen, &a_len);
    const char *b = canonical(tmp, signed_doc, &b_len);

    if (!a || !b)
        return ctx_fail(ctx, ERR_INTERNAL, "Nie udało się porównać dokumentów.", "c14n failed");
    if (a_len != b_len || memcmp(a, b, a_len) != 0)
        return refuse(ctx,
                      "Treść podpisanego pliku różni się od pisma w podglądzie. Pobierz plik do podpisu jeszcze raz, "
                      "podpisz go bez zmian i prześlij.");
    return ERR_OK;
}

static bool is_broken(const struct verify_report *r)
{
    return r->indication == VERIFY_TOTAL_FAILED &&
           (strcmp(r->subindication, "HASH_FAILURE") == 0 || strcmp(r->subindication, "SIG_CRYPTO_FAILURE") == 0);
}

/* A signature that does not fit its document convinces nobody; who signed is for the office to judge. Asked first: what
 * breaks the sandbox is not read here. */
static enum err check_whole(struct ctx *ctx, const void *data, size_t len, struct verify_report *ret)
{
    struct verify_request rq = { .data = data, .len = len, .max = len, .profile = VERIFY_FOREIGN, .at = ctx->now };
    enum err e = verify_document(ctx, &rq, ret);

    if (!e && ret->dead)
        return refuse(ctx, ret->reason);
    return e;
}

enum err szkic_check_signed(struct ctx *ctx, const void *frozen, size_t frozen_len, const void *data, size_t len)
{
    xmlDoc *ours = NULL;
    xmlDoc *theirs = NULL;
    struct verify_report report;
    enum err e;

    if (xml_parse(ctx->mem, frozen, frozen_len, frozen_len, &ours, NULL))
        return ctx_fail(ctx, ERR_INTERNAL, "Zapisany dokument jest uszkodzony.", "frozen document does not parse");
    if (len > (size_t)ctx->app->conf.max_document)
        return refuse(ctx, "Podpisany plik jest za duży.");
    e = check_whole(ctx, data, len, &report);
    if (e)
        return e;
    if (xml_parse(ctx->mem, data, len, len, &theirs, NULL))
        return refuse(ctx,
                      "To nie jest podpisany plik XML. Podpisz pobrany plik XML w formacie XAdES, rodzaj „otoczony” "
                      "(enveloped), i prześlij plik z rozszerzeniem .xml.");
    e = check_place(ctx, theirs);
    if (!e)
        e = check_content(ctx, ours, theirs);
    if (!e && is_broken(&report))
        e = refuse(ctx, mem_printf(ctx->mem, "Podpis w tym pliku jest uszkodzony. %s Podpisz pobrany plik jeszcze raz.",
                                   report.reason));
    return e;
}
