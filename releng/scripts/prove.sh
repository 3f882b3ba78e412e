#!/usr/bin/env bash
# prove [NAME | --short]: runs a heavy proof in full, or all in their short form; without a name it lists them
set -euo pipefail
cd "$NETTUNNEL_ROOT"

list() {
  for proof in releng/proofs/*.sh; do
    # the second line of each proof is its one sentence: "# NAME: what it proves"
    sed -n '2s/^# \([a-z-]*\): \(.*\)$/\1\t\2/p' "$proof"
  done | while IFS="$(printf '\t')" read -r what why; do printf '  %-10s %s\n' "$what" "$why"; done
}

# Sets processor to the seconds of all that ran here until now.
processor_seconds() {
  local at
  at=$(mktemp)
  times > "$at" # by a pipe it would tell of another process
  processor=$(awk 'NR == 2 { gsub("s", ""); for (i = 1; i <= 2; i++) { split($i, part, "m"); sum += part[1] * 60 + part[2] } print int(sum) }' "$at")
  rm -f "$at"
}

# Runs one and says how it went in one last line. A proof writes each of its figures as a line to NETTUNNEL_FIGURES; it
# exits with 75 when what it needs is not here and could not be brought.
prove() { # NAME ARGUMENTS
  local name=$1 result=ok code=0 began=$SECONDS busy
  shift
  processor_seconds
  busy=$processor
  NETTUNNEL_FIGURES=$(mktemp)
  export NETTUNNEL_FIGURES
  bash "releng/proofs/$name.sh" "$@" || code=$?
  case $code in 0) ;; 75) result=skipped ;; *) result=failed ;; esac
  processor_seconds
  echo "$((SECONDS - began)) s, $((processor - busy)) s of processor" >> "$NETTUNNEL_FIGURES"
  echo "prove $name: $(paste -sd';' "$NETTUNNEL_FIGURES" | sed 's/;/; /g') $result"
  rm -f "$NETTUNNEL_FIGURES"
  [ $result != failed ]
}

case ${1-} in
  '') list ;;
  --short)
    export NETTUNNEL_SCALE=short
    alone=() together=()
    # two side by side, but for those that say why not; the long ones happen to come first from behind
    for proof in $(ls -r releng/proofs/*.sh); do
      name=${proof##*/} name=${name%.sh}
      if grep -q '^# alone: ' "$proof"; then alone+=("$name"); else together+=("$name"); fi
    done
    worst=0
    outputs=$(mktemp -d)
    export outputs
    # what one prints stays together
    printf '%s\n' "${together[@]}" | xargs -P 2 -I{} bash -c 'bash "$0" {} > "$outputs/{}" 2>&1; code=$?
      flock "$outputs" cat "$outputs/{}"; exit $code' "$0" || worst=1
    rm -rf "$outputs"
    for name in "${alone[@]}"; do prove "$name" || worst=1; done
    exit $worst ;;
  *[!a-z-]*) echo "./dev prove: '$1' is not the name of a proof; ./dev prove lists them." >&2; exit 2 ;;
  *)
    if [ ! -f "releng/proofs/$1.sh" ]; then
      echo "./dev prove: there is no proof '$1'; ./dev prove lists them." >&2
      exit 2
    fi
    prove "$@" ;;
esac
