#!/usr/bin/env bash
# rekeys: a link changes its keys 1,000 times and its suite 200 times while it carries, also when it is cut amid that, and no byte is lost
set -euo pipefail
cd "$NETTUNNEL_ROOT"
. releng/scripts/lib/compile.sh
scale=${NETTUNNEL_SCALE:-full}
fetch_libs
folder=bundles/org.nettunnel.tunnel
compile "$folder" || { echo "$folder ${failed[$folder]}" >&2; exit 1; }
tests=$(compile_tests "$folder")
path=$(printf '%s' "$tests:${home_of[$folder]}:$(test_path)" | tr : '\n' | awk 'NF && !seen[$0]++' | paste -sd:)
log=$NETTUNNEL_ROOT/.cache/rekeys.log
echo "+ junit RekeyProof ($scale; log: .cache/rekeys.log)"
result=0
java -Xmx512m -ea --enable-native-access=ALL-UNNAMED -Dnettunnel.root="$NETTUNNEL_ROOT" \
  -Dnettunnel.scale="$scale" -Dnettunnel.figures="${NETTUNNEL_FIGURES-}" -cp "$path" \
  org.junit.platform.console.ConsoleLauncher execute --disable-banner --disable-ansi-colors --details=testfeed \
  --select-class=org.nettunnel.tunnel.link.RekeyProof "$@" > "$log" 2>&1 || result=$?
grep '^figure: ' "$log" || true
grep -A3 -E ' :: FAILED$' "$log" | grep -Ev '^--$|:: (STARTED|SUCCESSFUL)$|^\s+(at )?(org\.junit|java\.base)' | cut -c1-2000 || true
if grep -B1 -A20 'please report this' "$log" | head -60 | grep .; then result=1; fi
exit $result
