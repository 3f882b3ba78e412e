# Sourced: where the product of this machine is, and the p2 sites that were built with it. The last builds are kept apart from
# target/, which each build empties.
. "$NETTUNNEL_ROOT/releng/scripts/lib/maven.sh"

product_platform() {
  case "$(uname -s)/$(uname -m)" in
    Linux/x86_64) echo linux/gtk/x86_64 ;;
    Linux/aarch64) echo linux/gtk/aarch64 ;;
    Darwin/x86_64) echo macosx/cocoa/x86_64 ;;
    Darwin/arm64) echo macosx/cocoa/aarch64 ;;
    *) echo "./dev: there is no product for $(uname -s) $(uname -m)" >&2; return 1 ;;
  esac
}

site_modules() { (cd "$NETTUNNEL_ROOT" && ls -d releng/sites/*/category.xml | xargs -n1 dirname); }

# A hash of all that goes into the product.
product_stamp() {
  (cd "$NETTUNNEL_ROOT" && find pom.xml .mvn bundles features target-platform releng/org.nettunnel.node.product releng/sites \
    -type f ! -path '*/target/*' ! -path '*/bin/*.class' ! -path '*/src/test/*' ! -name '*.md' ! -name '.polyglot*' -print0 | sort -z | xargs -0 sha1sum | sha1sum | cut -c1-16)
}

# Prints nothing; sets $product to the installed product (its bin/nettunnel is the command), building it when the sources changed.
need_product() {
  local stamp platform built
  platform=$(product_platform)
  stamp=$(product_stamp)
  product=$NETTUNNEL_ROOT/.cache/product/$stamp/nettunnel
  [ -x "$product/bin/nettunnel" ] && return 0
  (
    flock 9
    [ -x "$product/bin/nettunnel" ] && exit 0
    find_maven
    # -am finds what bundles import, not what only their unit tests need
    echo "+ mvn package (the product is missing or older than its sources; log: .cache/build.log)" >&2
    if ! "$maven" -B -ntp clean package -Dmaven.test.skip=true -pl "releng/org.nettunnel.node.product,tests/org.nettunnel.fakes,$(site_modules | paste -sd,)" -am > "$NETTUNNEL_ROOT/.cache/build.log" 2>&1 9>&-; then
      grep -A12 '^\[ERROR\]' "$NETTUNNEL_ROOT/.cache/build.log" | head -40 >&2
      exit 1
    fi
    keep_product "$stamp"
  ) 9> "$NETTUNNEL_ROOT/.cache/product.lock" || return 1
  [ -x "$product/bin/nettunnel" ]
}

# Copies what a build made to where need_product finds it; the two before stay, for nodes that still run from them.
keep_product() { # [STAMP: of the sources when the build began]
  local stamp=${1:-$(product_stamp)} built module
  built=$NETTUNNEL_ROOT/releng/org.nettunnel.node.product/target/products/nettunnel.node/$(product_platform)/nettunnel
  mkdir -p "$NETTUNNEL_ROOT/.cache/product"
  rm -rf "$NETTUNNEL_ROOT/.cache/product/new.$$" && mkdir "$NETTUNNEL_ROOT/.cache/product/new.$$"
  cp -R "$built" "$NETTUNNEL_ROOT/.cache/product/new.$$/nettunnel"
  mkdir "$NETTUNNEL_ROOT/.cache/product/new.$$/sites"
  for module in $(site_modules); do
    cp -R "$NETTUNNEL_ROOT/$module/target/repository" "$NETTUNNEL_ROOT/.cache/product/new.$$/sites/${module##*/}"
  done
  rm -rf "$NETTUNNEL_ROOT/.cache/product/$stamp"
  mv "$NETTUNNEL_ROOT/.cache/product/new.$$" "$NETTUNNEL_ROOT/.cache/product/$stamp"
  ls -td "$NETTUNNEL_ROOT"/.cache/product/*/ | tail -n +4 | xargs -r rm -rf
}
