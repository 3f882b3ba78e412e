#!/usr/bin/env bash
# cuts: the wire is cut at random and at each byte of its beginning, on pipe and on TCP, and every stream is whole
set -euo pipefail
cd "$NETTUNNEL_ROOT"
. releng/scripts/lib/compile.sh
scale=${NETTUNNEL_SCALE:-full}
fetch_libs
folder=bundles/org.nettunnel.tunnel
compile "$folder" || { echo "$folder ${failed[$folder]}" >&2; exit 1; }
tests=$(compile_tests "$folder")
path=$(printf '%s' "$tests:${home_of[$folder]}:$(test_path)" | tr : '\n' | awk 'NF && !seen[$0]++' | paste -sd:)
log=$NETTUNNEL_ROOT/.cache/cuts.log
quiet=$(mktemp)
trap 'rm -f "$quiet"' EXIT
# thousands of links are made and lost: only what nobody may see is of interest
printf 'handlers=java.util.logging.ConsoleHandler\n.level=SEVERE\n' > "$quiet"
echo "+ junit CutLaneProof CutsProof ($scale; log: .cache/cuts.log)"
result=0
java -Xmx512m -ea --enable-native-access=ALL-UNNAMED -Djava.util.logging.config.file="$quiet" -Dnettunnel.root="$NETTUNNEL_ROOT" \
  -Dnettunnel.scale="$scale" -cp "$path" \
  org.junit.platform.console.ConsoleLauncher execute --disable-banner --disable-ansi-colors --details=testfeed \
  --select-class=org.nettunnel.tunnel.link.CutLaneProof --select-class=org.nettunnel.tunnel.CutsProof "$@" > "$log" 2>&1 || result=$?
grep '^figure: ' "$log" || true
sed -n 's/^figure: \([0-9,]*\) cuts .*: \([0-9,]*\) streams, \([0-9,]*\) MiB.*/\1 \2 \3/p' "$log" | tr -d , |
  awk '{ cuts += $1; streams += $2; bytes += $3 } END { if (cuts) printf "%d cuts, %d streams of %d MiB\n", cuts, streams, bytes }' >> "${NETTUNNEL_FIGURES:-/dev/null}"
grep -A3 -E ' :: FAILED$' "$log" | grep -Ev '^--$|:: (STARTED|SUCCESSFUL)$|^\s+(at )?(org\.junit|java\.base)' | cut -c1-2000 || true
if grep -B1 -A20 'please report this' "$log" | head -60 | grep .; then result=1; fi
exit $result
