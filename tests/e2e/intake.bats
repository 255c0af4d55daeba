#!/usr/bin/env bats
# Intake of whole caseloads; its refusals are in tests/golden/intake.

setup() {
    intake=$EVENHAND_BUILD/libexec/evenhand/evenhand-intake
    templates=$EVENHAND_BUILD/share/evenhand/templates
    case=$BATS_TEST_TMPDIR/case
    mkdir "$case"
    cp "$templates/candidates.csv" "$case"
    cat >"$case/plan.yaml" <<'EOF'
plan: Patrol officer 2026
jurisdiction: us-ma
lookback_years: 7
roles: {investigators: [mwong], decision_makers: [chief]}
authorisation: {by: Chief of Police, on: 2025-10-01, reference: GO-2026-14}
steps: [{source: mastodon, query: '{username}'}]
retention: {days: 1095}
EOF
}

people() { # people COUNT: that many made-up rows
    awk -v n="$1" 'BEGIN { for (i = 1; i <= n; i++)
        printf "A-%d,Person %d Quillfeather,,user%d,,,Wexcombe,MA,,,,,Clerk,2025-10-05\n", i, i, i }' \
        >>"$case/candidates.csv"
}

@test "the run record says what it comes from" {
    people 1
    "$intake" "$case" >"$case/out"
    jq -es 'length == 3 and .[0].type == "run" and .[0].v == 1 and .[0].plan == "Patrol officer 2026"
        and (.[0].plan_sha256 | test("^[0-9a-f]{64}$")) and (.[0].rules_sha256 | test("^[0-9a-f]{64}$"))
        and .[0].jurisdiction == "us-ma" and .[0].lookback_years == 7
        and (now - (.[0].started | fromdate) | . >= -1 and . < 60)
        and .[2] == {type: "end", counts: {run: 1, candidate: 1}}' "$case/out"
}

@test "every candidate comes once, in the order of a number that says nothing" {
    people 300
    "$intake" "$case" >"$case/out"
    jq -es '[.[] | select(.type == "candidate")] as $c | ($c | map(.candidate)) as $numbers
        | ($c | length == 300) and ($c | map(.ref) | unique | length == 300)
        and ($numbers | all(test("^C-[0-9A-HJKMNP-TV-Z]{4}$"))) and ($numbers == ($numbers | unique))
        and ($c | map(.ref[2:] | tonumber)) != [range(1; 301)]' "$case/out"
    "$intake" "$case" >"$case/again"
    ! cmp -s "$case/out" "$case/again"
}

@test "the plan's digest changes with the plan and with the descriptors it uses, and with nothing else" {
    people 1
    digest() { "$intake" "$case" | jq -r 'select(.type == "run").plan_sha256'; }
    first=$(digest)
    sed 's/^A-1,/A-2,/' "$case/candidates.csv" >"$case/new" && mv "$case/new" "$case/candidates.csv"
    [ "$(digest)" = "$first" ]
    mkdir "$case/sources"
    sed 's/^name: feed/name: unused/' "$EVENHAND_BUILD/share/evenhand/sources/feed.yaml" >"$case/sources/unused.yaml"
    [ "$(digest)" = "$first" ]
    cp "$EVENHAND_BUILD/share/evenhand/sources/mastodon.yaml" "$case/sources/"
    [ "$(digest)" = "$first" ]
    echo "# changed" >>"$case/sources/mastodon.yaml"
    [ "$(digest)" != "$first" ]
}

@test "a full disk is an error" {
    people 300
    run bash -c "'$intake' '$case' >/dev/full"
    [ "$status" = 74 ]
    [[ $output == *"No space left on device"* ]]
}

@test "the last of many rows being wrong, nothing comes out" {
    people 500
    echo "A-501,Last Person,,,,,,,,,,,Clerk," >>"$case/candidates.csv"
    run "$intake" "$case"
    [ "$status" = 65 ]
    [ "$output" = "candidates.csv:502: no signed release for this candidate; write under release_signed_on when it was signed, or take the candidate out until it is" ]
}

@test "the template of a plan has its blanks and no other fault" {
    cp "$templates/plan.yaml" "$case/plan.yaml"
    people 1
    run "$intake" "$case"
    [ "$status" = 78 ]
    while read -r line; do
        at=$(echo "$line" | cut -d: -f2)
        sed -n "${at}p" "$templates/plan.yaml" | grep -q "FILL IN"
    done <<<"$output"
    sed -e 's/^plan: ""/plan: P/' -e 's/^jurisdiction: ""/jurisdiction: us-ma/' -e 's/investigators:   \[\]/investigators: [mwong]/' \
        -e 's/decision_makers: \[\]/decision_makers: [chief]/' -e 's/by: ""/by: Chief/' -e 's/on: ""/on: 2025-10-01/' \
        -e 's/reference: ""/reference: R/' -e 's/site: ""/site: "https:\/\/search.example"/' "$templates/plan.yaml" >"$case/plan.yaml"
    "$intake" "$case"
}

# The first literal block below EXAMPLES of a manual page.
example() {
    awk '/^\.Sh EXAMPLES/ { in_examples = 1 } /^\.Ed/ && in_block { exit } in_block
        /^\.Bd/ && in_examples { in_block = 1 }' "$BATS_TEST_DIRNAME/../../man/$1"
}

@test "the examples of the manual pages are what they say they are" {
    people 1
    example evenhand-plan.5 >"$case/plan.yaml"
    "$intake" "$case"
    mkdir "$case/sources"
    example evenhand-source.5 >"$case/sources/anglers.yaml"
    sed -i "s/^steps:/&\n  - {source: anglers, query: '{username}'}/" "$case/plan.yaml"
    "$intake" "$case"
}

# The N-th block of YAML in docs/plan.md.
guide() {
    awk -v n="$1" '/^```$/ { inside = 0 } inside && block == n; /^```yaml/ { inside = 1; block++ }' \
        "$BATS_TEST_DIRNAME/../../docs/plan.md"
}

@test "the examples of the guide are what they say they are" {
    people 1
    mkdir "$case/sources"
    guide 1 >"$case/plan.yaml"
    guide 2 >"$case/sources/board.yaml"
    "$intake" "$case"
    sed -i "s/^steps:/&\n  - {source: board, query: '{username}'}/" "$case/plan.yaml"
    "$intake" "$case"
}
