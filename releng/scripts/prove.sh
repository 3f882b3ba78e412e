#!/usr/bin/env bash
# prove [NAME]: runs a heavy proof in full; without a name it lists them
set -euo pipefail
cd "$NETTUNNEL_ROOT"
name=${1-}
if [ -z "$name" ]; then
  for proof in releng/proofs/*.sh; do
    # the second line of each proof is its one sentence: "# NAME: what it proves"
    sed -n '2s/^# \([a-z-]*\): \(.*\)$/\1\t\2/p' "$proof"
  done | while IFS="$(printf '\t')" read -r what why; do printf '  %-12s %s\n' "$what" "$why"; done
  exit 0
fi
case $name in *[!a-z-]*) proof= ;; *) proof=releng/proofs/$name.sh ;; esac
if [ ! -f "$proof" ]; then
  echo "./dev prove: there is no proof '$name'; ./dev prove lists them." >&2
  exit 2
fi
shift
# a proof writes each of its figures as a line to this file
NETTUNNEL_FIGURES=$(mktemp)
export NETTUNNEL_FIGURES
trap 'rm -f "$NETTUNNEL_FIGURES"' EXIT
result=ok
bash "$proof" "$@" || result=failed
echo "prove $name: $(paste -sd';' "$NETTUNNEL_FIGURES" | sed 's/;/; /g') $result"
[ $result = ok ]
