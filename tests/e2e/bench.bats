#!/usr/bin/env bats
# The benchmark keeps working, and its generator keeps its word. No number is judged here.

bench=$BATS_TEST_DIRNAME/../../scripts/bench
generate=$BATS_TEST_DIRNAME/../bench/generate

@test "the same arguments make the same bytes" {
    "$generate" --candidates 2 --captures 9 --kilobytes 4 --out "$BATS_TEST_TMPDIR/a"
    "$generate" --candidates 2 --captures 9 --kilobytes 4 --out "$BATS_TEST_TMPDIR/b"
    diff -r "$BATS_TEST_TMPDIR/a" "$BATS_TEST_TMPDIR/b"
}

@test "a size that cannot be made is refused" {
    run "$generate" --candidates 1 --captures 3 --out "$BATS_TEST_TMPDIR/a"
    [ "$status" = 1 ]
    [ "$output" = "generate: 3 captures a candidate cannot be made; try 7 to 55" ]
}

@test "a small benchmark measures every stage" {
    run "$bench" --candidates 2 --captures 9 --kilobytes 4 --no-peers --json "$BATS_TEST_TMPDIR/numbers.json"
    echo "$output"
    [ "$status" = 0 ]
    for stage in gather assess replay extract attribute screen redact report 'screen --spans' 'redact --spans'; do
        [[ $output == *"  $stage "* ]]
    done
    jq -e '(.end_to_end + .stages) | length == 10 and all(.code == 0 and .seconds > 0)' "$BATS_TEST_TMPDIR/numbers.json"
}

@test "workbooks are measured beside other writers, and growth has an exponent" {
    run python3 "$BATS_TEST_DIRNAME/../bench/books" "$EVENHAND_BUILD" "$BATS_TEST_TMPDIR/books" --rows 200 --sizes 2,6 \
        --no-peers --json "$BATS_TEST_TMPDIR/numbers.json"
    echo "$output"
    [ "$status" = 0 ]
    [[ $output == *"bare libxlsxwriter"*"evenhand-report"*"x the bare loop's rate"* ]]
    [[ $output == *"verify grows with the "*"th power of the number of candidates"* ]]
    jq -e '.rows | length == 2 and all(.code == 0)' "$BATS_TEST_TMPDIR/numbers.json"
    jq -e '.growth | all(.report.code == 0 and .verify.code == 0)' "$BATS_TEST_TMPDIR/numbers.json"
}

@test "the collector is measured beside curl, and its memory at more and more attempts" {
    run python3 "$BATS_TEST_DIRNAME/../bench/collect" "$EVENHAND_BUILD" --urls 40 --hosts 4 --candidates 10 --rounds 1 --latency 5
    echo "$output"
    [ "$status" = 0 ]
    [[ $output == *"curl, pages alone"*"curl, robots.txt too"*"evenhand-collect"*"wall time against curl, robots.txt too"* ]]
    run python3 "$BATS_TEST_DIRNAME/../bench/collect" "$EVENHAND_BUILD" --memory 1000 --hosts 4 --latency 1
    echo "$output"
    [ "$status" = 0 ]
    [ "$(grep -c 'exit 0$' <<<"$output")" = 3 ]
}

@test "a wrong option is told" {
    run "$bench" --captures
    [ "$status" = 64 ]
    run "$bench" --fast yes
    [ "$status" = 64 ]
    [ "$output" = "scripts/bench: unknown option --fast; see scripts/bench --help" ]
}
