/* The anchors of a folder of PEM files, read once a process and again when the folder changes. */
#ifndef CORE_TRUST_DIR_H
#define CORE_TRUST_DIR_H

#include "core/trust/trust.h"

/* Belongs to the process; valid until the next call. A folder that is not there gives an empty snapshot. */
struct trust *trust_of_dir(const char *dir);

#endif
