#!/usr/bin/env bats
# The match weights: made from labelled pairs, and the same ones again.

bats_require_minimum_version 1.5.0

setup() {
    TOP=$(cd "$BATS_TEST_DIRNAME/../.." && pwd)
}

@test "the weights in force are those that the labelled pairs give" {
    cp -r "$TOP/filters/rules/attribute" "$BATS_TEST_TMPDIR/rules"
    sed -i 's/m: 0\.[0-9]*/m: 0.5/' "$BATS_TEST_TMPDIR/rules/weights.yaml" # learnt anew, not kept
    "$EVENHAND_BUILD/evenhand-learn-attribute" "$BATS_TEST_TMPDIR/rules" "$TOP"/tests/match/learn/*.ndjson
    diff "$BATS_TEST_TMPDIR/rules/weights.yaml" "$TOP/filters/rules/attribute/weights.yaml"
}

@test "a line that is no labelled pair is refused with its number, and the weights stay" {
    cp -r "$TOP/filters/rules/attribute" "$BATS_TEST_TMPDIR/rules"
    { head -n 1 "$TOP/tests/match/held.ndjson"; echo '{"id":"x"}'; } >"$BATS_TEST_TMPDIR/pairs.ndjson"
    run "$EVENHAND_BUILD/evenhand-learn-attribute" "$BATS_TEST_TMPDIR/rules" "$BATS_TEST_TMPDIR/pairs.ndjson"
    echo "$output"
    [ "$status" = 65 ]
    [[ "$output" == *"pairs.ndjson: line 2 is no labelled pair"* ]]
    diff "$BATS_TEST_TMPDIR/rules/weights.yaml" "$TOP/filters/rules/attribute/weights.yaml"
}

@test "every pair is answered, in order, with a class, a weight and reasons in words" {
    "$EVENHAND_BUILD/libexec/evenhand/evenhand-attribute" --pairs <"$TOP/tests/match/held.ndjson" >"$BATS_TEST_TMPDIR/out"
    [ "$(jq -r .id "$BATS_TEST_TMPDIR/out")" = "$(jq -r .id "$TOP/tests/match/held.ndjson")" ]
    [ "$(jq -r .class "$BATS_TEST_TMPDIR/out" | sort -u | tr '\n' ' ')" = "match non-match possible " ]
    # The weight is the sum of the reasons' numbers.
    jq -e -s 'all(.[]; (.weight - ([.reasons[] | capture(": (?<w>[+-][0-9.]+)$").w | tonumber] | add) | fabs) < 0.5)' \
        "$BATS_TEST_TMPDIR/out"
}
