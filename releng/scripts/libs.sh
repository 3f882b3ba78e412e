#!/usr/bin/env bash
# libs: copies the jars of the target platform and the test tools to .cache/lib
set -euo pipefail
cd "$NETTUNNEL_ROOT"
. releng/scripts/lib/libs.sh
fetch_libs
echo "$(ls "$lib" | grep -c '\.jar$') jars in $lib"
