# What the end-to-end tests share: the made-up web and a caseload on it.

bats_require_minimum_version 1.5.0
PATH=$EVENHAND_BUILD/bin:$PATH
export EVENHAND_KEYS=${BATS_FILE_TMPDIR:-$BATS_RUN_TMPDIR}/keys
TOP=$(cd "$BATS_TEST_DIRNAME/../.." && pwd)

# start_server FILE COMMAND...: in the background, what it says in FILE; sets WEB (process) and PORT.
start_server() {
    local file=$1
    shift
    : >"$file" # there before it is looked into
    "$@" >"$file" 2>/dev/null 3>&- &
    WEB=$!
    for _ in $(seq 100); do
        PORT=$(sed -n 's/^listening on //p' "$file")
        [ -z "$PORT" ] || break
        sleep 0.1
    done
    export WEB PORT
    [ -n "$PORT" ]
}

# start_web [options of evenhand-madeup-web]: the demo's web, or that of --content.
start_web() {
    start_server "$BATS_FILE_TMPDIR/port" "$EVENHAND_BUILD/tests/evenhand-madeup-web" --content "$TOP/tests/web/content" "$@"
}

stop_web() {
    kill "$WEB" 2>/dev/null || true
}

# make_caseload DIR: the demo's plan and candidates, on the web that runs.
make_caseload() {
    evenhand init "$1" >/dev/null
    sed "s/@PORT@/$PORT/g; s/@LOGIN@/$(id -un)/g" "$TOP/tests/demo/plan.yaml" >"$1/plan.yaml"
    sed "s/@PORT@/$PORT/g" "$TOP/tests/demo/candidates.csv" >"$1/candidates.csv"
}

# write_plan DIR STEP...: a plan of these steps, each as in "{source: feed, query: '{website}'}". RATE and CONCURRENCY may
# be set.
write_plan() {
    local dir=$1
    shift
    {
        cat <<EOF
plan: Made up for a test
jurisdiction: us-ma
lookback_years: 7
roles: {investigators: [$(id -un)], decision_makers: [chief], compliance: [okafor]}
authorisation: {by: Chief of Police, on: 2025-10-01, reference: GO-2026-14}
network: {concurrency: ${CONCURRENCY:-8}, per_host_per_second: ${RATE:-50}, allow_private: ["127.0.0.0/8", "::1"]}
retention: {days: 1095}
steps:
EOF
        printf '  - %s\n' "$@"
    } >"$dir/plan.yaml"
}

# write_people DIR PERSON...: candidates, each as USERNAMES or USERNAMES,WEBSITES.
write_people() {
    local dir=$1 n=0 who
    shift
    {
        echo "ref,full_name,aliases,usernames,emails,phones,city,state,employers,schools,websites,date_of_birth,position,release_signed_on"
        for who in "$@"; do
            n=$((n + 1))
            [[ $who == *,* ]] || who+=,
            echo "A-$n,Quill Thistledown,,${who%%,*},,,Wexcombe,MA,,,${who#*,},,Officer,2025-10-05"
        done
    } >"$dir/candidates.csv"
}

# own_copy FROM TO: a copy of a caseload with keys of its own, so that what a test does to it is nobody else's past.
own_copy() {
    cp -a "$1" "$2"
    mkdir -p "$2.keys"
    cp -a "$EVENHAND_KEYS/." "$2.keys/"
    export EVENHAND_KEYS=$2.keys
}

# no_workbooks DIR: neither a draft nor a release, and no scratch folder left behind.
no_workbooks() {
    [ -z "$(find "$1" -name '*.xlsx' -print -quit)" ]
    [ -z "$(find "$1" -maxdepth 1 -name '.*.new*' -print -quit)" ]
}
