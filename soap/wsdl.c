/* Serving the contracts: share/wsdl/NAME.wsdl at …/NAME?wsdl, its schemas beside it. */
#include <string.h>

#include "core/base/file.h"
#include "core/ctx/app.h"
#include "soap/site.h"

enum { MAX_CONTRACT = 1 << 20 };

/* Contract, our path, ePUAP's own path. */
static const struct {
    const char *file;
    const char *path;
    const char *epuap_path;
} CONTRACTS[] = {
    { "skrytka.wsdl", "/soap/skrytka", "/pk_external_ws/services/skrytka" },
};
static const char *const SCHEMAS[] = { "obiekty.xsd" };

static const char *read_contract(struct soap_site *site, TALLOC_CTX *mem, const char *file, size_t *ret_len)
{
    return file_read(mem, mem_printf(mem, "%s/wsdl/%s", site->app->conf.share_dir, file), MAX_CONTRACT, ret_len);
}

static const char *with_address(struct soap_site *site, TALLOC_CTX *mem, const char *text, const char *path,
                                size_t *ret_len)
{
    static const char mark[] = "@ADRES@";
    const char *at = strstr(text, mark);

    /* The mark also stands in the comment at the top: the last one is the address element's. */
    for (const char *next = at; next; next = strstr(next + 1, mark))
        at = next;
    if (!at)
        return text;
    text =
        mem_printf(mem, "%.*s%s%s%s", (int)(at - text), text, site->app->conf.public_url, path, at + sizeof mark - 1);
    *ret_len = strlen(text);
    return text;
}

static bool ends_with(const char *s, const char *end)
{
    size_t n = strlen(s);
    size_t m = strlen(end);

    return n >= m && strcmp(s + n - m, end) == 0;
}

const char *soap_wsdl(TALLOC_CTX *mem, struct soap_site *site, const char *path, const char *query, size_t *ret_len)
{
    for (size_t i = 0; i < sizeof SCHEMAS / sizeof SCHEMAS[0]; i++)
        if (ends_with(path, mem_printf(mem, "/%s", SCHEMAS[i])))
            return read_contract(site, mem, SCHEMAS[i], ret_len);
    for (size_t i = 0; i < sizeof CONTRACTS / sizeof CONTRACTS[0]; i++) {
        const char *text = NULL;
        bool ours = strcmp(path, CONTRACTS[i].path) == 0 || strcmp(path, CONTRACTS[i].epuap_path) == 0;

        /* ePUAP also serves it at <service>/wsdl/<name>.wsdl. */
        if (!(ours && strcasecmp(query, "wsdl") == 0) &&
            !ends_with(path, mem_printf(mem, "/wsdl/%s", CONTRACTS[i].file)))
            continue;
        text = read_contract(site, mem, CONTRACTS[i].file, ret_len);
        return text ? with_address(site, mem, text, CONTRACTS[i].path, ret_len) : NULL;
    }
    return NULL;
}
