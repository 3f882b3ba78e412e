#!/usr/bin/env bash
# suites: the benchmark of suites and compressions runs from end to end and prints its tables; no figure of it can fail
# alone: it measures
set -euo pipefail
cd "$NETTUNNEL_ROOT"
options=()
[ "${NETTUNNEL_SCALE:-full}" = short ] && options=(--short --in-process)
table=$(mktemp)
trap 'rm -f "$table"' EXIT
bash releng/scripts/bench.sh suites ${options[@]+"${options[@]}"} | tee "$table"
echo "$(grep -cE '^[A-Za-z0-9+-]+, [A-Za-z]' "$table") rows" >> "$NETTUNNEL_FIGURES"
