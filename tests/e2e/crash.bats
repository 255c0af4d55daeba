# Crashes and broken disks at single writes of a whole run: a sample of what scripts/faults tries one by one
# (docs/reliability.md). And clocks that go backwards.

load lib

@test "killed, disk full, disk broken at writes all along a run: the work completes, and nothing is lost" {
    run "$TOP/scripts/faults" --from 5 --every 83
    echo "$output"
    [ "$status" = 0 ]
    [ "$(grep -cE '^(kill|ENOSPC|EIO): ([0-9]+) faults, \2 survived$' <<<"$output")" = 3 ]
}

@test "a clock that steps backwards confuses nothing: entries keep their order, verify says yes" {
    start_web
    make_caseload "$BATS_TEST_TMPDIR/case"
    ASAN_OPTIONS=verify_asan_link_order=0 faketime '2030-01-01' evenhand gather "$BATS_TEST_TMPDIR/case" 3>&-
    ASAN_OPTIONS=verify_asan_link_order=0 faketime '2027-01-01' evenhand assess "$BATS_TEST_TMPDIR/case"
    evenhand release "$BATS_TEST_TMPDIR/case"
    run evenhand verify "$BATS_TEST_TMPDIR/case"
    stop_web
    echo "$output"
    [ "$status" = 0 ]
    jq -s -e 'map(.seq) == [range(1; length + 1)]' "$BATS_TEST_TMPDIR/case/compliance/ledger.ndjson"
}
