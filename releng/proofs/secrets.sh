#!/usr/bin/env bash
# secrets: passwords, invites, tokens, a proxy's password and a passphrase go through all that two nodes do, to the other end of a tunnel too, and are then found in no log, answer, audit entry, metric, event or file
set -euo pipefail
. "$NETTUNNEL_ROOT/releng/scripts/lib/proof.sh"
ready_product
short_lived_nodes
command -v curl > /dev/null || { echo "skipped: there is no curl"; exit 75; }
mark=Canary$$
pass_root=$mark-root-password pass_user=$mark-user-password pass_wrong=$mark-wrong-password pass_proxy=$mark-proxy-password pass_new=$mark-changed-password pass_far=$mark-far-password phrase=$mark-backup-passphrase
said=$throwaway/said
mkdir -m 700 "$said"
declare -A port

# Runs a command at a node; what it says is kept to be searched, but for what is meant to show a secret once.
at() { # NODE ARGUMENTS
  local node=$1
  shift
  NETTUNNEL_CONFIG=$throwaway/$node/config NETTUNNEL_DATA=$throwaway/$node/data NETTUNNEL_LOGS=$throwaway/$node/logs XDG_CONFIG_HOME=$throwaway/$node/home \
    "$NETTUNNEL_PRODUCT/bin/nettunnel" "$@"
}
kept() { at "$@" >> "$said/commands" 2>&1 || echo "exit $? of $*" >> "$said/exits"; }

