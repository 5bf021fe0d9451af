#!/bin/sh
# Make .venv ready: find a Python, install requirements.lock, then tinnhiem itself (editable).
# Does nothing when nothing that it depends on has changed. `make` calls it before everything else.
set -eu
cd "$(dirname "$0")/.."
env=.venv
stamp=$env/tinnhiem-setup

fingerprint() { # what the environment was made from, and where
    pwd
    command -v cargo || true # where it has come, the native core can be built
    find voting/translations voting/client native/src -name '*.po' -o -name '*.js' -o -name '*.wasm' -o -name '*.rs' 2>/dev/null | sort |
        xargs cksum audit/words.txt requirements.lock pyproject.toml hatch_build.py scripts/setup.sh \
            package.json package-lock.json scripts/build_client.mjs scripts/build_sodium.mjs \
            native/Cargo.toml native/crates.lock native/pyproject.toml scripts/build_native.py
}

suits() { # suits PYTHON CODE: true if PYTHON is 3.11 or newer and can run CODE
    "$1" -c "import sys; $2; sys.exit(sys.version_info < (3, 11))" >/dev/null 2>&1
}

find_python() { # the first Python that can make a virtual environment
    for python in ${PYTHON:-} python3 python3.11 python3.12 python3.13 python3.14; do
        if suits "$python" "import ensurepip, venv"; then
            return 0
        fi
    done
    return 1
}

install_venv_module() { # Debian keeps ensurepip in a package of its own
    command -v apt-get >/dev/null || return 1
    if [ "$(id -u)" = 0 ]; then
        root=""
    elif sudo -n true 2>/dev/null; then
        root="sudo -n"
    else
        return 1
    fi
    echo "Installing python3-venv with apt-get ..." >&2
    export DEBIAN_FRONTEND=noninteractive
    $root apt-get -qq update >&2 || true
    $root apt-get -qq install -y --no-install-recommends python3-venv >&2
}

if [ -f "$stamp" ] && [ "$(fingerprint)" = "$(cat "$stamp")" ] &&
    [ -f voting/static/built/manifest.json ] && suits $env/bin/python pass; then
    exit 0
fi

if [ -f "$stamp" ] && [ "$(head -n 1 "$stamp")" != "$(pwd)" ]; then
    rm -rf $env # its programs name the folder that it was made in
fi
if ! suits $env/bin/python "import pip"; then
    if ! find_python && ! { install_venv_module && find_python; }; then
        echo "tinnhiem needs Python 3.11 or newer with its venv module: run 'sudo apt-get install python3-venv', then the same command again." >&2
        exit 1
    fi
    "$python" -m venv --clear $env
fi
rm -f "$stamp"
echo "Setting up $env, once; this takes about a minute ..." >&2
export PIP_DISABLE_PIP_VERSION_CHECK=1
$env/bin/python -m pip install --quiet --require-hashes --only-binary :all: -r requirements.lock
$env/bin/python -m pip install --quiet --no-deps --no-build-isolation --editable .
$env/bin/python scripts/build_native.py >&2
fingerprint >"$stamp"
