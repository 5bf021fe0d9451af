#!/bin/sh
# Write requirements.lock anew from pyproject.toml (needs uv): all versions and hashes, no host, no path.
set -eu
cd "$(dirname "$0")/.."
uv pip compile pyproject.toml --no-config --quiet "$@" \
    --group build --group native --group dev --universal --python-version 3.11 --generate-hashes \
    --no-header --no-annotate --no-emit-index-url --no-emit-find-links --output-file requirements.lock
