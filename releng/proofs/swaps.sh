#!/usr/bin/env bash
# swaps: ciphers and compressions are installed, used, updated and removed in two running nodes again and again, under iperf3 and checksummed streams, and nothing is lost or left
set -euo pipefail
. "$NETTUNNEL_ROOT/releng/scripts/lib/proof.sh"
. releng/scripts/lib/sites.sh
bring_packages
need_sites
prove_by 'SwapsProof MixedNodesProof' -Xmx512m -Dnettunnel.sites="$sites" -- "$@"
