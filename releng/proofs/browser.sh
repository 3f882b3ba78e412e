#!/usr/bin/env bash
# browser: a real browser makes a tunnel from first start to a page that comes through, opens every screen, and hostile text stays text
set -euo pipefail
. "$NETTUNNEL_ROOT/releng/scripts/lib/proof.sh"
bring_packages
chromium=$(command -v chromium || true)
[ -n "$chromium" ] || { echo "chromium is not here: apt-get install chromium"; exit 75; }

# Playwright, axe and what reads QR codes are for this proof alone, and large: apart from the other jars.
browser_lib=$NETTUNNEL_ROOT/.cache/browser
playwright=1.56.0
browser_tools="com.microsoft.playwright:playwright:$playwright com.microsoft.playwright:driver:$playwright com.microsoft.playwright:driver-bundle:$playwright
  com.google.code.gson:gson:2.13.2 org.webjars.npm:axe-core:4.6.3 com.google.zxing:core:3.5.3"
fetch_browser_tools() {
  local stamp partial
  stamp=$(printf '%s' "$browser_tools" | cksum)
  [ "$(cat "$browser_lib/.stamp" 2>/dev/null)" = "$stamp" ] && return 0
  echo "+ mvn dependency:copy-dependencies (playwright, axe)"
  partial=$(mktemp -d "$NETTUNNEL_ROOT/.cache/browser.XXXXXX")
  printf '%s\n' $browser_tools | lib_pom > "$partial/pom.xml"
  mvn -q -B -f "$partial/pom.xml" org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies -DoutputDirectory="$partial" -DexcludeTransitive=true || return 1
  case "$(uname -s)/$(uname -m)" in Linux/aarch64) kind=linux-arm64 ;; *) kind=linux ;; esac
  (cd "$partial" && "$JAVA_HOME/bin/jar" xf "driver-bundle-$playwright.jar" "driver/$kind" && mv "driver/$kind" unpacked && rm -rf driver "driver-bundle-$playwright.jar" && chmod +x unpacked/node)
  printf '%s\n' "$stamp" > "$partial/.stamp"
  rm -rf "$browser_lib" && mv "$partial" "$browser_lib"
}
fetch_browser_tools || { echo "playwright could not be fetched"; exit 75; }

ready_product
short_lived_nodes
ready_module
module=tests/org.nettunnel.browser.tests
tests=$throwaway/browser-classes
javac_into "$tests" "$system_path:$(test_path):$(ls "$browser_lib"/*.jar | paste -sd:)" "$module/src/test/java" "$module/src/test/resources"
path=$(without_doubles "$tests:$system_path:$(test_path):$(ls "$browser_lib"/*.jar | paste -sd:)")
pictures=$NETTUNNEL_ROOT/.cache/browser-pictures
run_junit browser ConsoleProof run_java -Xmx512m -Dplaywright.cli.dir="$browser_lib/unpacked" -Dnettunnel.chromium="$chromium" -Dnettunnel.pictures="$pictures" \
  -- --select-class=org.nettunnel.browser.ConsoleProof "$@"
sed -n 's/^figure: //p' "$log" >> "${NETTUNNEL_FIGURES:-/dev/null}"
# a full run renews the pictures of the documentation, those that are there
if [ "$scale" != short ] && [ $result = 0 ]; then
  for picture in docs/screenshots/*.png; do cp "$pictures/${picture##*/}" "$picture"; done
fi
show_tests
exit $result
