#!/usr/bin/env bash
# fuzz: no bytes from outside make a parser do more than refuse them; 10 min of each, or [SECONDS [METHOD…]]
# alone: it takes all processors
set -euo pipefail
cd "$NETTUNNEL_ROOT"
. releng/scripts/lib/compile.sh
fetch_libs
# in two seconds the second compiler does nothing but compile
case ${NETTUNNEL_SCALE:-full} in short) seconds=2 compiler=-XX:TieredStopAtLevel=1 ;; *) seconds=600 compiler=-XX:+TieredCompilation ;; esac
case ${1-} in '') ;; *[!0-9]*) echo "./dev prove fuzz: '$1' is no number of seconds" >&2; exit 2 ;; *) seconds=$1; shift ;; esac
wanted=" $* "

# each fuzz test by itself, two at a time: Jazzer runs one in a virtual machine
work=$NETTUNNEL_ROOT/.cache/fuzz
mkdir -p "$work"
rm -f "$work"/*.log
list=$(mktemp)
while read -r source; do
  folder=${source%%/src/test/*}
  compile "$folder"
  tests=$(compile_tests "$folder")
  class=${source#*/src/test/java/} class=${class%.java} class=${class//\//.}
  while read -r method; do
    case $wanted in "  " | *" $method "*) printf '%s %s %s\n' "$class" "$method" "$tests:${home_of[$folder]}" >> "$list" ;; esac
  done < <(sed -n '/@FuzzTest/,/void /s/.*void \([A-Za-z0-9]*\)(byte.*/\1/p' "$source")
done < <(find bundles -path '*/src/test/java/*' -name '*FuzzTest.java' | sort)
[ -s "$list" ] || { echo "./dev prove fuzz: no fuzz test is called${wanted% }" >&2; exit 2; }

# Jazzer looks through all of its class path at each start
needed=$(test_path | tr : '\n' | grep -Ev '/(archunit|org\.eclipse\.|org\.ow2\.|org\.osgi\.|org\.apache\.|osgi\.|prometheus|picocli|uplot|qr-creator)[^/]*\.jar$' | paste -sd:)

fuzz() { # CLASS METHOD PATH LOG: what is found stays in .cache/fuzz, beside the inputs that reached something new
  cd "$work"
  # the corpus and what fails land in the working directory; a hang is cut
  JAZZER_FUZZ=1 timeout -k 5 $((seconds + 300)) java "$compiler" -XX:+UseSerialGC -XX:+EnableDynamicAgentLoading --enable-native-access=ALL-UNNAMED \
    --sun-misc-unsafe-memory-access=allow -Xmx1g -ea -Djazzer.hooks=true -Djazzer.max_duration="${seconds}s" \
    -cp "$3:$needed" org.junit.platform.console.ConsoleLauncher execute --disable-banner --disable-ansi-colors \
    --details=none --select-method "$1#$2([B)" > "$4" 2>&1
}
run() { # CLASS METHOD PATH
  # two classes may call a method the same, and run at once
  local found=ok log=${1##*.}.$2.log
  fuzz "$@" "$log" || found="failed, see .cache/fuzz/$log"
  # the last count that libFuzzer gave
  printf '%-64s %9s runs  %6s edges  %s\n' "${1##*.}.$2" "$(sed -n 's/^#\([0-9][0-9]*\).*/\1/p' "$work/$log" | tail -1)" \
    "$(sed -n 's/^#.* cov: \([0-9]*\).*/\1/p' "$work/$log" | tail -1)" "$found"
}
export -f fuzz run
export work seconds compiler needed
xargs -P 2 -L 1 bash -c 'run "$@"' run < "$list" | tee "$work/summary"
rm -f "$list"
runs=$(awk '{ sum += $2 } END { print sum + 0 }' "$work/summary")
failed=$(grep -c ' failed, see ' "$work/summary" || true)
echo "$(wc -l < "$work/summary") fuzz tests of $seconds s, $runs runs, $failed failed" >> "$NETTUNNEL_FIGURES"
if [ "$failed" != 0 ]; then
  echo "the inputs that failed are .cache/fuzz/crash-*; one that is mended goes to src/test/resources/PACKAGE/CLASSInputs/METHOD/"
  exit 1
fi
# none may have ended without trying
! grep -Eq ' +0? runs ' "$work/summary"
