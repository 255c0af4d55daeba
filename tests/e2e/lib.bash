# What the end-to-end tests share: the made-up web and a caseload on it.

bats_require_minimum_version 1.5.0
PATH=$EVENHAND_BUILD/bin:$PATH
export EVENHAND_KEYS=${BATS_FILE_TMPDIR:-$BATS_RUN_TMPDIR}/keys
TOP=$(cd "$BATS_TEST_DIRNAME/../.." && pwd)

# start_web [options of evenhand-madeup-web]: sets WEB (process) and PORT.
start_web() {
    : >"$BATS_FILE_TMPDIR/port" # there before it is looked into
    "$EVENHAND_BUILD/tests/evenhand-madeup-web" --content "$TOP/tests/web/content" "$@" >"$BATS_FILE_TMPDIR/port" 3>&- &
    WEB=$!
    for _ in $(seq 100); do
        PORT=$(sed -n 's/^listening on //p' "$BATS_FILE_TMPDIR/port")
        [ -z "$PORT" ] || break
        sleep 0.1
    done
    export WEB PORT
    [ -n "$PORT" ]
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
