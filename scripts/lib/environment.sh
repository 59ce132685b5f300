# Sourced by the other scripts: a Python that is new enough, and a virtual environment with glambot.
# They set $caller, the name to complain under, and $root, the repository.

unset PYTHONPATH PYTHONHOME VIRTUAL_ENV
export PYTHONNOUSERSITE=1 PIP_NO_INPUT=1 PIP_DISABLE_PIP_VERSION_CHECK=1 LC_ALL=C.UTF-8
if [[ ! -d ${HOME:-} ]]; then
    export HOME="$root/.cache/home"
fi
mkdir -p -- "$root/.cache" "$HOME"

fail() {
    printf '%s: %s\n' "$caller" "$*" >&2
    exit 1
}

note() {
    printf '%s: %s\n' "$caller" "$*" >&2
}

step() { # step NAME COMMAND…: stops the script with the command's exit code if it fails
    local name=$1 code=0
    shift
    printf '\n== %s ==\n' "$name"
    "$@" || code=$?
    if ((code)); then
        note "$name failed with exit code $code."
        exit "$code"
    fi
}

is_new_enough() {
    [[ $("$1" -c 'import sys; print(sys.version_info >= (3, 11))' 2>/dev/null) == True ]]
}

has_venv() {
    "$1" -c 'import ensurepip, venv' 2>/dev/null
}

find_python() { # sets $python
    local name without_venv=''
    if [[ -n ${GLAMBOT_PYTHON:-} ]]; then
        command -v -- "$GLAMBOT_PYTHON" >/dev/null || fail "GLAMBOT_PYTHON names $GLAMBOT_PYTHON, which is no command."
        is_new_enough "$GLAMBOT_PYTHON" || fail "GLAMBOT_PYTHON names $GLAMBOT_PYTHON, which is no Python 3.11 or newer."
        set -- "$GLAMBOT_PYTHON"
    else
        set -- python3 python3.11 python3.12 python3.13 python3.14 python
    fi
    for name in "$@"; do
        if is_new_enough "$name"; then
            if has_venv "$name"; then
                python=$name
                return
            fi
            without_venv=${without_venv:-$name}
        fi
    done
    if [[ -n $without_venv ]]; then
        fail "$without_venv has no venv module: install it (Debian: apt-get install python3-venv) and run this again."
    fi
    fail "No Python 3.11 or newer in PATH: install one, or name it in GLAMBOT_PYTHON."
}

make_environment() { # make_environment FOLDER WHAT: a virtual environment with glambot, reused while it fits
    local venv=$1 what=$2 stamp="$1/glambot-stamp" python='' wanted
    find_python
    # A moved folder, another Python or another pyproject.toml: a new environment.
    wanted=$(printf '%s\n' "$root" && "$python" -c 'import sys; print(sys.version, sys.base_prefix)' && cat pyproject.toml)
    if [[ -f $stamp && $(<"$stamp") == "$wanted" ]]; then
        return
    fi
    rm -rf -- "$venv"
    step "virtual environment in ${venv#"$root/"}" "$python" -m venv "$venv"
    step "pip install -e $what" "$venv/bin/python" -m pip install --quiet --editable "$what"
    printf '%s\n' "$wanted" >"$stamp"
}
