# Sourced: the jars that compile and test without Tycho. The target file is the one list of versions.
lib=$NETTUNNEL_ROOT/.cache/lib
test_tools="org.eclipse.jdt:ecj:3.44.0 org.junit.platform:junit-platform-console-standalone:6.1.3 com.tngtech.archunit:archunit:1.5.0
  com.code-intelligence:jazzer-junit:0.30.0 com.code-intelligence:jazzer:0.30.0 com.code-intelligence:jazzer-api:0.30.0"

lib_coordinates() {
  sed -n 's#.*<groupId>\(.*\)</groupId><artifactId>\(.*\)</artifactId><version>\(.*\)</version>.*#\1:\2:\3#p' \
    "$NETTUNNEL_ROOT/target-platform/nettunnel.target"
  printf '%s\n' $test_tools
}

lib_pom() {
  echo '<project><modelVersion>4.0.0</modelVersion><groupId>nettunnel</groupId><artifactId>libs</artifactId><version>1</version><dependencies>'
  while IFS=: read -r group artifact version; do
    echo "<dependency><groupId>$group</groupId><artifactId>$artifact</artifactId><version>$version</version><exclusions><exclusion><groupId>*</groupId><artifactId>*</artifactId></exclusion></exclusions></dependency>"
  done
  echo '</dependencies></project>'
}

# Does nothing when the list has not changed; safe when several run at once.
fetch_libs() {
  local coordinates stamp
  coordinates=$(lib_coordinates)
  stamp=$(printf '%s' "$coordinates" | cksum)
  [ "$(cat "$lib/.stamp" 2>/dev/null)" = "$stamp" ] && return 0
  mkdir -p "$NETTUNNEL_ROOT/.cache"
  (
    flock 9
    [ "$(cat "$lib/.stamp" 2>/dev/null)" = "$stamp" ] && exit 0
    rm -rf "$lib.new" && mkdir -p "$lib.new"
    printf '%s\n' "$coordinates" | lib_pom > "$lib.new/pom.xml"
    echo "+ mvn dependency:copy-dependencies ($(printf '%s\n' "$coordinates" | wc -l) jars)" >&2
    mvn -q -B -f "$lib.new/pom.xml" org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies \
      -DoutputDirectory="$lib.new" -DexcludeTransitive=true >&2
    printf '%s\n' "$stamp" > "$lib.new/.stamp"
    rm -rf "$lib" && mv "$lib.new" "$lib"
  ) 9> "$NETTUNNEL_ROOT/.cache/libs.lock"
}
