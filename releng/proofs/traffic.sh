#!/usr/bin/env bash
# traffic: real programs through two product processes over tcp and https: web, database, ssh, redis, iperf3, 10,000 connections, restarts, bad input
set -euo pipefail
cd "$NETTUNNEL_ROOT"
. releng/scripts/lib/throwaway.sh
. releng/scripts/lib/system.sh
. releng/scripts/lib/junit.sh
. releng/scripts/lib/packages.sh
bring_packages
ready_product
ready_tests "$system_module"
tags=()
[ "$scale" = short ] && tags=(--include-tag=short)
run_junit traffic "${system_module##*/}" run_java -- --scan-classpath="$tests" ${tags[@]+"${tags[@]}"} "$@"
show_tests
count() { sed -n "s/^\[ *\([0-9]*\) tests $1 *\]/\1/p" "$log"; }
echo "$(count successful) tests passed, $(count failed) failed, $(( $(count aborted) + $(count skipped) )) skipped" | tee -a "$NETTUNNEL_FIGURES"
exit $result
