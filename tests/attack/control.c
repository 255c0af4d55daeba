/* The same attack without a sandbox: that it reaches everything is what makes "denied" mean something. */
void stage_attack(const char *stage);

int main(void) {
    stage_attack("no sandbox");
    return 0;
}
