#!/usr/bin/env bash
# restarts: nodes that are killed, ended, told to restart, badly started or badly asked: the tunnel comes back by itself, and one clear sentence says what cannot be
set -euo pipefail
. "$NETTUNNEL_ROOT/releng/scripts/lib/proof.sh"
bring_packages
short_lived_nodes
prove_by '' -- --include-tag=restarts "$@"
