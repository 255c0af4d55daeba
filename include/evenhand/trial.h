/* A source on trial: its control is asked as gather would ask it, and the items are shown. Nothing is stored.
 */
#ifndef EVENHAND_TRIAL_H
#define EVENHAND_TRIAL_H

#include "evenhand/stage.h"

struct stage trial_stage(void);

#endif
