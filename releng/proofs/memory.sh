#!/usr/bin/env bash
# memory: two product processes hold thousands of idle connections for little, refuse new ones under floods and are as before when they are over
# alone: it measures
set -euo pipefail
cd "$NETTUNNEL_ROOT"
. releng/scripts/lib/throwaway.sh
. releng/scripts/lib/system.sh
# each process holds one end of each connection, and the one that plays the clients one more
if ! ulimit -n "$(ulimit -Hn)" || [ "$(ulimit -n)" != unlimited ] && [ "$(ulimit -n)" -lt 12000 ]; then
  echo "the proof of memory needs 12,000 file descriptors a process, there are $(ulimit -n): raise the hard limit of nofile" >&2
  exit 75
fi
ready_product
ready_module
export NETTUNNEL_JAVA_OPTS="-XX:+UseG1GC -XX:G1PeriodicGCInterval=500 -XX:-G1PeriodicGCInvokesConcurrent -Xlog:gc:file=$throwaway/gc-%p.log ${NETTUNNEL_JAVA_OPTS-}"
run_java -Xmx256m -Dnettunnel.gclogs="$throwaway" -cp "$system_path" org.nettunnel.system.memory.MemoryProof "${NETTUNNEL_SCALE:-full}"
