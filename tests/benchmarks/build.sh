#!/usr/bin/env bash
# What it costs to build this crate, each family of it alone, and whatever other crates are named, such as those that
# `peers.sh` makes of the same document: in one run, so that all meet the same machine.
#
#     tests/benchmarks/build.sh [DIRECTORY...]
#
# For each crate by itself, its dependencies being built already and without incremental compilation: `cargo check`, a debug
# build and a release build, each as the least processor time of some runs, the time by the clock and the largest process;
# the LLVM IR that the compiler makes of it before any optimization; the size of its documentation. For this crate also the
# documentation with every family, a program with three calls, built again after an edit, and `cargo check` and a debug build
# of each family alone with its share of the whole. What calls and decoding cost is measured by `cargo bench -p benchmarks`.
#
# RUNS=3 sets the number of runs, TARGET=DIRECTORY where is built (target/benchmarks). On a machine that others use too,
# only processor times, lines and sizes say something.
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
runs=${RUNS:-3}
target=${TARGET:-$root/target/benchmarks}

# The least processor time and time by the clock of some runs of a command, and its largest process. Each run comes after a
# change of a file.
measure() {
    local file=$1 errors
    shift
    errors=$("$@" --quiet 2>&1 >/dev/null) || { echo "failed: $(grep -m1 '^error' <<<"$errors" || tail -1 <<<"$errors")"; return; }
    for _ in $(seq "$runs"); do
        touch "$file"
        # The largest process that cargo starts is rustc.
        /usr/bin/time -f '%U %S %e %M' "$@" --quiet 2>&1 >/dev/null | tail -1
    done | awk '
        { cpu = $1 + $2; if (NR == 1 || cpu < least) least = cpu; if (NR == 1 || $3 < clock) clock = $3; if ($4 > memory) memory = $4 }
        END { printf "%.1f s of processor, %.1f s by the clock, %d MB\n", least, clock, memory / 1024 }'
}

# Lines within functions, and functions, as cargo-llvm-lines counts them.
ir_lines() {
    local file
    file=$(mktemp --suffix=.ll)
    touch src/lib.rs
    if cargo rustc --quiet --lib --release -- --emit=llvm-ir="$file" -C no-prepopulate-passes -C codegen-units=1 2>/dev/null; then
        awk '/^define /{ inside = 1; functions++; next } /^}/{ inside = 0 } inside { lines++ }
            END { printf "%d lines in %d functions\n", lines, functions }' "$file"
    else
        echo failed
    fi
    rm -f "$file"
    touch src/lib.rs
}

# The documentation of the crate alone, with rustdoc's own files and the pages of its sources, as it takes room on the disk.
documentation() {
    local doc=$CARGO_TARGET_DIR/doc
    # Only a change makes rustdoc write again what was removed.
    rm -rf "$doc"
    touch src/lib.rs
    cargo doc --quiet --no-deps "$@" 2>/dev/null || { echo failed; return; }
    printf '%d MB in %d files, %d MB of it sources\n' "$(du -sm "$doc" | cut -f1)" \
        "$(find "$doc" -type f | wc -l)" "$(du -sm "$doc/src" | cut -f1)"
}

# One crate, built in a directory of its own.
crate() {
    local directory=$1
    echo "$directory (load $(cut -d' ' -f1 /proc/loadavg))"
    (
        cd "$directory"
        export CARGO_INCREMENTAL=0 CARGO_TARGET_DIR=$target/$(basename "$directory")
        echo "    check          $(measure src/lib.rs cargo check --lib)"
        echo "    debug          $(measure src/lib.rs cargo build --lib)"
        echo "    release        $(measure src/lib.rs cargo build --lib --release)"
        echo "    LLVM IR        $(ir_lines)"
        echo "    documentation  $(documentation)"
    )
}

# A program of a user's: the usual profile, incremental compilation included.
program() {
    local directory=$target/three-calls
    mkdir -p "$directory/src"
    cat >"$directory/Cargo.toml" <<EOF
[package]
name = "three-calls"
edition = "2024"

[dependencies]
signalwire-rest = { path = "$root/generated" }
tokio = { version = "1", features = ["macros", "rt-multi-thread"] }

[workspace]
EOF
    cat >"$directory/src/main.rs" <<'EOF'
use signalwire_rest::{Client, types::*};

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let client = Client::from_env()?;
    let sip = client.fabric().sip_endpoints();
    let made = sip.create(SipCredentialCreate::new("c3p0", "yavin-or-bust")).await?;
    let mut all = sip.list().items();
    while let Some(credential) = all.try_next().await? {
        println!("{}", credential.username());
    }
    sip.delete(made.id()).await?;
    Ok(())
}
EOF
    cp "$root/Cargo.lock" "$directory/Cargo.lock"
    (
        cd "$directory"
        export CARGO_TARGET_DIR=$target/three-calls/target
        errors=$(cargo build --quiet 2>&1) || { echo "failed: $(grep -m1 '^error' <<<"$errors")"; return; }
        for run in $(seq "$runs"); do
            sed -i "s/println!(\"[^{]*{}\"/println!(\"edit $run: {}\"/" src/main.rs
            /usr/bin/time -f '%U %S %e' cargo build --quiet 2>&1 >/dev/null | tail -1
        done | awk '
            { cpu = $1 + $2; if (NR == 1 || cpu < least) least = cpu; if (NR == 1 || $3 < clock) clock = $3 }
            END { printf "%.1f s of processor, %.1f s by the clock\n", least, clock }'
    )
}

# Every family that a user can enable alone, with its share of all that are enabled by default.
families() {
    cd "$root/generated"
    export CARGO_INCREMENTAL=0 CARGO_TARGET_DIR=$target/generated
    local names command whole result
    names=$(sed -n 's/^full = \[\(.*\)\]$/\1/p' Cargo.toml | tr -d '",')
    for command in check build; do
        whole=$(measure src/lib.rs cargo "$command" --lib)
        for name in $names; do
            result=$(measure src/lib.rs cargo "$command" --lib --no-default-features --features "$name,rustls")
            awk -v command="$command" -v name="$name" -v all="${whole%% *}" '{
                printf "    %-5s %-12s %3.0f %% of %.1f s: %s\n", command, name, 100 * $1 / all, all, $0 }' <<<"$result"
        done
    done
}

crate "$root/generated"
echo "    documentation with every family  $(cd "$root/generated" && CARGO_TARGET_DIR=$target/generated documentation --features full)"
echo "    a program with three calls, built again after an edit: $(program)"
echo "families alone"
families
for directory in "$@"; do
    crate "$(cd "$directory" && pwd)"
done
