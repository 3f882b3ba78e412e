#!/usr/bin/env bash
# swaps: ciphers and compressions are installed, used, updated and removed in two running nodes again and again, under iperf3 and checksummed streams, and nothing is lost or left
set -euo pipefail
cd "$NETTUNNEL_ROOT"
. releng/scripts/lib/throwaway.sh
. releng/scripts/lib/system.sh
. releng/scripts/lib/junit.sh
. releng/scripts/lib/packages.sh
. releng/scripts/lib/sites.sh
bring_packages
need_sites
ready_product
ready_tests "$system_module"
run_junit swaps 'SwapsProof MixedNodesProof' run_java -Xmx512m -Dnettunnel.sites="$sites" -- --select-class=org.nettunnel.system.SwapsProof \
  --select-class=org.nettunnel.system.MixedNodesProof "$@"
show_tests
exit $result
