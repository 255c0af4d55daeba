# evenhand-collect against servers on loopback: every kind of answer and its outcome, and what it may never do.

bats_require_minimum_version 1.5.0

setup_file() {
    export EVENHAND_KEYS=$BATS_FILE_TMPDIR/keys
    export STAGES=$EVENHAND_BUILD/libexec/evenhand DATA=$BATS_TEST_DIRNAME/collect LOG=$BATS_FILE_TMPDIR/web.log
    "$EVENHAND_BUILD/tests/evenhand-madeup-web" --content "$DATA/content" --log "$LOG" \
        >"$BATS_FILE_TMPDIR/web" 3>&- &
    export WEB=$!
    "$DATA/hostile" >"$BATS_FILE_TMPDIR/hostile" 2>/dev/null 3>&- &
    export HOSTILE=$!
    openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=secure.localhost \
        -addext subjectAltName=DNS:secure.localhost -keyout "$BATS_FILE_TMPDIR/key" -out "$BATS_FILE_TMPDIR/cert" \
        2>/dev/null
    cat "$BATS_FILE_TMPDIR/key" "$BATS_FILE_TMPDIR/cert" >"$BATS_FILE_TMPDIR/pem"
    "$DATA/hostile" "$BATS_FILE_TMPDIR/pem" >"$BATS_FILE_TMPDIR/secure" 2>/dev/null 3>&- &
    export SECURE=$!
    PORT=$(port_of web) HOSTILE_PORT=$(port_of hostile) SECURE_PORT=$(port_of secure)
    export PORT HOSTILE_PORT SECURE_PORT
}

teardown_file() {
    kill "$WEB" "$HOSTILE" "$SECURE"
}

# port_of NAME: waits for "listening on PORT" of a server.
port_of() {
    for _ in $(seq 100); do
        if grep -q '^listening on ' "$BATS_FILE_TMPDIR/$1"; then
            sed -n 's/^listening on //p' "$BATS_FILE_TMPDIR/$1"
            return
        fi
        sleep 0.1
    done
    return 1
}

# expired_by_ca: the same with an openssl whose req knows no dates.
expired_by_ca() {
    local dir=$BATS_TEST_TMPDIR
    openssl req -new -newkey rsa:2048 -nodes -subj /CN=old.localhost -keyout "$dir/key" -out "$dir/csr" 2>/dev/null
    : >"$dir/index"
    echo 01 >"$dir/serial"
    printf '[ca]\ndefault_ca=c\n[c]\ndatabase=%s/index\nserial=%s/serial\nnew_certs_dir=%s\ndefault_md=sha256\npolicy=p\nx509_extensions=e\n[p]\ncommonName=supplied\n[e]\nsubjectAltName=DNS:old.localhost\nbasicConstraints=CA:TRUE\n' \
        "$dir" "$dir" "$dir" >"$dir/ca.cnf"
    openssl ca -batch -selfsign -config "$dir/ca.cnf" -keyfile "$dir/key" -in "$dir/csr" -out "$dir/cert" -notext \
        -startdate 20200101000000Z -enddate 20200201000000Z 2>/dev/null
}

setup() {
    CASE=$BATS_TEST_TMPDIR/case
    mkdir -p "$CASE/sources"
    cp "$DATA/probe.yaml" "$CASE/sources/"
    NETWORK='{concurrency: 16, per_host_per_second: 50, allow_private: ["127.0.0.0/8", "::1"]}'
    SOURCE=probe
    CANDIDATES=()
    : >"$LOG"
}

# candidate REF [ADDRESS]: somebody whose website is that address.
candidate() {
    CANDIDATES+=("$1,Quill Thistledown,,,,,Wexcombe,MA,,,${2:-},,Officer,2026-10-05")
}

member() {
    candidate "$1" "http://probe.localhost:$PORT/u/$1"
}

# gather [OPTION...]: intake and collect; sets status, OUT and ERR (files).
gather() {
    OUT=$BATS_TEST_TMPDIR/out ERR=$BATS_TEST_TMPDIR/err
    make_case
    "$STAGES/evenhand-intake" "$CASE" >"$BATS_TEST_TMPDIR/in"
    status=0
    "$STAGES/evenhand-collect" "$@" "$CASE" <"$BATS_TEST_TMPDIR/in" >"$OUT" 2>"$ERR" || status=$?
    cat "$ERR"
}

