/* evenhand-screen: items that are about the candidate become findings, or skips that say why not. */
#ifndef EVENHAND_SCREEN_STAGE_H
#define EVENHAND_SCREEN_STAGE_H

#include "evenhand/stage.h"

extern const struct stage screen_stage;

#endif
