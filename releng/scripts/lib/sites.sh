# Sourced: the update sites of the tree, signed by the development signer of this machine.
. "$NETTUNNEL_ROOT/releng/scripts/lib/product.sh"
sites=$NETTUNNEL_ROOT/.cache/sites
signer=$NETTUNNEL_ROOT/.cache/signer

# Made once per machine. It lies beside its password: nobody but developers of this machine ever trusts it.
need_signer() {
  [ -f "$signer/signer.p12" ] && [ -f "$signer/fingerprint" ] && return 0
  rm -rf "$signer.new" "$signer" && mkdir -m 700 "$signer.new"
  (umask 077 && head -c 24 /dev/urandom | base64 > "$signer.new/password")
  "$product/bin/nettunnel" site key --out "$signer.new/signer.p12" --name "NetTunnel development on $(uname -n | tr -cd 'a-zA-Z0-9.-')" \
    --password-file "$signer.new/password" | sed -n 's/^fingerprint *//p' > "$signer.new/fingerprint"
  [ -s "$signer.new/fingerprint" ] && mv "$signer.new" "$signer"
}

# Sets $product; signs the sites that were built with it to .cache/sites/ID and .cache/sites/ID.zip, unless they are there; sets $fingerprint.
need_sites() {
  need_product || return 1
  (
    set -e
    flock 9
    need_signer
    # a signed site is believed for 90 days; well before, it is signed anew
    if [ "$(cat "$sites/.stamp" 2>/dev/null)" = "$product $(cat "$signer/fingerprint")" ] && [ -n "$(find "$sites/.stamp" -mtime -30)" ]; then exit 0; fi
    mkdir -p "$sites"
    rm -f "$sites/.stamp"
    for site in "${product%/nettunnel}"/sites/*; do
      id=${site##*/}
      echo "+ nettunnel site sign $id" >&2
      "$product/bin/nettunnel" site sign "$site" --key "$signer/signer.p12" --password-file "$signer/password" --id "$id" --out "$sites/$id" > /dev/null
      jar --create --no-manifest --file "$sites/$id.zip.new" -C "$sites/$id" .
      mv "$sites/$id.zip.new" "$sites/$id.zip"
    done
    echo "$product $(cat "$signer/fingerprint")" > "$sites/.stamp"
  ) 9> "$NETTUNNEL_ROOT/.cache/sites.lock" || return 1
  fingerprint=$(cat "$signer/fingerprint")
}
