#!/usr/bin/env bash
# product: prints the folder of the built product, building it first when its sources changed
set -euo pipefail
cd "$NETTUNNEL_ROOT"
mkdir -p .cache
. releng/scripts/lib/product.sh
need_product
echo "$product"