make_case() {
    cat >"$CASE/plan.yaml" <<EOF
plan: Every answer there is
jurisdiction: us-ma
lookback_years: 7
roles: {investigators: [mwong], decision_makers: [chief], compliance: [okafor]}
authorisation: {by: Chief of Police, on: 2026-10-01, reference: GO-2026-14}
steps:
  - {source: $SOURCE, query: '{website}'}
network: $NETWORK
retention: {days: 1095}
EOF
    {
        echo "ref,full_name,aliases,usernames,emails,phones,city,state,employers,schools,websites,date_of_birth,position,release_signed_on"
        printf '%s\n' "${CANDIDATES[@]}"
    } >"$CASE/candidates.csv"
}

# attempt REF [FILTER]: of the candidate's attempt in the last output.
attempt() {
    jq -rs --arg ref "$1" "(.[] | select(.type == \"candidate\" and .ref == \$ref).candidate) as \$c
        | .[] | select(.type == \"attempt\" and .candidate == \$c) | ${2:-.outcome}" "$OUT"
}

# expect REF OUTCOME [REASON]: the attempt's outcome, and a pattern in its reason.
expect() {
    local outcome reason
    outcome=$(attempt "$1")
    reason=$(attempt "$1" .reason)
    if [ "$outcome" != "$2" ] || ! [[ $reason =~ ${3:-} ]]; then
        echo "$1: $outcome, because $reason; expected $2, because ${3:-...}"
        return 1
    fi
}

# asked PATTERN: how many requests the made-up web got (host, method, target by tabs).
asked() {
    cut -f 2-4 "$LOG" | grep -cE "$1" || true
}

@test "found, none, not provided, refused: determined, and exit 0" {
    member found; member nobody-of-that-name; member empty; candidate nowhere
    candidate hidden "http://probe.localhost:$PORT/private/found"
    candidate press "http://probe.localhost:$PORT/private/press"
    candidate gone "http://other.localhost:$PORT/u/gone"
    gather
    [ "$status" = 0 ]
    expect found found '^1 item in 1 answer$'
    expect empty none 'the source answered, and there is nothing in it'
    expect gone none 'other.localhost answered 404 Not Found, which there means that there is nothing'
    expect nowhere not-provided 'the candidate has no website'
    expect hidden refused 'robots.txt of probe.localhost forbids /private/found'
    expect press found
    [ "$(asked 'robots.txt')" = 2 ] # once a host
    [ "$(asked '/private/found')" = 0 ]
    jq -es '.[0].type == "run" and .[-1].type == "end" and .[-1].counts.attempt == 7' "$OUT"
}

@test "pages and follow-ups: as many as the plan says, each once" {
    member paged; member circle; member follows
    gather
    [ "$status" = 0 ]
    expect paged found '^2 items in 2 answers; left out beyond the limits: 1 page'
    expect circle found '^1 item in 1 answer$'
    expect follows found '^3 items in 3 answers; 1 more request was not made: robots.txt of probe.localhost forbids.*; left out beyond the limits: 1 page'
    [ "$(attempt paged .captures)" = 2 ]
    [ "$(attempt follows .captures)" = 3 ]
    [ "$(asked 'paged-3|one-too-many')" = 0 ]
    [ "$(asked '/u/circle')" = 1 ]
}

@test "blocked is never none" {
    local name
    for name in forbidden login teapot garbage challenge half; do member $name; done
    gather
    [ "$status" = 75 ]
    expect forbidden undetermined '403 Forbidden'
    expect login undetermined '401 Unauthorized'
    expect teapot undetermined 418
    expect garbage undetermined 'cannot be read'
    expect challenge undetermined 'a Cloudflare challenge'
    expect half undetermined '403 Forbidden' # one page of two
    [ "$(attempt half .captures)" = 2 ]       # what the block looked like is evidence too
    grep -q '^collect: 6 of 6 attempts are undetermined; run evenhand gather again' "$ERR"
    [ "$(grep -c '^C-[0-9A-Z]\{4\}, step 1 (probe): ' "$ERR")" = 6 ]
}

@test "redirects: five at most, each target checked" {
    local name
    for name in moved elsewhere circular to-file to-private to-mapped to-number to-forbidden to-login to-patients; do
        member $name
    done
    gather
    [ "$status" = 75 ]
    expect moved found
    expect elsewhere found
    expect circular undetermined 'redirects more than 5 times'
    expect to-file undetermined 'only http and https are asked'
    expect to-private undetermined '10.255.255.1 is not public \(private\)'
    expect to-mapped undetermined '::ffff:169.254.169.254 is not public \(link-local\)'
    expect to-number undetermined '10.255.255.1 is not public'
    expect to-forbidden refused 'robots.txt of probe.localhost forbids /private/found'
    expect to-login undetermined 'user name or password'
    expect to-patients refused 'www.patientslikeme.com is not asked: it is a site of kind patients, which tells health'
    [ "$(asked '/u/circular')" = 6 ]
    [ "$(asked 'other.localhost.*robots.txt')" = 1 ]
}

@test "busy, then answered" {
    member busy
    gather
    [ "$status" = 0 ]
    expect busy found
    [ "$(asked '/u/busy')" = 3 ]
}

@test "down: four tries, then undetermined; a robots.txt that is down: nothing is asked" {
    candidate down "http://down.localhost:$PORT/u/a"
    candidate norobots "http://norobots.localhost:$PORT/u/found"
    candidate later "http://later.localhost:$PORT/u/a"
    candidate later2 "http://later.localhost:$PORT/u/b"
    gather
    [ "$status" = 75 ]
    expect down undetermined 'down.localhost answered 503 \(Service Unavailable\), 4 times'
    expect norobots undetermined 'its robots.txt could not be read, so nothing else was asked: norobots.localhost answered 503'
    [ "$(asked 'down.localhost.*/u/a')" = 4 ]
    [ "$(asked 'norobots.localhost.*/u/found')" = 0 ]
    # "Come back in two hours" is heard, and nobody else asks meanwhile.
    [ "$(asked 'later.localhost.*/u/')" -le 2 ]
    grep -q 'later.localhost answered 503 and asks to come back later (Retry-After: 7200)' "$OUT"
}

@test "a host that is not public is not asked, unless the plan allows it" {
    NETWORK='{concurrency: 4, per_host_per_second: 50}'
    member found
    gather
    [ "$status" = 75 ]
    expect found undetermined '(127.0.0.1|::1) is not public \(loopback\)'
    [ ! -s "$LOG" ]
}

@test "only GET, no cookies, no credentials, and a truthful name" {
    member found; member another; member third; candidate other "http://other.localhost:$PORT/u/found"
    gather
    [ "$status" = 0 ]
    [ "$(cut -f 3 "$LOG" | sort -u)" = GET ]
    [ "$(cut -f 7 "$LOG" | sort -u)" = - ]
    [ "$(cut -f 6 "$LOG" | sort -u | grep -c '^evenhand/.*robots.txt product token: evenhand')" = 1 ]
}

@test "what is determined is not asked again" {
    member found; member forbidden; candidate gone "http://other.localhost:$PORT/u/gone"
    gather
    [ "$status" = 75 ]
    : >"$LOG"
    gather
    [ "$status" = 75 ]
    [ "$(asked '/u/found')" = 0 ]
    [ "$(asked '/u/gone')" = 0 ]
    [ "$(asked '/u/forbidden')" = 1 ]
    jq -es '[.[] | select(.type == "attempt")] | length == 1' "$OUT"
}

@test "hostile servers: no crash, no hang, nothing taken for nothing" {
    local name
    SOURCE=web-page
    for name in page nul early-hints cookies endless-body endless-headers one-long-header bomb brotli-bomb not-gzip cut-short reset \
        silent not-http stall partial no-content slow-headers too-much wrong-charset deeper to-here to-file; do
        # A host each, so that none is given up for another's failures.
        candidate $name "http://$name.localhost:$HOSTILE_PORT/$name"
    done
    gather
    [ "$status" = 75 ]
    for name in page early-hints cookies too-much wrong-charset; do expect $name found; done
    expect slow-headers undetermined 'no complete answer in time'
    expect deeper undetermined 'redirects more than 5 times'
    expect to-here undetermined '10.0.0.1 is not public'
    expect to-file undetermined 'only http and https are asked'
    expect endless-body undetermined 'more than 8 MiB'
    expect endless-headers undetermined 'headers'
    expect one-long-header undetermined 'headers|header'
    expect bomb undetermined 'more than 8 MiB'
    expect brotli-bomb undetermined 'more than 8 MiB'
    expect stall undetermined 'no complete answer in time'
    expect partial undetermined 206
    expect no-content undetermined 204
    for name in nul not-gzip cut-short reset silent not-http; do expect $name undetermined; done
    ! grep -qi $'\t''cookie:' "$BATS_FILE_TMPDIR/hostile"
}

@test "robots.txt that is huge, cut, binary, slow, broken or no robots.txt at all" {
    local name
    SOURCE=web-page
    for name in huge cut binary slow reset unavailable page; do
        candidate $name "http://robots-$name.localhost:$HOSTILE_PORT/page"
    done
    gather
    [ "$status" = 75 ]
    expect huge refused     # what is beyond 500 KiB is not read
    expect cut refused      # a rule that is cut in the middle is none: "Allow: /" would allow everything
    expect binary found     # no rule in it
    expect page found       # a page in its place: no rule in it
    for name in slow reset unavailable; do expect $name undetermined 'robots.txt|robots-'; done
    grep -q 'GET /page' "$BATS_FILE_TMPDIR/hostile"
    [ "$(grep -c 'GET /page.*robots-\(huge\|cut\|slow\|reset\|unavailable\)' "$BATS_FILE_TMPDIR/hostile")" = 0 ]
}

@test "a certificate that expired" {
    SOURCE=web-page
    openssl req -x509 -newkey rsa:2048 -nodes -subj /CN=old.localhost -addext subjectAltName=DNS:old.localhost \
        -not_before 20200101000000Z -not_after 20200201000000Z -keyout "$BATS_TEST_TMPDIR/key" \
        -out "$BATS_TEST_TMPDIR/cert" 2>/dev/null || expired_by_ca
    cat "$BATS_TEST_TMPDIR/key" "$BATS_TEST_TMPDIR/cert" >"$BATS_TEST_TMPDIR/pem"
    "$DATA/hostile" "$BATS_TEST_TMPDIR/pem" >"$BATS_FILE_TMPDIR/old" 2>/dev/null 3>&- &
    local server=$!
    candidate old "https://old.localhost:$(port_of old)/page"
    gather --ca-file "$BATS_TEST_TMPDIR/cert"
    kill $server
    [ "$status" = 75 ]
    expect old undetermined 'certificate is not valid: .*expired'
}

@test "a certificate that is not valid, and one that is" {
    SOURCE=web-page
    candidate secure "https://secure.localhost:$SECURE_PORT/page"
    candidate wrong "https://wrong.localhost:$SECURE_PORT/page"
    gather
    [ "$status" = 75 ]
    expect secure undetermined 'certificate is not valid'
    gather --ca-file "$BATS_FILE_TMPDIR/cert"
    [ "$status" = 75 ]
    expect secure found
    expect wrong undetermined 'certificate is not valid'
}

@test "no network: exit 69" {
    candidate one http://nobody.invalid/ ; candidate two http://noone.invalid/
    gather
    [ "$status" = 69 ]
    grep -q '^collect: no host could be reached (nobody.invalid\|noone.invalid: .*); check the network' "$ERR"
    expect one undetermined
}

@test "the environment has no say" {
    member found
    export http_proxy=http://127.0.0.1:9 ALL_PROXY=http://127.0.0.1:9 CURL_CA_BUNDLE=/nowhere HOME=$BATS_TEST_TMPDIR
    printf 'default login me password secret\n' >"$HOME/.netrc"
    gather
    [ "$status" = 0 ]
    [ "$(cut -f 7 "$LOG" | sort -u)" = - ]
}

@test "a proxy is used, and inner names are still refused" {
    NETWORK="{concurrency: 4, per_host_per_second: 50, proxy: 'http://127.0.0.1:$HOSTILE_PORT'}"
    SOURCE=web-page
    member found; candidate inner http://192.168.7.7/; candidate public http://public.example/page
    gather
    [ "$status" = 75 ]
    expect public found
    grep -q '^GET http://public.example/page HTTP/1.1' "$BATS_FILE_TMPDIR/hostile"
    expect found undetermined "not public"
    expect inner undetermined "not public"
    [ ! -s "$LOG" ]
}

@test "socks5h: the proxy resolves the names, and inner ones are still refused" {
    "$DATA/socks" "$PORT" >"$BATS_FILE_TMPDIR/socks" 2>/dev/null 3>&- &
    local proxy=$!
    NETWORK="{concurrency: 4, per_host_per_second: 50, proxy: 'socks5h://127.0.0.1:$(port_of socks)'}"
    SOURCE=web-page
    candidate public http://other.localhost.example/u/found; candidate inner http://192.168.7.7/
    candidate loopback "http://probe.localhost:$PORT/u/found"
    gather
    kill $proxy
    expect inner undetermined "not public"
    expect loopback undetermined "not public"
    [ "$(sort -u "$BATS_FILE_TMPDIR/socks" | grep -v listening)" = "other.localhost.example 80" ]
    [ "$(asked 'other.localhost.example.*robots.txt')" = 1 ]
}

@test "input that ends early, or comes from another plan: nothing is asked" {
    member found
    make_case
    "$STAGES/evenhand-intake" "$CASE" | head -n 2 >"$BATS_TEST_TMPDIR/in"
    run -65 "$STAGES/evenhand-collect" "$CASE" <"$BATS_TEST_TMPDIR/in"
    "$STAGES/evenhand-intake" "$CASE" >"$BATS_TEST_TMPDIR/in"
    sed -i 's/Every answer there is/Another plan/' "$CASE/plan.yaml"
    run -78 "$STAGES/evenhand-collect" "$CASE" <"$BATS_TEST_TMPDIR/in"
    [[ $output == *"the stream was made from another plan than"* ]]
    run -66 "$STAGES/evenhand-collect" "$BATS_TEST_TMPDIR/nowhere" <"$BATS_TEST_TMPDIR/in"
    run -66 "$STAGES/evenhand-collect" --ca-file "$BATS_TEST_TMPDIR/nowhere" "$CASE" <"$BATS_TEST_TMPDIR/in"
    [[ $output == *"the certificate authorities cannot be read"* ]]
    run -64 "$STAGES/evenhand-collect" "$CASE" "$CASE" <"$BATS_TEST_TMPDIR/in"
    [ ! -s "$LOG" ]
}

# slow_case N: so many candidates at four requests a second.
slow_case() {
    local i
    NETWORK='{concurrency: 4, per_host_per_second: 4, allow_private: ["127.0.0.0/8", "::1"]}'
    for i in $(seq "$1"); do candidate "c$i" "http://other.localhost:$PORT/slow/$i"; done
    make_case
    "$STAGES/evenhand-intake" "$CASE" >"$BATS_TEST_TMPDIR/in"
}

# start: collect in the background, until some answers are there.
start() {
    "$STAGES/evenhand-collect" "$CASE" <"$BATS_TEST_TMPDIR/in" >"$BATS_TEST_TMPDIR/out1" 2>"$BATS_TEST_TMPDIR/err1" 3>&- &
    COLLECT=$!
    for _ in $(seq 100); do
        [ "$(asked /slow/)" -ge 6 ] && return
        sleep 0.1
    done
    return 1
}

@test "killed in the middle: nothing answered is lost, nothing is asked twice" {
    slow_case 16
    start
    kill -KILL "$COLLECT"
    wait "$COLLECT" || true
    stored=$(sqlite3 "$CASE/vault/vault.db" 'PRAGMA integrity_check' | grep -c '^ok$')
    [ "$stored" = 1 ]
    gather
    [ "$status" = 0 ]
    # At most what was under way was asked again: two requests at one host.
    [ "$(asked /slow/)" -le 18 ]
    [ "$(cut -f 4 "$LOG" | grep /slow/ | sort -u | wc -l)" = 16 ]
    again=$(jq -s '[.[] | select(.type == "attempt")] | length' "$OUT")
    [ "$again" -lt 14 ]
    gather
    [ "$status" = 0 ]
    [ "$(jq -s '[.[] | select(.type == "attempt")] | length' "$OUT")" = 0 ]
}

@test "SIGTERM: what is under way is finished, exit 75, and the next run does the rest" {
    slow_case 16
    start
    kill -TERM "$COLLECT"
    code=0
    wait "$COLLECT" || code=$?
    [ "$code" = 75 ]
    grep -Eq '^collect: interrupted after [0-9]+ of 16 attempts; run evenhand gather again' "$BATS_TEST_TMPDIR/err1"
    gather
    [ "$status" = 0 ]
    [ "$(asked /slow/)" = 16 ] # not one was asked twice
}

@test "the rate is kept" {
    slow_case 9
    began=$(date +%s%N)
    gather
    took=$((($(date +%s%N) - began) / 1000000))
    [ "$status" = 0 ]
    # Ten requests with robots.txt, 250 ms apart.
    [ "$took" -ge 2250 ]
    [ "$took" -le 4500 ]
}

@test "one vault, one collector" {
    slow_case 16
    start
    run -75 "$STAGES/evenhand-collect" "$CASE" <"$BATS_TEST_TMPDIR/in"
    kill -TERM "$COLLECT"
    wait "$COLLECT" || true
}

@test "a closed reader and a full disk are no success; what was answered is kept" {
    member found
    make_case
    "$STAGES/evenhand-intake" "$CASE" >"$BATS_TEST_TMPDIR/in"
    code=0
    "$STAGES/evenhand-collect" "$CASE" <"$BATS_TEST_TMPDIR/in" >/dev/full 2>"$BATS_TEST_TMPDIR/err" || code=$?
    [ "$code" = 74 ]
    exec 9> >(true)
    sleep 0.3
    code=0
    "$STAGES/evenhand-collect" "$CASE" <"$BATS_TEST_TMPDIR/in" >&9 2>"$BATS_TEST_TMPDIR/err" || code=$?
    [ "$code" = 74 ]
    gather
    [ "$status" = 0 ]
    [ "$(asked '/u/found')" -le 2 ]
}
