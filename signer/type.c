/* The table of what may be asked for. */
#include "signer/type.h"

static const struct request_type TYPES[] = {
    { SIGNER_SEAL_UPP, "upp", true, seal_xml_check, seal_xml_sign },
    { SIGNER_SEAL_UPD, "upd", true, seal_xml_check, seal_xml_sign },
    { SIGNER_SEAL_PISMO, "pismo", true, seal_xml_check, seal_xml_sign },
    { SIGNER_SEAL_PDF, "wydruk", true, seal_pdf_check, seal_pdf_sign },
    { SIGNER_SEAL_HEAD, "glowa", true, head_check, head_sign },
    { SIGNER_STAMP, "znacznik", false, stamp_check, stamp_sign },
};

const struct request_type *type_of(unsigned number)
{
    for (size_t i = 0; i < sizeof TYPES / sizeof TYPES[0]; i++)
        if (TYPES[i].type == number)
            return &TYPES[i];
    return NULL;
}
