#!/usr/bin/env bash
# bench relay|suites [--short] [--rounds=N]: relay: us, OpenSSH and the plain socat pair under the same load; suites: every cipher and compression; prints and keeps the table
set -euo pipefail
cd "$NETTUNNEL_ROOT"
what=${1-}
case $what in
  relay | suites) shift ;;
  *)
    echo "usage: ./dev bench relay|suites [--short] [--rounds=N]" >&2
    exit 2
    ;;
esac
for option in "$@"; do
  case $option in --short | --rounds=[1-9] | --rounds=[1-9][0-9]) ;; *) echo "./dev bench: there is no option '$option'; there are --short and --rounds=N" >&2; exit 2 ;; esac
done
. releng/scripts/lib/throwaway.sh
. releng/scripts/lib/packages.sh
. releng/scripts/lib/system.sh
if [ "$what" = relay ]; then
  bring_packages
  ready_product
  class=bench.RelayBench
else
  class=bench.SuiteBench
fi
ready_module
run_system "$class" "$NETTUNNEL_ROOT/releng/bench/results" "$@"
