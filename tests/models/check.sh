#!/usr/bin/env bash
# check.sh MODEL "DEFINES" [MISTAKE [SECONDS]]: searches one model exhaustively and prints: errors, states, seconds of the search, complete or cut.
# With TRAIL=1 it then shows the steps that lead to the error. Needs spin and gcc. A checker is compiled once for a model and its defines.
set -euo pipefail
export LC_ALL=C
folder=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
model=$folder/$1.pml defines=${2-} mistake=${3:-0} limit=${4:-300}
cache=${NETTUNNEL_ROOT:-$folder/../..}/.cache/models
checker=$cache/$1-$(cat "$model" "${BASH_SOURCE[0]}" <(echo "$defines") | sha256sum | cut -c1-16)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
if [ ! -x "$checker" ]; then
  # shellcheck disable=SC2086 # the defines are several words
  spin -a $defines "$model" > spin.log 2>&1 || { cat spin.log >&2; exit 1; }
  # which mistake is made is asked when the checker runs, not when it is compiled
  grep -q 'now\.mistake = 0;' pan.c
  sed -i 's/now\.mistake = 0;/now.mistake = atoi(getenv("MISTAKE"));/' pan.c
  # -DSAFETY: assertions and dead ends, no cycles; -DCOLLAPSE: less memory, nothing is left out
  nice -n 19 gcc -w -O1 -DSAFETY -DCOLLAPSE -DVECTORSZ=2048 -DMEMLIM=8000 -o pan pan.c
  mkdir -p "$cache"
  mv pan "$checker.$$" && mv "$checker.$$" "$checker"
fi
MISTAKE=$mistake nice -n 19 timeout "$limit" "$checker" -m100000 -w22 > pan.log 2>&1 || true
errors=$(sed -n 's/.*errors: \([0-9]*\).*/\1/p' pan.log)
states=$(sed -n 's/^ *\([0-9]*\) states, stored.*/\1/p' pan.log)
seconds=$(sed -n 's/^pan: elapsed time \([0-9.]*\) seconds.*/\1/p' pan.log)
searched=complete
# a search that was cut short must never pass for one that saw all states
if [ -z "$errors" ] || grep -qE 'max search depth too small|Search not completed|reached -DMEMLIM|out of memory' pan.log; then searched=cut; fi
echo "${errors:-none} ${states:-0} ${seconds:-$limit} $searched"
if [ "${TRAIL-}" = 1 ] && [ "${errors:-0}" != 0 ]; then
  grep -E '^pan:[0-9]*: ' pan.log || true
  # shellcheck disable=SC2086
  spin $defines "-DMISTAKE=$mistake" -t -p -g -k ./*.trail "$model" 2>&1 || true
fi
