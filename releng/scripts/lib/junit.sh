# Sourced: JUnit as proofs run it, its output in a log, of which people see the figures and the sentence of each failure.
. "$NETTUNNEL_ROOT/releng/scripts/lib/compile.sh"
scale=${NETTUNNEL_SCALE:-full}

# Compiles a folder and its tests; sets tests to the folder of their classes and path to all they need.
ready_tests() { # FOLDER
  fetch_libs
  compile "$1" || { echo "$1 ${failed[$1]}" >&2; exit 1; }
  tests=$(compile_tests "$1")
  path=$(without_doubles "$tests:${home_of[$1]}:$(test_path)")
}

# Sets log and result.
run_junit() { # NAME WHAT JAVA… -- SELECTION…
  local command=()
  log=$NETTUNNEL_ROOT/.cache/$1.log
  echo "+ junit $2 ($scale; log: .cache/$1.log)"
  shift 2
  while [ "$1" != -- ]; do command+=("$1"); shift; done
  shift
  result=0
  "${command[@]}" -Dnettunnel.scale="$scale" -Dnettunnel.figures="${NETTUNNEL_FIGURES-}" -cp "$path" \
    org.junit.platform.console.ConsoleLauncher execute --disable-banner --disable-ansi-colors --details=testfeed "$@" > "$log" 2>&1 || result=$?
}

# A Java for proofs inside the engine.
engine_java() {
  ${in_front-} java -Xmx512m -ea --enable-native-access=ALL-UNNAMED -Dnettunnel.root="$NETTUNNEL_ROOT" "$@"
}

# The same where thousands of links are made and lost: only what nobody may see is of interest.
quiet_java() {
  local settings=$NETTUNNEL_ROOT/.cache/quiet-logging.properties
  printf 'handlers=java.util.logging.ConsoleHandler\n.level=SEVERE\n' > "$settings"
  engine_java -Djava.util.logging.config.file="$settings" "$@"
}

# What was measured and skipped, and the sentence of each failure without the stack below it.
show_tests() {
  grep -E '^(SKIPPED|figure:) ' "$log" || true
  grep -A3 -E ' :: FAILED$' "$log" | grep -Ev '^--$|:: (STARTED|SUCCESSFUL)$|^\s+(at )?(org\.junit|java\.base)' | cut -c1-2000 || true
}

# A proof whose log has such lines failed, whatever its tests say.
nothing_like() { # PATTERN
  if grep -B1 -A20 "$1" "$log" | head -60 | grep .; then result=1; fi
}
