/* The stamp stage: asks the plan's authority for a time-stamp of a digest, or checks one that was stored. Has
 * the network, and neither the vault nor any file but certificates. */
#ifndef EVENHAND_STAMP_H
#define EVENHAND_STAMP_H

#include "evenhand/stage.h"

struct stage stamp_stage(void);

#endif
