/* evenhand-trial: asks a source of the plan for its control, and shows what came of it. */
#include "evenhand/trial.h"

int main(int argc, char **argv) {
    const struct stage stage = trial_stage();
    return stage_main(&stage, argc, argv);
}
