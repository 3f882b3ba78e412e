#!/usr/bin/env bash
# api: a running node's OpenAPI document is valid and lints clean, its metrics and health are as Prometheus and probes want them
set -euo pipefail
. "$NETTUNNEL_ROOT/releng/scripts/lib/proof.sh"
bring_packages
command -v curl > /dev/null || { echo "skipped: there is no curl (apt-get install curl)"; exit 75; }
ready_product
short_lived_nodes
spectral_version=6.16.3
looked=0

# The linter, of a version that stays; it and what it needs are for this proof alone.
ready_spectral() {
  local home=$NETTUNNEL_ROOT/.cache/spectral partial
  spectral=$home/node_modules/.bin/spectral
  [ "$(cat "$home/.version" 2>/dev/null)" = $spectral_version ] && [ -x "$spectral" ] && return 0
  command -v npm > /dev/null && command -v node > /dev/null || { echo "skipped: the document is not linted, since npm or node is not here (apt-get install nodejs npm)"; return 1; }
  echo "+ npm install @stoplight/spectral-cli@$spectral_version"
  partial=$(mktemp -d "$NETTUNNEL_ROOT/.cache/spectral.XXXXXX")
  if ! npm install --prefix "$partial" --ignore-scripts --no-audit --no-fund --loglevel=error "@stoplight/spectral-cli@$spectral_version" > "$NETTUNNEL_ROOT/.cache/npm.log" 2>&1; then
    echo "skipped: the document is not linted, since npm cannot bring spectral (.cache/npm.log)"
    rm -rf "$partial"
    return 1
  fi
  echo $spectral_version > "$partial/.version"
  rm -rf "$home" && mv "$partial" "$home"
}

at() { # NODE ARGUMENTS
  local node=$1
  shift
  "$NETTUNNEL_PRODUCT/bin/nettunnel" "$@" --data "$throwaway/$node/data"
}
start() { # NODE
  mkdir -p -m 700 "$throwaway/$1"
  "$NETTUNNEL_PRODUCT/bin/nettunnel" run --config "$throwaway/$1/config" --data "$throwaway/$1/data" --logs "$throwaway/$1/logs" --port 0 --bind 127.0.0.1 \
    --admin-password-file "$throwaway/password" > "$throwaway/$1/console" 2>&1 &
}
ready() { # NODE
  for _ in $(seq 600); do
    [ -s "$throwaway/$1/data/local-admin.json" ] && return 0
    sleep 0.2 # nothing to wait on but a file of another process
  done
  tail -20 "$throwaway/$1/console"
  return 1
}
base() { echo "https://$(grep -o '127\.0\.0\.1:[0-9]*' "$throwaway/$1/data/local-admin.json")"; }
rest() { # NODE PATH MORE…
  local node=$1 path=$2
  shift 2
  curl -sk -m 20 -H "Authorization: Bearer $(sed -n 's/.*"token" *: *"\([^"]*\)".*/\1/p' "$throwaway/$node/data/local-admin.json")" "$@" "$(base "$node")$path"
}
fails() { echo "api: $1"; exit 1; }

printf 'correct horse battery staple\n' > "$throwaway/password"
start a
start b
ready a
ready b

# a tunnel, an endpoint and a connection through it, so that every family of numbers has a sample; a node lets nobody to its own port, so it leads back to the first
at b tunnel add --invite "$(at a invite office --address "$(base a | cut -d/ -f3)" --transport tcp)" --wait 30s > /dev/null
endpoint=$(rest a /api/v1/endpoints -H 'Content-Type: application/json' --data "{\"tunnel\":\"office\",\"direction\":\"inbound\",\"port\":0,\"target\":\"$(base a | cut -d/ -f3)\"}" | sed -n 's/^{"id":"\([^"]*\)".*/\1/p')
[ -n "$endpoint" ] || fails "no endpoint was made"
port=0 through=
for _ in $(seq 100); do
  port=$(rest a "/api/v1/endpoints/$endpoint" | grep -o '"here":{[^}]*}' | sed 's/.*"port":\([0-9]*\).*/\1/')
  if [ "$port" != 0 ] && through=$(curl -sk -m 5 "https://127.0.0.1:$port/livez"); then break; fi
  sleep 0.2 # the other end is another process
done
[ -n "$through" ] || fails "nothing came through the endpoint at port $port"

# the document, and whether the linter finds anything at all
document=$throwaway/openapi.json
curl -sk -m 20 "$(base a)/api/v1/openapi.json" > "$document"
operations=$(grep -o '"operationId"' "$document" | wc -l)
[ "$operations" -gt 50 ] || fails "the document has $operations operations"
if ready_spectral; then
  printf 'extends: ["spectral:oas"]\n' > "$throwaway/ruleset.yaml"
  lint() { "$spectral" lint --ruleset "$throwaway/ruleset.yaml" --fail-severity warn --quiet "$1" 2>&1; }
  lint "$document" > "$throwaway/lint" || { head -40 "$throwaway/lint"; fails "the document has faults"; }
  sed 's/"operationId":"getStatus",//; s/"responses":{"204"/"answers":{"204"/' "$document" > "$throwaway/wrong.json"
  if lint "$throwaway/wrong.json" > "$throwaway/lint"; then fails "the linter finds nothing in what is wrong"; fi
  grep -q oas3-schema "$throwaway/lint" || fails "the linter does not look at the schema: $(head -5 "$throwaway/lint")"
  echo "$operations operations lint clean" >> "$NETTUNNEL_FIGURES"
  looked=$((looked + 1))
fi

# the numbers
rest a /metrics > "$throwaway/metrics"
families=$(grep -c '^# TYPE' "$throwaway/metrics")
if command -v promtool > /dev/null; then
  promtool check metrics < "$throwaway/metrics" > "$throwaway/promtool" 2>&1 || { cat "$throwaway/promtool"; fails "promtool finds faults in the metrics"; }
  [ ! -s "$throwaway/promtool" ] || { cat "$throwaway/promtool"; fails "promtool has something to say of the metrics"; }
  if printf '# TYPE nettunnel_wrong counter\nnettunnel_wrong 1\n' | promtool check metrics > /dev/null 2>&1; then fails "promtool finds nothing in what is wrong"; fi
  echo "$families families of metrics" >> "$NETTUNNEL_FIGURES"
  looked=$((looked + 1))
else
  echo "skipped: the metrics are not checked, since promtool is not here (apt-get install prometheus)"
fi
[ "$(curl -sk -o /dev/null -w '%{http_code}' "$(base a)/metrics")" = 401 ] || fails "a stranger reads the metrics"

# health, for probes that have no login
for probe in livez readyz; do
  [ "$(curl -sk -o "$throwaway/said" -w '%{http_code}' "$(base a)/$probe")" = 200 ] || fails "/$probe is not good: $(cat "$throwaway/said")"
  [ "$(wc -c < "$throwaway/said")" -lt 40 ] || fails "/$probe tells strangers too much: $(cat "$throwaway/said")"
done

for node in a b; do kill -TERM "$(cat "$throwaway/$node/data/node.lock")"; done
wait
[ $looked -gt 0 ] || exit 75
