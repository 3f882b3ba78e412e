#!/usr/bin/env bash
# traffic: real programs through two product processes over tcp and https: web, database, ssh, redis, iperf3, 10,000 connections, restarts, bad input
set -euo pipefail
cd "$NETTUNNEL_ROOT"
. releng/scripts/lib/throwaway.sh
. releng/scripts/lib/system.sh
. releng/scripts/lib/packages.sh
scale=${NETTUNNEL_SCALE:-full}
bring_packages
ready_product
ready_module
tests=$(compile_tests "$system_module")
path=$(printf '%s' "$tests:$system_path:$(test_path)" | tr : '\n' | awk 'NF && !seen[$0]++' | paste -sd:)
tags=()
[ "$scale" = short ] && tags=(--include-tag=short)
log=$NETTUNNEL_ROOT/.cache/traffic.log
echo "+ junit ${system_module##*/} ($scale; log: .cache/traffic.log)"
result=0
run_java -Dnettunnel.scale="$scale" -Dnettunnel.figures="$NETTUNNEL_FIGURES" -cp "$path" \
  org.junit.platform.console.ConsoleLauncher execute --disable-banner --disable-ansi-colors --details=testfeed \
  --scan-classpath="$tests" ${tags[@]+"${tags[@]}"} "$@" > "$log" 2>&1 || result=$?
grep -E '^SKIPPED ' "$log" || true
# the sentence of each failure, without the stack below it
grep -A3 -E ' :: FAILED$' "$log" | grep -Ev '^--$|:: (STARTED|SUCCESSFUL)$|^\s+(at )?(org\.junit|java\.base)' | cut -c1-500 || true
count() { sed -n "s/^\[ *\([0-9]*\) tests $1 *\]/\1/p" "$log"; }
echo "$(count successful) tests passed, $(count failed) failed, $(( $(count aborted) + $(count skipped) )) skipped" | tee -a "$NETTUNNEL_FIGURES"
exit $result
