#include "evenhand/screen_stage.h"

int main(int argc, char **argv) {
    return stage_main(&screen_stage, argc, argv);
}
