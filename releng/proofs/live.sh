#!/usr/bin/env bash
# live: events are whole however often their listener is cut off and wait for nobody, thousands of streams are shown, found and ended, a node says when it is ready
# alone: it measures
set -euo pipefail
cd "$NETTUNNEL_ROOT"
. releng/scripts/lib/throwaway.sh
. releng/scripts/lib/system.sh
. releng/scripts/lib/junit.sh
# each process holds one end of each connection, and the one that plays the clients one more
if ! ulimit -n "$(ulimit -Hn)" || [ "$(ulimit -n)" != unlimited ] && [ "$(ulimit -n)" -lt 12000 ]; then
  echo "the proof of live needs 12,000 file descriptors a process, there are $(ulimit -n): raise the hard limit of nofile" >&2
  exit 75
fi
ready_product
ready_tests "$system_module"
run_junit live 'LiveProof ManyStreamsProof HealthProof' run_java -Xmx256m -- --select-class=org.nettunnel.system.LiveProof --select-class=org.nettunnel.system.ManyStreamsProof \
  --select-class=org.nettunnel.system.HealthProof "$@"
show_tests
exit $result
