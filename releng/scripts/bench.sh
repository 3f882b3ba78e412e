#!/usr/bin/env bash
# bench relay [--short] [--rounds=N]: us, OpenSSH and the plain socat pair under the same load; prints and keeps the table
set -euo pipefail
cd "$NETTUNNEL_ROOT"
if [ "${1-}" != relay ]; then
  echo "usage: ./dev bench relay [--short] [--rounds=N]" >&2
  exit 2
fi
shift
for option in "$@"; do
  case $option in --short | --rounds=[1-9] | --rounds=[1-9][0-9]) ;; *) echo "./dev bench: there is no option '$option'; there are --short and --rounds=N" >&2; exit 2 ;; esac
done
. releng/scripts/lib/throwaway.sh
. releng/scripts/lib/packages.sh
. releng/scripts/lib/system.sh
bring_packages
ready_product
ready_module
run_system bench.RelayBench "$NETTUNNEL_ROOT/releng/bench/results" "$@"
