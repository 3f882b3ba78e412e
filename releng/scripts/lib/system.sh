# Sourced: the compiled system test module and the product it runs.
. "$NETTUNNEL_ROOT/releng/scripts/lib/compile.sh"
. "$NETTUNNEL_ROOT/releng/scripts/lib/product.sh"
system_module=tests/org.nettunnel.system.tests

# Sets NETTUNNEL_PRODUCT, unless it is set already.
ready_product() {
  mkdir -p "$NETTUNNEL_ROOT/.cache"
  [ -n "${NETTUNNEL_PRODUCT-}" ] || need_product
  export NETTUNNEL_PRODUCT=${NETTUNNEL_PRODUCT:-$product}
}

# Sets system_path to the class path of the module's fixtures.
ready_module() {
  fetch_libs
  compile "$system_module" || { echo "$system_module ${failed[$system_module]}" >&2; exit 1; }
  system_path=${home_of[$system_module]}:$(main_path)
}

# In the short form, for proofs whose nodes live for seconds and carry little: their Java compiles quickly rather than well.
short_lived_nodes() {
  [ "${NETTUNNEL_SCALE:-full}" != short ] || export NETTUNNEL_JAVA_OPTS="-XX:TieredStopAtLevel=1 ${NETTUNNEL_JAVA_OPTS-}"
}
