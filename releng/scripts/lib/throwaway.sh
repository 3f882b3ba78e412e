# Sourced: a directory for all throw-away files, and a second net under the Java programs, which tidy up themselves:
# whatever still runs out of that directory when this shell ends is killed, and the directory removed.
throwaway=$(mktemp -d "${TMPDIR:-/tmp}/nettunnel.XXXXXX")
chmod 711 "$throwaway" # servers that give up root must be able to walk in
child=

processes_of_it() { pgrep -f -- "$throwaway/" | grep -vx $$ || true; }

leave_nothing() {
  local code=$? left
  trap - EXIT INT TERM HUP
  # a Java program that is still there was not asked yet
  if [ -n "$child" ] && kill -TERM "$child" 2>/dev/null; then wait "$child" 2>/dev/null || true; fi
  left=$(processes_of_it)
  [ -n "$left" ] && kill -KILL $left 2>/dev/null
  # a namespace is named by the Java program's process id
  if [ -n "$child" ] && command -v ip > /dev/null && ip netns list 2>/dev/null | grep -q "^nettunnel-demo-$child\b"; then
    ip link del "ntd$child" 2>/dev/null || true
    ip netns del "nettunnel-demo-$child" || true
  fi
  rm -rf "$throwaway"
  exit "$code"
}
trap leave_nothing EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

# Runs Java below this shell, by in_front where that is set; Ctrl-C reaches it through us, so that it ends its nodes in order.
run_java() {
  ${in_front-} java -XX:+UseSerialGC -XX:-UsePerfData --enable-native-access=ALL-UNNAMED -Djava.io.tmpdir="$throwaway" -Dnettunnel.root="$NETTUNNEL_ROOT" -Dnettunnel.product="${NETTUNNEL_PRODUCT-}" "$@" &
  child=$!
  wait "$child"
}

# Runs a program of the system module.
run_system() { # CLASS ARGUMENTS
  local main=org.nettunnel.system.$1 terminal=false
  shift
  [ -t 1 ] && [ -z "${NO_COLOR-}" ] && terminal=true
  run_java -Dnettunnel.terminal=$terminal -cp "$system_path" "$main" "$@"
}
