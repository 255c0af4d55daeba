#include "evenhand/extract.h"

int main(int argc, char **argv) {
    const struct stage stage = extract_stage();
    return stage_main(&stage, argc, argv);
}