launch() { # NODE
  mkdir -p -m 700 "$throwaway/$1"
  NETTUNNEL_CONFIG=$throwaway/$1/config NETTUNNEL_DATA=$throwaway/$1/data NETTUNNEL_LOGS=$throwaway/$1/logs XDG_CONFIG_HOME=$throwaway/$1/home \
    "$NETTUNNEL_PRODUCT/bin/nettunnel" run --port 0 --bind 127.0.0.1 --log-level trace --admin-password-file "$throwaway/root.password" >> "$said/console-$1" 2>&1 &
}
await() { # NODE
  for _ in $(seq 600); do
    [ -s "$throwaway/$1/data/local-admin.json" ] && break
    sleep 0.2 # nothing to wait on but a file of another process
  done
  port[$1]=$(grep -o '127\.0\.0\.1:[0-9]*' "$throwaway/$1/data/local-admin.json" | cut -d: -f2)
}
rest() { # NODE TOKEN METHOD PATH [BODY]
  local body=()
  [ $# -lt 5 ] || body=(-H 'Content-Type: application/json' --data "$5")
  curl -sk -m 10 -X "$3" -H "Authorization: Bearer $2" "${body[@]}" "https://127.0.0.1:${port[$1]}$4"
}
local_token() { sed -n 's/.*"token" *: *"\([^"]*\)".*/\1/p' "$throwaway/$1/data/local-admin.json"; }
field() { sed -n "s/.*\"$1\" *: *\"\([^\"]*\)\".*/\1/p"; }

identity_of() { rest "$1" "$(local_token "$1")" GET /api/v1/status | grep -o '"identity":"[^"]*"' | head -1; }

printf '%s\n' "$pass_root" > "$throwaway/root.password"
printf '%s\n' "$phrase" > "$throwaway/phrase"
printf '%s\n' "$pass_proxy" > "$throwaway/proxy.password"
launch a
launch b
await a
await b
# all that they tell from now on
for node in a b; do
  curl -skN -m 600 -H "Authorization: Bearer $(local_token $node)" "https://127.0.0.1:${port[$node]}/api/v1/events?types=tunnel,endpoint,stream,rate,log,audit" >> "$said/events-$node" &
done

# a tunnel by an invite, an endpoint, a proxy with a password, and what is wrong with each
invite=$(at a invite office --address "127.0.0.1:${port[a]}" 2>> "$said/commands")
printf '%s' "$invite" > "$throwaway/invite"
at b tunnel add --invite-file "$throwaway/invite" --wait 60s >> "$said/commands" 2>&1

# the other end, through the tunnel: logins good and bad, a token, another password, an examination
far() { # METHOD PATH [BODY]
  local body=null
  [ $# -lt 3 ] || body="\"$(printf '%s' "$3" | sed 's/"/\\"/g')\""
  rest a "$(local_token a)" POST /api/v1/tunnels/office/peer "{\"method\":\"$1\",\"path\":\"$2\",\"body\":$body}"
}
through_proxy="{\"address\":\"127.0.0.1:1\",\"proxy\":\"http://me:$pass_proxy@127.0.0.1:9\"}"
far POST /login "{\"user\":\"root\",\"password\":\"$pass_wrong\"}" >> "$said/answers"
far POST /login "{\"user\":\"root\",\"password\":\"$pass_root\"}" > "$throwaway/far"
grep -q '"status":200' "$throwaway/far" || { echo "nobody could log in at the other end: $(cat "$throwaway/far")"; exit 1; }
far_token=$(far POST /tokens "{\"name\":\"there\",\"scopes\":[\"read\"],\"expires\":\"$(date -u -d '+1 day' +%FT%TZ)\"}" | grep -o 'ntp_[A-Za-z0-9_-]*' | head -1 || true)
far GET /tokens >> "$said/answers"
far POST /doctor "$through_proxy" >> "$said/answers" || true
far POST /password "{\"old\":\"$pass_root\",\"wanted\":\"$pass_far\"}" >> "$said/answers"
far POST /login "{\"user\":\"root\",\"password\":\"$pass_far\"}" > "$throwaway/far"
grep -q '"status":200' "$throwaway/far" || { echo "the password there was not changed: $(cat "$throwaway/far")"; exit 1; }
printf '%s\n' "$pass_far" > "$throwaway/far.password"
at a --via office login --user root --password-file "$throwaway/far.password" >> "$said/commands" 2>&1
kept a --via office status
rest a "$(local_token a)" POST /api/v1/doctor "$through_proxy" >> "$said/answers" || true
for where in "" --from-node; do at a doctor 127.0.0.1:1 $where --proxy "http://me:$pass_proxy@127.0.0.1:9" >> "$said/commands" 2>&1 || true; done

kept b tunnel add --invite "${invite:0:40}x"
kept a endpoint add office --listen 0 --to 127.0.0.1:9
kept b tunnel set office --proxy "http://me@127.0.0.1:9" --proxy-password-file "$throwaway/proxy.password"

# logins good and bad, a user, his invite and token, settings, import, backup and restore
for body in "{\"user\":\"root\",\"password\":\"$pass_root\"}" "{\"user\":\"root\",\"password\":\"$pass_wrong\"}" "{\"user\":\"$pass_wrong\",\"password\":\"x\"}" "{\"user\":\"$pass_wrong\",\"password\":7}" "{\"pasword\":\"$pass_wrong\"}"; do
  rest a '' POST /api/v1/login "$body" >> "$throwaway/logins"
done
session=$(field token < "$throwaway/logins" | head -1 || true)
local=$(local_token a)
rest a "$local" POST /api/v1/users '{"name":"anna","role":"limited"}' >> "$said/answers" || true
user_invite=$(rest a "$local" POST /api/v1/users/anna/invite | field text || true)
rest a '' POST /api/v1/join "{\"code\":\"$user_invite\",\"password\":\"$pass_user\"}" > "$throwaway/joined"
anna=$(rest a '' POST /api/v1/login "{\"user\":\"anna\",\"password\":\"$pass_user\"}" | field token || true)
rest a "$anna" POST /api/v1/password "{\"old\":\"$pass_wrong\",\"wanted\":\"$pass_new\"}" >> "$said/answers"
rest a "$anna" POST /api/v1/password "{\"old\":\"$pass_user\",\"wanted\":\"$pass_new\"}" >> "$said/answers"
user_token=$(rest a "$session" POST /api/v1/tokens "{\"name\":\"script\",\"scopes\":[\"read\"],\"expires\":\"$(date -u -d '+1 day' +%FT%TZ)\"}" | grep -o 'ntp_[A-Za-z0-9_-]*' | head -1 || true)
# a browser's login, and what else goes with its cookie
curl -sk -m 10 -D "$throwaway/cookie" -H 'Content-Type: application/json' --data "{\"user\":\"root\",\"password\":\"$pass_root\",\"cookie\":true}" "https://127.0.0.1:${port[a]}/api/v1/login" > "$throwaway/browser"
cookie=$(sed -n 's/^[Ss]et-[Cc]ookie: __Host-nettunnel=\([^;]*\);.*/\1/p' "$throwaway/cookie")
csrf=$(field csrf < "$throwaway/browser")
rest a "$user_token" GET /api/v1/tunnels >> "$said/answers"
kept a settings set node.name=office log.level=trace
kept a settings set http.port=many
printf '[{"Username":"bert","PasswordHash":"%s"}]' "$pass_wrong" > "$throwaway/NtUser.json"
kept a import "$throwaway/NtUser.json"
at a backup "$throwaway/a.backup" --passphrase-file "$throwaway/phrase" >> "$said/commands" 2>&1
kept a restore "$throwaway/a.backup" --passphrase-file "$throwaway/phrase"
kept a restore "$throwaway/a.backup" --passphrase-file "$throwaway/root.password"

# all there is to look at
for path in status tunnels endpoints streams suites users tokens audit audit/verify settings log history openapi.json session; do
  for node in a b; do rest $node "$(local_token $node)" GET "/api/v1/$path" >> "$said/answers" || true; done
done
for node in a b; do
  rest $node "$(local_token $node)" GET /metrics >> "$said/metrics" || true
done
kept a audit list --limit 1000
kept b check
verdict=$(at a audit verify | head -1 || true)
case $verdict in 'Nothing was changed'*) ;; *) echo "audit: $verdict"; exit 1 ;; esac

