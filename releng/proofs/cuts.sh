#!/usr/bin/env bash
# cuts: the wire is cut at random and at each byte of its beginning, on pipe and on TCP, and every stream is whole
set -euo pipefail
cd "$NETTUNNEL_ROOT"
. releng/scripts/lib/junit.sh
ready_tests bundles/org.nettunnel.tunnel
run_junit cuts 'CutLaneProof CutsProof' quiet_java -- --select-class=org.nettunnel.tunnel.link.CutLaneProof --select-class=org.nettunnel.tunnel.CutsProof "$@"
sed -n 's/^figure: \([0-9,]*\) cuts .*: \([0-9,]*\) streams, \([0-9,]*\) MiB.*/\1 \2 \3/p' "$log" | tr -d , |
  awk '{ cuts += $1; streams += $2; bytes += $3 } END { if (cuts) printf "%d cuts, %d streams of %d MiB\n", cuts, streams, bytes }' >> "${NETTUNNEL_FIGURES:-/dev/null}"
show_tests
nothing_like 'please report this'
exit $result
