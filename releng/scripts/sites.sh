#!/usr/bin/env bash
# sites: signs the update sites of the core and of the optional features to .cache/sites, and tells how a node takes them
set -euo pipefail
cd "$NETTUNNEL_ROOT"
mkdir -p .cache
. releng/scripts/lib/sites.sh
need_sites
for zip in "$sites"/*.zip; do
  id=${zip##*/} id=${id%.zip}
  printf '%-34s %8s  %s\n' "$id" "$(du -h "$zip" | cut -f1)" "$zip"
done
example=org.nettunnel.compression.zstd
cat <<END

signed by $fingerprint, for 90 days; an administrator of a node types, for one of them:

  nettunnel bundle site add $sites/$example.zip --signer $fingerprint
  nettunnel bundle install ${example#org.nettunnel.}
END
