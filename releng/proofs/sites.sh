#!/usr/bin/env bash
# sites: every way to spoil an update site is refused by a running node and leaves nothing behind; good ones install, update, roll back and go, and streams do not notice; the core is updated by one restart
set -euo pipefail
cd "$NETTUNNEL_ROOT"
. releng/scripts/lib/throwaway.sh
. releng/scripts/lib/system.sh
. releng/scripts/lib/junit.sh
. releng/scripts/lib/sites.sh
need_sites
ready_product
short_lived_nodes
ready_tests "$system_module"
# updates of the node itself start it again and again: minutes, so in full only
core=()
[ "$scale" = short ] || core=(--select-class=org.nettunnel.system.CoreUpdateProof)
run_junit sites "SitesProof SiteMishapsProof BuiltSitesProof${core:+ CoreUpdateProof}" run_java -Xmx512m -Dnettunnel.sites="$sites" -- \
  --select-class=org.nettunnel.system.SitesProof --select-class=org.nettunnel.system.SiteMishapsProof --select-class=org.nettunnel.system.BuiltSitesProof \
  ${core[@]+"${core[@]}"} "$@"
show_tests
exit $result
