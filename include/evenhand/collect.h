/* The stage: its options, what it opens before the sandbox, what it reads, and the gathering at the end. */
#ifndef EVENHAND_COLLECT_H
#define EVENHAND_COLLECT_H

#include "evenhand/stage.h"

extern const struct stage collect_stage;

#endif
