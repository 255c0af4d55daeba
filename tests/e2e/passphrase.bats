# The passphrase of a key, typed by hand: on a terminal (a pty), as its custodian does.

load lib

setup_file() {
    start_web
    make_caseload "$BATS_FILE_TMPDIR/gathered"
    evenhand gather "$BATS_FILE_TMPDIR/gathered" 3>&-
    stop_web
}

setup() {
    CASE=$BATS_TEST_TMPDIR/case
    own_copy "$BATS_FILE_TMPDIR/gathered" "$CASE"
    unset EVENHAND_PASSPHRASE_FILE EVENHAND_NEW_PASSPHRASE_FILE
}

typed() {
    run python3 "$BATS_TEST_DIRNAME/pty.py" "$@"
    echo "$output"
    [[ $output != *"with echo"* && $output != *"echo off"* && $output != *"never ended"* ]]
}

lock() { # PASSPHRASE
    typed "New passphrase: =$1" "The same again: =$1" -- evenhand key lock "$CASE"
    [[ $output == *"now asks for its new passphrase"*"exit 0" ]]
}

ASK="Passphrase" # what the prompt begins with

@test "lock, open, change, unlock: typed, never shown" {
    lock 'salt & ferry 9'
    [[ $output != *ferry* ]]
    typed "$ASK=salt & ferry 9" -- evenhand key list "$CASE"
    [[ $output == *"Key in use"*"exit 0" && $output != *ferry* ]]
    # Changing it asks for the old one first.
    typed "$ASK=salt & ferry 9" "New passphrase: =grüne Möwe" "The same again: =grüne Möwe" -- evenhand key lock "$CASE"
    [[ $output == *"exit 0" ]]
    typed "$ASK=salt & ferry 9" -- evenhand key list "$CASE"
    [[ $output == *"exit 77" ]]
    typed "$ASK=grüne Möwe" -- evenhand key unlock "$CASE"
    [[ $output == *"no longer asks for a passphrase"*"exit 0" ]]
    evenhand key list "$CASE"
}

@test "a wrong one, none, and two that differ: told, and nothing is changed" {
    lock 'salt & ferry 9'
    typed "$ASK=salt and ferry 9" -- evenhand status "$CASE"
    [[ $output == *"passphrase"*"exit 77" ]]
    typed "$ASK=" -- evenhand status "$CASE"
    [[ $output == *"exit 77" ]]
    typed "$ASK=salt & ferry 9" "New passphrase: =one thing" "The same again: =another" -- evenhand key lock "$CASE"
    [[ $output == *"the two differ"*"exit 65" ]]
    typed "$ASK=salt & ferry 9" -- evenhand key list "$CASE"
    [[ $output == *"exit 0" ]]
}

@test "once asked, every stage of a whole assessment has the key" {
    lock 'salt & ferry 9'
    typed "$ASK=salt & ferry 9" -- evenhand assess "$CASE"
    [[ $output == *Drafted*"exit 0" ]]
    [ "$(grep -o "$ASK" <<<"$output" | wc -l)" = 1 ]
}

@test "interrupted at the prompt: the echo is back, and the program ended as it was told" {
    lock 'salt & ferry 9'
    for how in ^C:2 '^\:3' SIGTERM:15 SIGHUP:1; do
        typed --signal "${how%:*}" "$ASK=" -- evenhand key list "$CASE"
        [[ $output == *"echo on"*"signal ${how#*:}" ]]
    done
    typed --signal ^C "$ASK=salt & ferry 9" "New passphrase: =half" -- evenhand key lock "$CASE"
    [[ $output == *"echo on"*"signal 2" ]]
    typed "$ASK=salt & ferry 9" -- evenhand key list "$CASE"
    [[ $output == *"exit 0" ]]
}

@test "put aside with Ctrl-Z and taken up again, it asks again" {
    lock 'salt & ferry 9'
    typed --signal ^Z "$ASK=salt & ferry 9" -- evenhand key list "$CASE"
    [[ $output == *"stopped, echo on"*"Key in use"*"exit 0" ]]
}

@test "without a terminal it says what to do" {
    lock 'salt & ferry 9'
    run -77 setsid -w evenhand key list "$CASE" </dev/null
    [[ $output == *"run this on a terminal, or set EVENHAND_PASSPHRASE_FILE"* ]]
}
