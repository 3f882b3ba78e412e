#!/usr/bin/env bash
# rights: every operation as every kind of caller, what is taken back while it is used, quotas, and 1,000 guesses of a password, against running nodes
set -euo pipefail
. "$NETTUNNEL_ROOT/releng/scripts/lib/proof.sh"
short_lived_nodes
prove_by 'RightsProof RightsMatrixProof RightsInUseProof ForgedRequestsProof' -Xmx256m -- "$@"
