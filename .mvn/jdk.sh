# Sourced by ./dev: points JAVA_HOME at a JDK 25 or newer, or says what is missing and ends with 3.
jdk_major() { sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release" 2>/dev/null; }
jdk_ok() { [ -x "$1/bin/javac" ] && [ "$(jdk_major "$1")" -ge 25 ] 2>/dev/null; }
if [ -z "${JAVA_HOME-}" ] || ! jdk_ok "$JAVA_HOME"; then
  found=
  on_path=$(command -v javac 2>/dev/null || true)
  [ -n "$on_path" ] && on_path=$(dirname "$(dirname "$(readlink -f "$on_path" 2>/dev/null || echo "$on_path")")")
  for jdk in "$on_path" "${JAVA25_HOME-}" "${JAVA_HOME_25_X64-}" "${JAVA_HOME_25_ARM64-}" \
    /usr/lib/jvm/* /opt/java/* /opt/jdk* "${HOME-}"/.sdkman/candidates/java/* "${HOME-}"/.jdks/* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home "${HOME-}"/Library/Java/JavaVirtualMachines/*/Contents/Home; do
    if [ -n "$jdk" ] && jdk_ok "$jdk"; then found=$jdk; break; fi
  done
  if [ -z "$found" ]; then
    echo "NetTunnel is built with a JDK 25 or newer; none was found in JAVA_HOME (${JAVA_HOME:-unset}), on the path or in the usual places. Install one (for example Temurin 25) and set JAVA_HOME to it." >&2
    exit 3
  fi
  JAVA_HOME=$found
  export JAVA_HOME
fi
