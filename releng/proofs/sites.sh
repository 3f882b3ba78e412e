#!/usr/bin/env bash
# sites: every way to spoil an update site is refused by a running node and leaves nothing behind; good ones install, update, roll back and go, and streams do not notice; the core is updated by one restart
set -euo pipefail
. "$NETTUNNEL_ROOT/releng/scripts/lib/proof.sh"
. releng/scripts/lib/sites.sh
need_sites
short_lived_nodes
# updates of the node itself start it again and again: minutes, so in full only
[ "$scale" = short ] || core=CoreUpdateProof
prove_by "SitesProof SiteMishapsProof BuiltSitesProof ${core-}" -Xmx512m -Dnettunnel.sites="$sites" -- "$@"
