#!/usr/bin/env bash
# third-party: what ./dev new-bundle writes outside the tree is built by Maven against the signed core site, passes its tests, and is signed and checked
set -euo pipefail
cd "$NETTUNNEL_ROOT"
mkdir -p .cache
. releng/scripts/lib/throwaway.sh
. releng/scripts/lib/sites.sh
need_sites
find_maven
nettunnel=$product/bin/nettunnel
count=0
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
  count=$((count + 1))
}

echo "a password for $$" > "$throwaway/password"
"$nettunnel" site key --out "$throwaway/signer.p12" --name "A third party" --password-file "$throwaway/password"
prove_one cipher com.example.lantern
[ "${NETTUNNEL_SCALE:-full}" = short ] || prove_one compression com.example.packbits
echo "$count built outside the tree" >> "$NETTUNNEL_FIGURES"
