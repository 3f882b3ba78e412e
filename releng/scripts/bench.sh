#!/usr/bin/env bash
# bench relay|suites [OPTIONS]: relay: us, OpenSSH and the plain socat pair under the same load; suites: every cipher and compression; prints and keeps the table
set -euo pipefail
cd "$NETTUNNEL_ROOT"
what=${1-}
case $what in
  relay) options="--short and --rounds=N" ;;
  suites) options="--short, --rounds=N and --in-process (without the two nodes)" ;;
  *)
    echo "usage: ./dev bench relay|suites [--short] [--rounds=N]" >&2
    exit 2
    ;;
esac
shift
for option in "$@"; do
  case $what:$option in
    *:--short | *:--rounds=[1-9] | *:--rounds=[1-9][0-9] | suites:--in-process) ;;
    *) echo "./dev bench $what: there is no option '$option'; there are $options" >&2; exit 2 ;;
  esac
done
. releng/scripts/lib/throwaway.sh
. releng/scripts/lib/packages.sh
. releng/scripts/lib/system.sh
results=$NETTUNNEL_ROOT/releng/bench/results
if [ "$what" = relay ]; then
  bring_packages
  ready_product
  ready_module
  run_system bench.RelayBench "$results" "$@"
else
  sites=none
  case " $* " in
    *' --in-process '*) ;;
    *)
      . releng/scripts/lib/sites.sh
      need_sites
      export NETTUNNEL_PRODUCT=$product ;;
  esac
  ready_module
  run_system bench.SuiteBench "$results" "$sites" "$@"
fi
