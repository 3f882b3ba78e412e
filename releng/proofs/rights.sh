#!/usr/bin/env bash
# rights: every operation as every kind of caller, what is taken back while it is used, quotas, and 1,000 guesses of a password, against running nodes
set -euo pipefail
cd "$NETTUNNEL_ROOT"
. releng/scripts/lib/throwaway.sh
. releng/scripts/lib/system.sh
. releng/scripts/lib/junit.sh
ready_product
short_lived_nodes
ready_tests "$system_module"
run_junit rights rights run_java -Xmx256m -- --select-class=org.nettunnel.system.RightsProof --select-class=org.nettunnel.system.RightsMatrixProof --select-class=org.nettunnel.system.RightsInUseProof --select-class=org.nettunnel.system.ForgedRequestsProof "$@"
show_tests
exit $result
