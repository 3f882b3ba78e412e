#!/usr/bin/env bash
# rekeys: a link changes its keys 1,000 times and its suite 200 times while it carries, also when it is cut amid that, and no byte is lost
set -euo pipefail
cd "$NETTUNNEL_ROOT"
. releng/scripts/lib/junit.sh
ready_tests bundles/org.nettunnel.tunnel
run_junit rekeys RekeyProof engine_java -- --select-class=org.nettunnel.tunnel.link.RekeyProof "$@"
show_tests
nothing_like 'please report this'
exit $result
