#!/usr/bin/env bash
# test [BUNDLE…] [--select=CLASS]: compiles with javac and runs the unit tests without OSGi, in seconds
set -euo pipefail
cd "$NETTUNNEL_ROOT"
. releng/scripts/lib/compile.sh
fetch_libs
# its name in full, if it was given without its package and there is just one
named() { # CLASS
  local found
  found=$(find bundles tests -path "*/src/test/java/*/$1.java" | sed 's|.*/src/test/java/||; s|\.java$||; s|/|.|g')
  case $1:$found in *.*:* | *:'' | *$'\n'*) printf '%s\n' "$1" ;; *) printf '%s\n' "$found" ;; esac
}
names=() options=()
for argument in "$@"; do
  case $argument in
    --select=*) options+=("--select-class=$(named "${argument#--select=}")") ;;
    -*) options+=("$argument") ;;
    *) names+=("$argument") ;;
  esac
done
folders=()
if [ ${#names[@]} -eq 0 ]; then
  for folder in bundles/org.nettunnel.*/; do folders+=("${folder%/}"); done
  [ -d tests/org.nettunnel.architecture.tests/src/test ] && folders+=(tests/org.nettunnel.architecture.tests)
else
  for name in "${names[@]}"; do
    if ! folder=$(folder_of "$name"); then
      echo "./dev test: there is no bundle '$name'; there are: $(ls bundles | sed 's/^org.nettunnel.//' | paste -sd' ')" >&2
      exit 2
    fi
    folders+=("$folder")
  done
fi

roots="" path="" broken=()
architecture=
for folder in "${folders[@]}"; do
  if [ "${folder##*/}" = org.nettunnel.architecture.tests ]; then
    # it looks at every bundle
    for bundle in bundles/org.nettunnel.*/; do compile "${bundle%/}" || true; done
    architecture=yes
  fi
  if ! compile "$folder"; then broken+=("${folder##*/} ${failed[$folder]}"); continue; fi
  if ! tests=$(compile_tests "$folder"); then broken+=("${folder##*/}: its tests do not compile"); continue; fi
  [ -z "$tests" ] && continue
  roots=$roots:$tests path=$path:$tests:${home_of[$folder]}
done
roots=${roots#:} path=${path#:}
looked_at=
[ -n "$architecture" ] && for bundle in "${!stamp_of[@]}"; do
  case $bundle in bundles/*) looked_at=$looked_at:$classes/${bundle##*/}/${stamp_of[$bundle]} ;; esac
done

result=0
if [ -n "$roots" ]; then
  selection=("--scan-classpath=$roots")
  for option in ${options[@]+"${options[@]}"}; do case $option in --select-*) selection=() ;; esac; done
  path=$(without_doubles "$path")
  echo "+ junit ${folders[*]##*/org.nettunnel.}" >&2
  [ -z "$architecture" ] || echo "skipped: JarTest, what is in the jars, which ./dev build makes and looks at" >&2
  # fuzz tests only replay their seeds here, and need no hooks for that; ./dev prove fuzz has them
  java -XX:+UseSerialGC -XX:+EnableDynamicAgentLoading --enable-native-access=ALL-UNNAMED -ea -Djazzer.hooks=false \
    -Dnettunnel.root="$NETTUNNEL_ROOT" -Dnettunnel.classes="${looked_at#:}" \
    -cp "$path:$(test_path)" org.junit.platform.console.ConsoleLauncher execute --disable-banner \
    --details=summary ${selection[@]+"${selection[@]}"} ${options[@]+"${options[@]}"} || result=$?
else
  echo "no unit tests in ${folders[*]##*/}"
fi
for line in ${broken[@]+"${broken[@]}"}; do echo "./dev test: $line" >&2; result=1; done
sweep_classes
exit $result
