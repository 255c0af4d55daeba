#include "evenhand/archive.h"

int main(int argc, char **argv) {
    const struct stage stage = archive_stage();
    return stage_main(&stage, argc, argv);
}
