#!/usr/bin/env bash
# far-side: the other end is steered through the tunnel; a change that cuts it off is taken back; the doctor looks through real proxies; both ends are removed
set -euo pipefail
cd "$NETTUNNEL_ROOT"
. releng/scripts/lib/throwaway.sh
. releng/scripts/lib/system.sh
. releng/scripts/lib/junit.sh
. releng/scripts/lib/packages.sh
bring_packages
ready_product
short_lived_nodes
ready_tests "$system_module"
run_junit far-side FarSideProof run_java -- --select-class=org.nettunnel.system.FarSideProof "$@"
show_tests
exit $result
