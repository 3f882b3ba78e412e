#!/usr/bin/env bash
# traffic: real programs through two product processes over tcp and https: web, database, ssh, redis, iperf3, 10,000 connections, strangers, providers that go and come
set -euo pipefail
. "$NETTUNNEL_ROOT/releng/scripts/lib/proof.sh"
bring_packages
# restarts is a proof of its own
tags=(--exclude-tag=restarts)
[ "$scale" = short ] && tags+=(--include-tag=short)
run_proof '' -- "${tags[@]}" "$@"
show_tests
count() { sed -n "s/^\[ *\([0-9]*\) tests $1 *\]/\1/p" "$log"; }
echo "$(count successful) tests passed, $(count failed) failed, $(( $(count aborted) + $(count skipped) )) skipped" | tee -a "$NETTUNNEL_FIGURES"
exit $result
