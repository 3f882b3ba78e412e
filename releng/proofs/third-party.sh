#!/usr/bin/env bash
# third-party: what ./dev new-bundle writes outside the tree is built by Maven against the signed core site, signed, installed in two nodes and carries a stream
set -euo pipefail
cd "$NETTUNNEL_ROOT"
mkdir -p .cache
. releng/scripts/lib/throwaway.sh
. releng/scripts/lib/sites.sh
need_sites
find_maven
nettunnel=$product/bin/nettunnel
count=0 nodes=() fingerprint=
fail() { echo "third-party: $1"; exit 1; }

# Makes, builds, signs and checks one; the unsigned site stays in $throwaway/NAME.
prove_one() { # KIND ID
  local project=$throwaway/$2 site
  bash releng/scripts/new-bundle.sh "$1" "$2" "$project"
  echo "+ mvn verify in a folder outside the tree"
  # all that it needs was needed here before; a machine that is new asks Maven Central
  (cd "$project" && { "$maven" -o -B -ntp verify > build.log 2>&1 || "$maven" -B -ntp verify > build.log 2>&1; }) || {
    grep -E '^\[ERROR\]|Tests run' "$project/build.log" | head -30
    fail "$2 was not built"
  }
  grep -Eq 'Tests run: [1-9][0-9]*, Failures: 0, Errors: 0' "$project/build.log" || fail "the tests of $2 did not run"
  site=$project/sites/$2/target/repository
  jar --list --file "$site"/plugins/"$2"_*.jar | grep -q "^OSGI-INF/.*\.xml$" || fail "the jar of $2 offers no component"
  "$nettunnel" site sign "$site" --key "$throwaway/signer.p12" --password-file "$throwaway/password" --id "$2" --out "$throwaway/$2.zip"
  mkdir "$throwaway/$2.signed"
  (cd "$throwaway/$2.signed" && jar --extract --file "$throwaway/$2.zip")
  # Java's own program, which knows nothing of ours, says the same; it ends with 4 where only the authority is unknown
  for jar in "$throwaway/$2.signed"/{plugins,features}/*.jar "$throwaway/$2.signed/index.jar"; do
    jarsigner -verify "$jar" | grep -q '^jar verified' || fail "$jar is not signed as a whole"
  done
  "$nettunnel" site check "$throwaway/$2.zip" --signer "$fingerprint"
  if "$nettunnel" site check "$throwaway/$2.zip" --signer "$(cat "$signer/fingerprint")" 2> "$throwaway/refused"; then fail "another signer counts as well"; fi
  grep -q 'not by the signer' "$throwaway/refused" || fail "another signer is refused for another reason: $(cat "$throwaway/refused")"
  count=$((count + 1))
}

nt() { # NODE COMMAND
  local node=$1
  shift
  "$nettunnel" --data "$throwaway/$node/data" "$@"
}

# Waits until a file has a line like this, up to a minute.
await() { # FILE PATTERN
  local left=600
  until grep -Eq "$2" "$1" 2>/dev/null; do
    left=$((left - 1))
    [ $left -gt 0 ] || fail "$1 never had '$2': $(tail -20 "$1")"
    sleep 0.1
  done
}

start_node() { # NAME
  mkdir "$throwaway/$1"
  "$nettunnel" run --config "$throwaway/$1/config" --data "$throwaway/$1/data" --logs "$throwaway/$1/logs" --bind 127.0.0.1 --port 0 > "$throwaway/$1/out" 2>&1 &
  nodes+=($!)
  await "$throwaway/$1/out" 'listening bind=127.0.0.1 port='
}

# The cipher carries a page from one node to the other.
prove_in_nodes() { # ID SUITE
  local node port=0 web listen
  nodes=()
  for node in a b; do
    start_node $node
    nt $node bundle site add "$throwaway/$1.zip" --signer "$fingerprint"
    nt $node bundle install "$1"
    nt $node suite list | tee "$throwaway/suites"
    grep -Eq "^$2 +(offered|spare)" "$throwaway/suites" || fail "node $node does not offer $2"
  done
  port=$(sed -n 's/.*listening bind=127.0.0.1 port=\([0-9]*\).*/\1/p' "$throwaway/a/out" | head -1)
  nt a invite office --address "127.0.0.1:$port" | nt b tunnel add --invite -
  nt b suite prefer "$2"
  mkdir "$throwaway/web" && echo "carried by $2" > "$throwaway/web/page"
  jwebserver -b 127.0.0.1 -p 0 -d "$throwaway/web" > "$throwaway/web.out" 2>&1 &
  nodes+=($!)
  await "$throwaway/web.out" 'port [0-9]+'
  web=$(grep -Eo 'port [0-9]+' "$throwaway/web.out" | head -1 | cut -d' ' -f2)
  listen=$((20000 + RANDOM % 12000))
  nt b endpoint add office --listen "127.0.0.1:$listen" --to "127.0.0.1:$web"
  # links change over behind the command
  for _ in 1 2 3 4 5 6 7 8 9 10; do
    nt b suite list > "$throwaway/suites"
    grep -Eq "^$2 +offered +1 +[1-9]" "$throwaway/suites" && break
    sleep 1
  done
  grep -Eq "^$2 +offered +1 +[1-9]" "$throwaway/suites" || fail "no link of node b uses $2: $(cat "$throwaway/suites")"
  exec 8<> "/dev/tcp/127.0.0.1/$listen"
  printf 'GET /page HTTP/1.0\r\n\r\n' >&8
  grep -q "carried by $2" <&8 || fail "the page did not come"
  exec 8>&-
  kill "${nodes[@]}" && wait "${nodes[@]}" || true
  echo "a page carried by $2" >> "$NETTUNNEL_FIGURES"
}

echo "a password for $$" > "$throwaway/password"
"$nettunnel" site key --out "$throwaway/signer.p12" --name "A third party" --password-file "$throwaway/password" | tee "$throwaway/made"
fingerprint=$(sed -n 's/^fingerprint *//p' "$throwaway/made")
prove_one cipher com.example.lantern
prove_in_nodes com.example.lantern LANTERN
[ "${NETTUNNEL_SCALE:-full}" = short ] || prove_one compression com.example.packbits
echo "$count built outside the tree" >> "$NETTUNNEL_FIGURES"
