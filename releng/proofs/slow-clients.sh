#!/usr/bin/env bash
# slow-clients: a thousand clients with slow headers, bodies, reading and ranges at a node's port: others are answered, a tunnel keeps its rate, nothing stays held
# alone: it measures
set -euo pipefail
cd "$NETTUNNEL_ROOT"
. releng/scripts/lib/throwaway.sh
. releng/scripts/lib/system.sh
. releng/scripts/lib/junit.sh
. releng/scripts/lib/packages.sh
bring_packages
ready_product
ready_tests "$system_module"
run_junit slow-clients SlowClientsProof run_java -- --select-class=org.nettunnel.system.SlowClientsProof "$@"
show_tests
exit $result
