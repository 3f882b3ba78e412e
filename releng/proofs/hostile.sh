#!/usr/bin/env bash
# hostile: every kind of bad peer at full speed beside an honest tunnel on the same loop: its link ends or is bounded, memory too, the neighbour echoes as before
# alone: it measures
set -euo pipefail
cd "$NETTUNNEL_ROOT"
. releng/scripts/lib/junit.sh
ready_tests bundles/org.nettunnel.tunnel
# it measures: where it may it goes before others
nice -n -10 true 2>/dev/null && in_front='nice -n -10'
run_junit hostile HostileProof quiet_java -XX:ThreadPriorityPolicy=1 -Dnettunnel.only="${1-}" -- --select-class=org.nettunnel.tunnel.link.HostileProof
sed -n 's/^figure: .*us, x\([0-9.]*\);.*/\1/p' "$log" | sort -n |
  awk '{ all[NR] = $1 } END { if (NR) printf "%d attacks, neighbour p99 x%s median, x%s worst\n", NR, all[int((NR + 1) / 2)], all[NR] }' >> "${NETTUNNEL_FIGURES:-/dev/null}"
show_tests
nothing_like 'please report this\|OutOfMemoryError'
exit $result