# a stopped node, restored from its backup to another place, starts as the one it was
identity=$(identity_of a)
for pid in $(cat "$throwaway"/[ab]/data/node.lock); do kill -TERM "$pid"; done
wait
kept c restore "$throwaway/a.backup" --passphrase-file "$throwaway/phrase" --apply
launch c
await c
restored=$(identity_of c)
[ -n "$identity" ] && [ "$restored" = "$identity" ] || { echo "the restored node is another: '$restored', not '$identity'"; cat "$said/commands" | tail -5; exit 1; }
kill -TERM "$(cat "$throwaway/c/data/node.lock")"
wait

# nothing of it may be anywhere but sealed or hashed
hits=0 looked=0 secrets=0
search() { # WHAT SECRET
  [ -n "$2" ] || return 0
  secrets=$((secrets + 1))
  local found
  found=$(grep -rlaF -- "$2" "$said" "$throwaway"/[abc]/config "$throwaway"/[abc]/data "$throwaway"/[abc]/logs "$throwaway/a.backup" 2>/dev/null | grep -v local-admin || true)
  [ -z "$found" ] || { echo "the $1 is in: $found"; hits=$((hits + 1)); }
}
search "administrator's password" "$pass_root"
search "user's password" "$pass_user"
search "wrong password" "$pass_wrong"
search "proxy's password" "$pass_proxy"
search "passphrase" "$phrase"
search "invite" "$invite"
search "start of the invite" "${invite:0:60}"
search "session" "$session"
search "local token" "$local"
search "user's invite" "$user_invite"
search "access token" "$user_token"
search "changed password" "$pass_new"
search "password at the other end" "$pass_far"
search "access token of the other end" "$far_token"
search "user's session" "$anna"
search "browser's session" "$cookie"
search "browser's proof" "$csrf"
looked=$(find "$said" "$throwaway"/[abc]/config "$throwaway"/[abc]/data "$throwaway"/[abc]/logs -type f | wc -l)
[ "$secrets" = 17 ] || { echo "only $secrets secrets were made: the run was not whole"; exit 1; }
# the search can find: what may be shown is there
for kind in log audit tunnel; do grep -q "^event: $kind" "$said/events-a" || { echo "no event '$kind' was told: the run was not whole"; exit 1; }; done
grep -rqaF -- office "$said" || { echo "the search finds nothing at all"; exit 1; }
echo "$secrets secrets, $looked files, $hits hits" >> "$NETTUNNEL_FIGURES"
[ "$hits" = 0 ]
