#!/usr/bin/env bash
# sites: every way to spoil an update site is refused by a running node and leaves nothing behind; good ones install, update, roll back and go, and streams do not notice
set -euo pipefail
cd "$NETTUNNEL_ROOT"
. releng/scripts/lib/throwaway.sh
. releng/scripts/lib/system.sh
. releng/scripts/lib/junit.sh
ready_product
ready_tests "$system_module"
run_junit sites org.nettunnel.system.SitesProof run_java -Xmx512m -- --select-class=org.nettunnel.system.SitesProof "$@"
show_tests
exit $result
