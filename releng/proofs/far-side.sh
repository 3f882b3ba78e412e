#!/usr/bin/env bash
# far-side: the other end is steered through the tunnel; a change that cuts it off is taken back; the doctor looks through real proxies; both ends are removed
set -euo pipefail
. "$NETTUNNEL_ROOT/releng/scripts/lib/proof.sh"
bring_packages
short_lived_nodes
prove_by FarSideProof -- "$@"
