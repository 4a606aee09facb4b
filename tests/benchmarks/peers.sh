#!/usr/bin/env bash
# Makes the crates that other generators make of this repository's document, to be measured with `build.sh`:
#
#     tests/benchmarks/peers.sh DIRECTORY && tests/benchmarks/build.sh DIRECTORY/*/
#
# DIRECTORY is outside of the repository. Needed are network access, `python3` and Java; what is there already is used
# again. ploidy 0.15 comes from crates.io, openapi-generator 7.26 from PyPI, progenitor 0.15 from crates.io. progenitor is
# given the document as `bundle --for progenitor` prints it, the others as it is.
set -euo pipefail
out=$(realpath -m "${1:?the directory to make the crates in}")
root=$(cd "$(dirname "$0")/../.." && pwd)
tools=$out/.tools
mkdir -p "$tools"
cd "$root"
cargo xtask bundle --openapi 3.0 --format json --out "$tools/bundle.json"
cargo xtask bundle --for progenitor --format json --out "$tools/progenitor.json" 2>/dev/null

ploidy() {
    [ -x "$tools/bin/ploidy" ] || cargo install --quiet --root "$tools" --locked --version 0.15.0 ploidy
    "$tools/bin/ploidy" generate rust "$tools/bundle.json" --output "$out/ploidy" --name ploidy-peer
}

openapi_generator() {
    [ -d "$tools/venv" ] || python3 -m venv "$tools/venv"
    "$tools/venv/bin/pip" install --quiet openapi-generator-cli==7.26.0
    "$tools/venv/bin/openapi-generator-cli" generate -g rust --library reqwest --skip-validate-spec \
        -i "$tools/bundle.json" -o "$out/openapi-generator" >"$tools/openapi-generator.log" 2>&1
}

# Its users call the macro, which reads the document at each build.
progenitor() {
    mkdir -p "$out/progenitor/src"
    cp "$tools/progenitor.json" "$out/progenitor/document.json"
    cat >"$out/progenitor/Cargo.toml" <<'EOF'
[package]
name = "progenitor-peer"
version = "0.1.0"
edition = "2021"

[dependencies]
bytes = "1"
chrono = { version = "0.4", features = ["serde"] }
futures-core = "0.3"
progenitor = "0.15"
regress = "0.11"
reqwest = { version = "0.13", default-features = false, features = ["json", "query", "stream"] }
serde = { version = "1", features = ["derive"] }
serde_json = "1"
uuid = { version = "1", features = ["serde", "v4"] }
EOF
    echo 'progenitor::generate_api!("document.json");' >"$out/progenitor/src/lib.rs"
}

for peer in ploidy openapi_generator progenitor; do
    # One that cannot be had leaves the others.
    if ("$peer"); then
        echo "$peer: made" >&2
    else
        echo "$peer: not made" >&2
    fi
done
# None is part of a workspace around it.
for manifest in "$out"/*/Cargo.toml; do
    grep -q '^\[workspace\]' "$manifest" || printf '\n[workspace]\n' >>"$manifest"
done
