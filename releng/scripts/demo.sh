#!/usr/bin/env bash
# demo [--check] [--loopback]: two nodes, a firewall between them and a page that comes through; Ctrl-C leaves nothing behind
set -euo pipefail
cd "$NETTUNNEL_ROOT"
for option in "$@"; do
  case $option in --check | --loopback) ;; *) echo "usage: ./dev demo [--check] [--loopback]" >&2; exit 2 ;; esac
done
. releng/scripts/lib/throwaway.sh
. releng/scripts/lib/system.sh
ready_product
ready_module
run_system demo.Demo "$@"
