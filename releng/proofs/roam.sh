#!/usr/bin/env bash
# roam: connections are reset every few seconds, roads vanish and addresses change under two product processes; what runs through them goes on
# alone: it makes namespaces and measures
set -euo pipefail
. "$NETTUNNEL_ROOT/releng/scripts/lib/proof.sh"
bring_packages
outer=nettunnel-roam-$$-outer inner=nettunnel-roam-$$-inner
remove_networks() { ip netns del "$outer" 2>/dev/null; ip netns del "$inner" 2>/dev/null; } # roads go with them
if [ "$(id -u)" != 0 ] || ! ip netns add "$outer" || ! ip netns add "$inner"; then
  remove_networks || true
  echo "skipped: networks of their own can only be made by root, on Linux, where that is permitted"
  exit 75
fi
trap 'code=$?; set +e; remove_networks; (exit $code); leave_nothing' EXIT
in_front="ip netns exec $outer"
prove_by RoamProof -Dnettunnel.networks="$outer $inner" -- "$@"
