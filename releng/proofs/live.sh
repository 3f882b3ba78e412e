#!/usr/bin/env bash
# live: events are whole however often their listener is cut off and wait for nobody, thousands of streams are shown, found and ended, a node says when it is ready
# alone: it measures
set -euo pipefail
. "$NETTUNNEL_ROOT/releng/scripts/lib/proof.sh"
need_descriptors 12000
prove_by 'LiveProof ManyStreamsProof HealthProof' -Xmx256m -- "$@"
