# Adverse impact, from data that stay apart from every caseload.

load lib

setup() {
    DATA=$BATS_TEST_TMPDIR/eeo.csv
    {
        echo "candidate,race,stage:hired"
        for i in $(seq 40); do echo "C-$i,White,$([ "$i" -le 24 ] && echo yes || echo no)"; done
        for i in $(seq 20); do echo "C-9$i,Black,$([ "$i" -le 6 ] && echo yes || echo no)"; done
    } >"$DATA"
}

@test "rates, ratio, Fisher's p, and a warning about small numbers" {
    run evenhand impact --eeo "$DATA"
    echo "$output"
    [ "$status" = 0 ]
    [[ $output == "Adverse impact (29 CFR 1607.4(D)): 60 persons."* ]]
    grep -qE '^  Black +20 +6 +30\.0 % +0\.50 +0\.0[0-9]+  BELOW four fifths' <<<"$output"
    grep -qE '^  White +40 +24 +60\.0 % +1\.00 +-  highest rate$' <<<"$output"
    grep -qF "Small numbers: Black has 20 persons here" <<<"$output"
    run ! grep -qF C-1 <<<"$output"
}

@test "data in a caseload are refused, by whatever path" {
    evenhand init "$BATS_TEST_TMPDIR/case"
    mkdir "$BATS_TEST_TMPDIR/case/compliance/deep"
    for folder in "" board vault compliance/deep; do
        cp "$DATA" "$BATS_TEST_TMPDIR/case/$folder/eeo.csv"
        run evenhand impact --eeo "$BATS_TEST_TMPDIR/case/$folder/eeo.csv"
        [ "$status" = 77 ]
        [[ $output == *"these data lie in a caseload, where nobody who searches or decides may see them; keep it where"* ]]
    done
    ln -s "$BATS_TEST_TMPDIR/case/board/eeo.csv" "$BATS_TEST_TMPDIR/link.csv"
    run evenhand impact --eeo "$BATS_TEST_TMPDIR/link.csv"
    [ "$status" = 77 ]
}

@test "it opens nothing else and writes nowhere" {
    cd "$BATS_TEST_TMPDIR"
    before=$(ls -A)
    evenhand impact --eeo "$DATA" >/dev/null
    [ "$(ls -A)" = "$before" ]
    command -v strace >/dev/null || skip "needs strace"
    strace -f -e trace=openat,open,creat,connect "$EVENHAND_BUILD/libexec/evenhand/evenhand-impact" --eeo "$DATA" \
        2>"$BATS_TEST_TMPDIR/calls" >/dev/null || true
    run ! grep -qE 'O_(WRONLY|RDWR|CREAT)' "$BATS_TEST_TMPDIR/calls"
}

@test "nothing named, and nothing there" {
    run evenhand impact
    [ "$status" = 64 ]
    run evenhand impact --eeo "$BATS_TEST_TMPDIR/nothing.csv"
    [ "$status" = 66 ]
}
