#!/usr/bin/env bash
# build [-Pall-platforms] [MAVEN…]: builds bundles and the product with Tycho, without running tests
set -euo pipefail
cd "$NETTUNNEL_ROOT"
mkdir -p .cache
. releng/scripts/lib/product.sh
find_maven
echo "+ mvn package -DskipTests $*"
"$maven" -B -ntp clean package -DskipTests "$@"
keep_product
ls -1 releng/org.nettunnel.node.product/target/products/*.tar.gz releng/org.nettunnel.node.product/target/products/*.zip 2>/dev/null || true
