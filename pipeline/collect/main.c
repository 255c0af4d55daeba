/* evenhand-collect: asks what the plan asks about every candidate, and keeps the answers in the vault. */
#include "evenhand/collect.h"

int main(int argc, char **argv) {
    return stage_main(&collect_stage, argc, argv);
}
