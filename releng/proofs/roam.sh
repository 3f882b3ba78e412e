#!/usr/bin/env bash
# roam: connections are reset every few seconds, roads vanish and addresses change under two product processes; what runs through them goes on
set -euo pipefail
cd "$NETTUNNEL_ROOT"
. releng/scripts/lib/throwaway.sh
. releng/scripts/lib/system.sh
. releng/scripts/lib/packages.sh
scale=${NETTUNNEL_SCALE:-full}
bring_packages
outer=nettunnel-roam-$$-outer inner=nettunnel-roam-$$-inner
remove_networks() { ip netns del "$outer" 2>/dev/null; ip netns del "$inner" 2>/dev/null; } # roads go with them
if [ "$(id -u)" != 0 ] || ! ip netns add "$outer" || ! ip netns add "$inner"; then
  remove_networks || true
  echo "skipped: networks of their own can only be made by root, on Linux, where that is permitted"
  exit 75
fi
trap 'code=$?; set +e; remove_networks; (exit $code); leave_nothing' EXIT
ready_product
ready_module
tests=$(compile_tests "$system_module")
path=$(printf '%s' "$tests:$system_path:$(test_path)" | tr : '\n' | awk 'NF && !seen[$0]++' | paste -sd:)
log=$NETTUNNEL_ROOT/.cache/roam.log
java() { exec ip netns exec "$outer" "$JAVA_HOME/bin/java" "$@"; }
echo "+ junit org.nettunnel.system.RoamProof ($scale; log: .cache/roam.log)"
result=0
run_java -Dnettunnel.scale="$scale" -Dnettunnel.figures="${NETTUNNEL_FIGURES-}" -Dnettunnel.networks="$outer $inner" -cp "$path" \
  org.junit.platform.console.ConsoleLauncher execute --disable-banner --disable-ansi-colors --details=testfeed \
  --select-class=org.nettunnel.system.RoamProof "$@" > "$log" 2>&1 || result=$?
grep -E '^(SKIPPED|figure:) ' "$log" || true
# the sentence of each failure, without the stack below it
grep -A3 -E ' :: FAILED$' "$log" | grep -Ev '^--$|:: (STARTED|SUCCESSFUL)$|^\s+(at )?(org\.junit|java\.base)' | cut -c1-1000 || true
exit $result
