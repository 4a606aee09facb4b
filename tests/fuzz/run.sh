#!/usr/bin/env bash
# Runs every property of the workspace for a time, on other cases each round: what a server may respond with, however
# damaged; streams, numbers, multipart bodies, recordings and webhooks; documents; and recorded traffic.
#
#     tests/fuzz/run.sh [MINUTES] [CASES]
#
# A round gives each property CASES cases (2,000 unless given). The first failure ends the run: its case is printed, with
# the seed that repeats it.
set -euo pipefail
cd "$(dirname "$0")/../.."
minutes=${1:-60}
cases=${2:-2000}
features=signalwire-rest-runtime/blocking,signalwire-rest-runtime/conformance,signalwire-rest-runtime/record,signalwire-rest-runtime/test,signalwire-rest-runtime/webhooks

# The executables of these tests.
mapfile -t tests < <(
    {
        cargo test --no-run -p signalwire-rest-runtime -p tests -p traffic --features "$features" \
            --lib --test fuzz --test robustness --test traffic 2>&1
    } | sed -n 's/^ *Executable .*(\(.*\))$/\1/p'
)
((${#tests[@]} > 0)) || { echo "the tests do not build" >&2; exit 2; }

# Whoever builds meanwhile replaces the executables.
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
cp "${tests[@]}" "$scratch"
log=$scratch/log
# Failures are printed; a file of them would be a change of the repository.
export PROPTEST_CASES=$cases PROPTEST_DISABLE_FAILURE_PERSISTENCE=1
end=$((SECONDS + minutes * 60)) rounds=0
while ((SECONDS < end)); do
    export PROPTEST_RNG_SEED=$SRANDOM
    for test in "$scratch"/*-*; do
        ((SECONDS < end)) || break
        # Some tests beside the properties take long.
        case $test in
            */traffic-*) filter=(anything) ;;
            */robustness-*) filter=(changed any_text) ;;
            *) filter=() ;;
        esac
        if ! "$test" "${filter[@]}" >"$log" 2>&1; then
            tail -c 20000 "$log"
            echo "failed: PROPTEST_RNG_SEED=$PROPTEST_RNG_SEED PROPTEST_CASES=$cases $test" >&2
            exit 1
        fi
        printf '%s seed %s %s: %s\n' "$(date -u +%H:%M:%S)" "$PROPTEST_RNG_SEED" "$(basename "${test%-*}")" \
            "$(grep '^test result' "$log")"
    done
    rounds=$((rounds + 1))
done
echo "$rounds rounds of $cases cases for each property, $SECONDS seconds: nothing found"
