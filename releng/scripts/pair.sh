#!/usr/bin/env bash
# pair [tcp|https]: two nodes on loopback, an endpoint and an echo, ready to poke; Ctrl-C leaves nothing behind
set -euo pipefail
cd "$NETTUNNEL_ROOT"
case "${1-tcp}" in tcp | https) ;; *) echo "usage: ./dev pair [tcp|https]" >&2; exit 2 ;; esac
. releng/scripts/lib/throwaway.sh
. releng/scripts/lib/system.sh
ready_product
ready_module
run_system demo.Pair "${1-tcp}"
