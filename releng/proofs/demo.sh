#!/usr/bin/env bash
# demo: ./dev demo shows what it says, with a firewall and without, and leaves no process, namespace or file behind
# alone: it looks for whatever processes and namespaces are left
set -euo pipefail
cd "$NETTUNNEL_ROOT"
places=$(mktemp -d)
trap 'rm -rf "$places"' EXIT
traces() { # what a demo could leave
  ls -A "$places"
  pgrep -f -- "$places/" || true
  { ip netns list; ip -o link; } 2>/dev/null | grep -oE 'nettunnel-demo-[0-9]+|ntd[0-9]+' || true
}
before=$(traces)
TMPDIR=$places bash releng/scripts/demo.sh --check
[ "${NETTUNNEL_SCALE:-full}" = short ] || TMPDIR=$places bash releng/scripts/demo.sh --check --loopback
left=$(traces)
if [ "$left" != "$before" ]; then
  echo "the demo left behind: $left"
  exit 1
fi
echo "page fetched, nothing left behind" >> "$NETTUNNEL_FIGURES"
