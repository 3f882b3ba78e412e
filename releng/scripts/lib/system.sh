# Sourced: the product, built when it is missing or older than its sources, and the compiled system test module.
. "$NETTUNNEL_ROOT/releng/scripts/lib/compile.sh"
system_module=tests/org.nettunnel.system.tests

product_home() {
  local machine
  machine=$(uname -m)
  echo "${NETTUNNEL_PRODUCT:-$NETTUNNEL_ROOT/releng/org.nettunnel.node.product/target/products/nettunnel.node/linux/gtk/$machine/nettunnel}"
}

# True when something that goes into the product is newer than it.
product_is_old() {
  local home=$1
  [ -x "$home/bin/nettunnel" ] || return 0
  [ -n "${NETTUNNEL_PRODUCT-}" ] && return 1
  [ -n "$(find "$NETTUNNEL_ROOT"/bundles/*/src/main "$NETTUNNEL_ROOT"/bundles/*/META-INF "$NETTUNNEL_ROOT/features" "$NETTUNNEL_ROOT/target-platform" \
    "$NETTUNNEL_ROOT"/releng/org.nettunnel.node.product/*.product \( -name target -prune \) -o -type f -newer "$home/artifacts.xml" -print -quit 2>/dev/null)" ]
}

# Sets NETTUNNEL_PRODUCT; quiet but for one line, the build's own words are in .cache/build.log.
ready_product() {
  local home log=$NETTUNNEL_ROOT/.cache/build.log
  home=$(product_home)
  if product_is_old "$home"; then
    mkdir -p "$NETTUNNEL_ROOT/.cache"
    printf 'building the product (a minute, the first time two) … ' >&2
    if ! bash "$NETTUNNEL_ROOT/releng/scripts/build.sh" > "$log" 2>&1; then
      echo "failed" >&2
      grep -m 15 -E 'ERROR|error:' "$log" >&2 || tail -15 "$log" >&2
      echo "./dev build shows it all; it is also in $log" >&2
      exit 1
    fi
    echo "done" >&2
  fi
  export NETTUNNEL_PRODUCT=$home
}

# Sets system_path to the class path of the module's fixtures.
ready_module() {
  fetch_libs
  compile "$system_module" || { echo "$system_module ${failed[$system_module]}" >&2; exit 1; }
  system_path=${home_of[$system_module]}:$(main_path)
}
