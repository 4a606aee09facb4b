#!/usr/bin/env bash
# What `cargo check` of a crate by itself costs, its dependencies being checked already: the least of some runs.
#
#     tests/benchmarks/compile.sh DIRECTORY [RUNS] [OPTIONS OF CARGO...]
#
# Processor time says more than the clock on a machine that others use too; rustc checks on one thread.
set -euo pipefail
directory=${1:?the directory of a crate}
runs=${2:-3}
shift $(($# > 1 ? 2 : 1))
cd "$directory"
export CARGO_INCREMENTAL=0
cargo check --quiet "$@" 2>/dev/null || { echo "$directory: does not compile" >&2; exit 1; }
for _ in $(seq "$runs"); do
    touch src/lib.rs
    # The largest process that cargo starts is rustc.
    /usr/bin/time -f '%U %S %e %M' cargo check --quiet "$@" 2>&1 >/dev/null | tail -1
done | awk '
    { cpu = $1 + $2; if (NR == 1 || cpu < least) least = cpu; if (NR == 1 || $3 < clock) clock = $3; if ($4 > memory) memory = $4 }
    END { printf "%.1f s of processor, %.1f s by the clock, %d MB\n", least, clock, memory / 1024 }'
