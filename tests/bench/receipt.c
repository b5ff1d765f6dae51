#include "tests/bench/receipt.h"

#include "core/law/date.h"

const char *bench_receipt(struct ctx *ctx, int nr)
{
    const char *time = date_iso_local(ctx->mem, ctx->now);

    return mem_printf(ctx->mem,
                      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<pos:Dokument "
                      "xmlns:pos=\"http://crd.gov.pl/xml/schematy/UPO/2008/05/09/\"><pos:UPP>"
                      "<pos:IdentyfikatorPoswiadczenia>LUB-UPP-%s-2026-%09d</pos:IdentyfikatorPoswiadczenia>"
                      "<pos:Adresat><pos:Nazwa>Gmina Santok</pos:Nazwa><pos:IdentyfikatorPodmiotu "
                      "TypIdentyfikatora=\"TERYT\">%s</pos:IdentyfikatorPodmiotu></pos:Adresat>"
                      "<pos:Nadawca><pos:Nazwa>Pomiar</pos:Nazwa><pos:IdentyfikatorPodmiotu "
                      "TypIdentyfikatora=\"ePUAP-ID\">pomiar</pos:IdentyfikatorPodmiotu></pos:Nadawca>"
                      "<pos:DataDoreczenia>%s</pos:DataDoreczenia>"
                      "<pos:DataWytworzeniaPoswiadczenia>%s</pos:DataWytworzeniaPoswiadczenia>"
                      "<pos:IdentyfikatorDokumentu>%d</pos:IdentyfikatorDokumentu></pos:UPP></pos:Dokument>",
                      ctx->jst, nr, ctx->jst, time, time, nr);
}
