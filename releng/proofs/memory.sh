#!/usr/bin/env bash
# memory: two product processes hold thousands of idle connections for little, refuse new ones under floods and are as before when they are over
# alone: it measures
set -euo pipefail
. "$NETTUNNEL_ROOT/releng/scripts/lib/proof.sh"
need_descriptors 12000
ready_product
ready_module
export NETTUNNEL_JAVA_OPTS="-XX:+UseG1GC -XX:G1PeriodicGCInterval=500 -XX:-G1PeriodicGCInvokesConcurrent -Xlog:gc:file=$throwaway/gc-%p.log ${NETTUNNEL_JAVA_OPTS-}"
run_java -Xmx256m -Dnettunnel.gclogs="$throwaway" -cp "$system_path" org.nettunnel.system.memory.MemoryProof "${NETTUNNEL_SCALE:-full}"
