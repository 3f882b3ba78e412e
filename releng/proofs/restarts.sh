#!/usr/bin/env bash
# restarts: nodes that are killed, ended, told to restart, badly started or badly asked: the tunnel comes back by itself, and one clear sentence says what cannot be
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
run_junit restarts "RestartTest RestartOnRequestTest BadStartsTest BadRequestsTest" run_java -- --scan-classpath="$tests" --include-tag=restarts "$@"
show_tests
exit $result
