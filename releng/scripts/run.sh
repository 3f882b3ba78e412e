#!/usr/bin/env bash
# run node NAME [FLAGS]: a node of the built product in the foreground; its files stay in .cache/nodes/NAME
set -euo pipefail
cd "$NETTUNNEL_ROOT"
if [ "${1-}" != node ] || [ -z "${2-}" ] || [[ ! $2 =~ ^[a-zA-Z0-9-]+$ ]]; then
  echo "usage: ./dev run node NAME [FLAGS of nettunnel run], for example ./dev run node a" >&2
  exit 2
fi
name=$2
shift 2
. releng/scripts/lib/system.sh
ready_product
home=$NETTUNNEL_ROOT/.cache/nodes/$name
mkdir -p "$home"
# the first has the port people know, every other any; the node says which
port=()
case " $* " in *' --port '* | *' --port='*) ;; *) [ "$name" = a ] || port=(--port 0) ;; esac
echo "+ $NETTUNNEL_PRODUCT/bin/nettunnel run; talk to it by: $NETTUNNEL_PRODUCT/bin/nettunnel --data $home/data status" >&2
exec "$NETTUNNEL_PRODUCT/bin/nettunnel" run --config "$home/config" --data "$home/data" --logs "$home/logs" --bind 127.0.0.1 ${port[@]+"${port[@]}"} "$@"
