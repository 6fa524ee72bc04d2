#!/usr/bin/env bash
# Writes the locks anew: exact versions with hashes, no address of any registry, nothing younger than a week.
set -euo pipefail
cd "$(dirname "$0")/.."
week_ago=$(date -u -d '7 days ago' +%Y-%m-%d)
lock() { uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
  --no-annotate --exclude-newer "$week_ago" "$@"; }
lock pyproject.toml -o requirements/base.txt
lock pyproject.toml --group dev -o requirements/dev.txt
lock --group fuzz -o requirements/fuzz.txt
lock pyproject.toml --extra saml -o requirements/saml.txt
lock - -o requirements/uv.txt <<<"uv"
