# What a person sees while it gathers: on a terminal a bar for each source, in a pipe nothing.

load lib

setup_file() {
    export EVENHAND_KEYS=$BATS_FILE_TMPDIR/keys
    start_web
}

teardown_file() {
    stop_web
}

@test "on a terminal: a bar a source, rate, time left, undetermined; gone at the end" {
    make_caseload "$BATS_TEST_TMPDIR/case"
    script -qec "stty cols 80 rows 24; evenhand gather '$BATS_TEST_TMPDIR/case'" "$BATS_TEST_TMPDIR/seen" </dev/null >/dev/null 3>&-
    tr '\r' '\n' <"$BATS_TEST_TMPDIR/seen" | sed 's/\x1b\[[0-9]*[A-Z]//g' >"$BATS_TEST_TMPDIR/lines"
    cat "$BATS_TEST_TMPDIR/lines"
    grep -Eq '^collect   \[#* *\] [0-9]+/[0-9]+ attempts  [0-9.]+/s' "$BATS_TEST_TMPDIR/lines"
    for source in $(sed -n 's/.*source: \([a-z-]*\).*/\1/p' "$BATS_TEST_TMPDIR/case/plan.yaml" | sort -u); do
        grep -Eq "^  $source +\[#* *\] [0-9]+/[0-9]+" "$BATS_TEST_TMPDIR/lines"
    done
    grep -q ' left' "$BATS_TEST_TMPDIR/lines"
    [ "$(awk '{ if (length($0) > 79) print }' "$BATS_TEST_TMPDIR/lines" | grep -c '^\(collect\|  \)')" = 0 ]
    # The last thing done to the screen is to clear it.
    [[ $(tail -c 200 "$BATS_TEST_TMPDIR/seen") == *$'\r\e[J'* ]]
}

@test "in a pipe: nothing" {
    make_caseload "$BATS_TEST_TMPDIR/case"
    evenhand gather "$BATS_TEST_TMPDIR/case" >"$BATS_TEST_TMPDIR/out" 2>&1 3>&-
    [ ! -s "$BATS_TEST_TMPDIR/out" ]
}
