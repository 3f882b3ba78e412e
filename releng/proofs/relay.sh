#!/usr/bin/env bash
# relay: the relay benchmark runs from end to end and prints its table; no figure of it can fail
# alone: it measures
set -euo pipefail
cd "$NETTUNNEL_ROOT"
options=()
[ "${NETTUNNEL_SCALE:-full}" = short ] && options=(--short)
table=$(mktemp)
trap 'rm -f "$table"' EXIT
bash releng/scripts/bench.sh relay ${options[@]+"${options[@]}"} | tee "$table"
sed -n 's/^bulk, 1 stream *[0-9.]* MiB\/s *\([0-9.]* MiB\/s\) | .*/1 stream \1/p' "$table" | sed 's/  */ /g' >> "$NETTUNNEL_FIGURES"
