# What the commands share. Sourced by every file in bin/; the sourcing file sets ROOT first.
# shellcheck shell=sh disable=SC2034

PYTHON=$ROOT/.venv/bin/python
# The commands of this folder keep their bytecode: without it each start costs seconds more.
unset PYTHONDONTWRITEBYTECODE PYTHONPATH PYTHONHOME
if [ "$(uname -s)" = Darwin ]; then
    # WeasyPrint loads Pango by name; Homebrew's folder is not where a Python from python.org looks.
    DYLD_FALLBACK_LIBRARY_PATH=${DYLD_FALLBACK_LIBRARY_PATH:-/opt/homebrew/lib:/usr/local/lib:/usr/lib}
    export DYLD_FALLBACK_LIBRARY_PATH
fi

say() { printf '%s\n' "$*"; }

fail() {
    printf '\n' >&2
    printf '%s\n' "$@" >&2
    exit 1
}

has() { command -v "$1" >/dev/null 2>&1; }

# An absolute path, for a folder that may not exist yet.
absolute() {
    case $1 in
    /*) printf '%s\n' "$1" ;;
    *) printf '%s/%s\n' "$PWD" "$1" ;;
    esac
}

# Whether packages can be installed without asking anybody.
may_install() { has apt-get && { [ "$(id -u)" -eq 0 ] || { has sudo && sudo -n true 2>/dev/null; }; }; }

# Whether the system's lists of packages name one; the lists are fetched where there are none yet.
knows_package() {
    apt-cache show "$1" >/dev/null 2>&1 && return
    if [ "$(id -u)" -eq 0 ]; then apt-get update; else sudo -n apt-get update; fi >/dev/null 2>&1
    apt-cache show "$1" >/dev/null 2>&1
}

# install_packages WHY BREW_NAMES PACKAGE…: Debian packages by apt-get; elsewhere the line to run.
install_packages() {
    why=$1 brew=$2
    shift 2
    if [ "$(uname -s)" = Darwin ]; then
        fail "$why" "Run this line, then the same command again:" "  brew install $brew"
    elif ! has apt-get; then
        fail "$why" "On Debian and Ubuntu the packages are called: $*" \
            "Install what your system calls them, then run the same command again."
    fi
    line="apt-get install -y --no-install-recommends $*"
    if [ "$(id -u)" -eq 0 ]; then
        sudo=
    elif has sudo && { [ -t 0 ] || sudo -n true 2>/dev/null; }; then
        sudo=sudo
    else
        fail "$why" "Run this line as an administrator, then the same command again:" "  sudo $line"
    fi
    say "      $why"
    say "      ${sudo:+sudo }$line"
    log=$(mktemp)
    # shellcheck disable=SC2086 # $sudo is empty or one word, $line is a list of words
    if $sudo env DEBIAN_FRONTEND=noninteractive apt-get update >"$log" 2>&1 &&
        $sudo env DEBIAN_FRONTEND=noninteractive $line >>"$log" 2>&1; then
        rm -f "$log"
        return
    fi
    tail -n 15 "$log" >&2
    rm -f "$log"
    fail "apt-get could not install them. Run this line, then the same command again:" "  ${sudo:+sudo }$line"
}
