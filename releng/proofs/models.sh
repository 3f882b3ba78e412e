#!/usr/bin/env bash
# models: the Spin models of resumption, joining, rekeying, grace and GOAWAY hold in all their states, and each seeded mistake is found
set -euo pipefail
cd "$NETTUNNEL_ROOT"
. releng/scripts/lib/packages.sh
mkdir -p .cache
command -v spin > /dev/null && command -v gcc > /dev/null || bring_packages
for command in spin gcc; do
  if ! command -v $command > /dev/null; then
    echo "$command is not here, so no model was searched: apt-get install spin g++" | tee -a "$NETTUNNEL_FIGURES"
    exit 75
  fi
done
scale=${NETTUNNEL_SCALE:-full}
held=0 found=0 wrong=0 total=0
while read -r model expected scales mistake defines; do
  [ "$scale" = full ] || [ "$scales" = short ] || continue
  read -r errors states seconds searched < <(bash tests/models/check.sh "$model" "$defines" "$mistake" 400) || errors=none states=0 seconds=0 searched=cut
  verdict=wrong
  case $expected in
    holds) if [ "$errors" = 0 ] && [ "$searched" = complete ]; then verdict=holds held=$((held + 1)); fi ;;
    finds) if [ "$errors" != 0 ] && [ "$errors" != none ]; then verdict=found found=$((found + 1)); fi ;;
  esac
  [ $verdict != wrong ] || wrong=$((wrong + 1))
  total=$((total + states))
  printf '%-7s mistake %-2s %-34s %10s states %7s s  %-8s %s\n' "$model" "$mistake" "$defines" "$states" "$seconds" "$searched" "$verdict"
done < <(grep -v '^#' tests/models/runs.txt)
{
  echo "$held searches of all states hold, $total states"
  echo "$found mistakes found"
  [ $wrong = 0 ] || echo "$wrong not as expected"
} >> "$NETTUNNEL_FIGURES"
[ $wrong = 0 ] && [ $held -gt 0 ] && [ $found -gt 0 ]
