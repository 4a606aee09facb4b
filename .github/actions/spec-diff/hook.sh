#!/usr/bin/env bash
# Compares the OpenAPI document of the repository that is committed to with its last commit; takes the options of `diff`.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../../.." && pwd)
exec cargo run --quiet --manifest-path "$root/Cargo.toml" --package xtask -- diff HEAD "$@"
