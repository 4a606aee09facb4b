#!/usr/bin/env bash
# What building a crate by itself costs, its dependencies being built already: for `cargo check`, a debug build and a
# release build the least processor time of some runs, the time by the clock and the largest process; and how much LLVM IR
# the compiler makes of it before any optimization.
#
#     tests/benchmarks/build.sh DIRECTORY...
#
# RUNS=3 sets the number of runs. Every crate is built in its own target directory, without incremental compilation. On a
# machine that others use too, only processor times and lines say something.
set -euo pipefail
(($# > 0)) || { echo "usage: $0 DIRECTORY..." >&2; exit 2; }
runs=${RUNS:-3}
export CARGO_INCREMENTAL=0

# The least of some runs of a command of cargo's, each after a change of the crate's root.
measure() {
    local errors
    errors=$("$@" --quiet 2>&1 >/dev/null) || { echo "failed: $(tail -1 <<<"$errors")"; return; }
    for _ in $(seq "$runs"); do
        touch src/lib.rs
        # The largest process that cargo starts is rustc.
        /usr/bin/time -f '%U %S %e %M' "$@" --quiet 2>&1 >/dev/null | tail -1
    done | awk '
        { cpu = $1 + $2; if (NR == 1 || cpu < least) least = cpu; if (NR == 1 || $3 < clock) clock = $3; if ($4 > memory) memory = $4 }
        END { printf "%.1f s of processor, %.1f s by the clock, %d MB\n", least, clock, memory / 1024 }'
}

# Lines within functions, and functions, as cargo-llvm-lines counts them.
lines() {
    local file
    file=$(mktemp --suffix=.ll)
    touch src/lib.rs
    cargo rustc --quiet --release -- --emit=llvm-ir="$file" -C no-prepopulate-passes -C codegen-units=1 2>/dev/null
    awk '/^define /{ inside = 1; functions++; next } /^}/{ inside = 0 } inside { lines++ }
        END { printf "%d lines in %d functions\n", lines, functions }' "$file"
    rm -f "$file"
    touch src/lib.rs
}

for directory in "$@"; do
    echo "$directory (load $(cut -d' ' -f1 /proc/loadavg))"
    (
        cd "$directory"
        echo "    check    $(measure cargo check)"
        echo "    debug    $(measure cargo build)"
        echo "    release  $(measure cargo build --release)"
        echo "    LLVM IR  $(lines)"
    )
done
