# What the scripts share. Sourced, not run; the caller has set -eu.

top=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)

# install_packages GROUP...: installs what is missing of these groups of scripts/packages, and says so.
install_packages() {
    local missing=() package root=()
    while read -r package; do
        dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing+=("$package")
    done < <(for group in "$@"; do awk -v g="$group" '$1 == g {print $2}' "$top/scripts/packages"; done | sort -u)
    [ ${#missing[@]} -gt 0 ] || return 0
    echo "Installing Debian packages: ${missing[*]}"
    if [ "$(id -u)" != 0 ]; then
        if ! command -v sudo >/dev/null; then
            echo "These packages are missing and sudo is not here; as root: apt-get install ${missing[*]}" >&2
            return 69
        fi
        root=(sudo)
    fi
    "${root[@]}" apt-get update -qq
    "${root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
        "${missing[@]}" >/dev/null
}

# build_preset PRESET [TARGET...]: configures and builds quietly; the end of the log is shown when it fails.
build_preset() {
    local preset=$1 log=$top/build/$1.log targets=()
    shift
    [ $# -eq 0 ] || targets=(--target "$@")
    mkdir -p "$top/build"
    if ! (cd "$top" && cmake --preset "$preset" && cmake --build --preset "$preset" "${targets[@]}") >"$log" 2>&1; then
        tail -n 60 "$log" >&2
        echo "The build failed; the whole log is $log" >&2
        return 70
    fi
}
