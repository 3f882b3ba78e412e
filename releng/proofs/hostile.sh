#!/usr/bin/env bash
# hostile: every kind of bad peer at full speed beside an honest tunnel on the same loop: its link ends or is bounded, memory too, the neighbour echoes as before
set -euo pipefail
cd "$NETTUNNEL_ROOT"
. releng/scripts/lib/compile.sh
scale=${NETTUNNEL_SCALE:-full}
fetch_libs
folder=bundles/org.nettunnel.tunnel
compile "$folder" || { echo "$folder ${failed[$folder]}" >&2; exit 1; }
tests=$(compile_tests "$folder")
path=$(printf '%s' "$tests:${home_of[$folder]}:$(test_path)" | tr : '\n' | awk 'NF && !seen[$0]++' | paste -sd:)
log=$NETTUNNEL_ROOT/.cache/hostile.log
quiet=$(mktemp)
trap 'rm -f "$quiet"' EXIT
printf 'handlers=java.util.logging.ConsoleHandler\n.level=SEVERE\n' > "$quiet"
echo "+ junit HostileProof ($scale; log: .cache/hostile.log)"
result=0
# it measures: where it may it goes before others
first=
nice -n -10 true 2>/dev/null && first='nice -n -10'
$first java -XX:ThreadPriorityPolicy=1 -Xmx512m -ea --enable-native-access=ALL-UNNAMED -Djava.util.logging.config.file="$quiet" -Dnettunnel.root="$NETTUNNEL_ROOT" \
  -Dnettunnel.scale="$scale" -Dnettunnel.only="${1-}" -cp "$path" \
  org.junit.platform.console.ConsoleLauncher execute --disable-banner --disable-ansi-colors --details=testfeed \
  --select-class=org.nettunnel.tunnel.link.HostileProof > "$log" 2>&1 || result=$?
grep '^figure: ' "$log" || true
sed -n 's/^figure: .*us, x\([0-9.]*\);.*/\1/p' "$log" | sort -n |
  awk '{ all[NR] = $1 } END { if (NR) printf "%d attacks, neighbour p99 x%s median, x%s worst\n", NR, all[int((NR + 1) / 2)], all[NR] }' >> "${NETTUNNEL_FIGURES:-/dev/null}"
grep -A3 -E ' :: FAILED$' "$log" | grep -Ev '^--$|:: (STARTED|SUCCESSFUL)$|^\s+(at )?(org\.junit|java\.base)' | cut -c1-1000 || true
if grep -B1 -A20 'please report this\|OutOfMemoryError' "$log" | head -60 | grep .; then result=1; fi
exit $result
