#include "evenhand/stamp.h"

int main(int argc, char **argv) {
    const struct stage stage = stamp_stage();
    return stage_main(&stage, argc, argv);
}
