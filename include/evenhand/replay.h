/* evenhand-replay: the vault as a stream of records, in an order that depends on nothing but what it holds.
 */
#ifndef EVENHAND_REPLAY_H
#define EVENHAND_REPLAY_H

#include "evenhand/stage.h"

struct stage replay_stage(void);

#endif
