#include "evenhand/replay.h"

int main(int argc, char **argv) {
    const struct stage stage = replay_stage();
    return stage_main(&stage, argc, argv);
}
