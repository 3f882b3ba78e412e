#!/usr/bin/env bash
# build [-Pall-platforms] [MAVEN…]: builds bundles and the product with Tycho, without running tests
set -euo pipefail
cd "$NETTUNNEL_ROOT"
. releng/scripts/lib/maven.sh
find_maven
echo "+ mvn package -DskipTests $*"
"$maven" -B -ntp package -DskipTests "$@"
echo "product: $NETTUNNEL_ROOT/releng/org.nettunnel.node.product/target/products"
