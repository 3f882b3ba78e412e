#!/usr/bin/env bash
# slow-clients: a thousand clients with slow headers, bodies, reading and ranges at a node's port: others are answered, a tunnel keeps its rate, nothing stays held
# alone: it measures
set -euo pipefail
. "$NETTUNNEL_ROOT/releng/scripts/lib/proof.sh"
bring_packages
prove_by SlowClientsProof -- "$@"
