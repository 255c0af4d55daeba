/* The archive stage: what the vault keeps of one candidate, as files for whoever has a right to it. Opens the
 * vault, then may write into its output folder and do nothing else. */
#ifndef EVENHAND_ARCHIVE_H
#define EVENHAND_ARCHIVE_H

#include "evenhand/stage.h"

struct stage archive_stage(void);

#endif
