# Sourced: sets $maven to a Maven that Tycho 5 takes (3.9 or newer), fetching one through the installed mvn when needed.
maven_wanted=3.9.16

find_maven() {
  local own=$NETTUNNEL_ROOT/.cache/maven/apache-maven-$maven_wanted version
  maven=$own/bin/mvn
  [ -x "$maven" ] && return 0
  if ! command -v mvn > /dev/null; then
    echo "./dev: there is no 'mvn' on the path. Install Maven 3.6 or newer; the rest is fetched through it." >&2
    exit 1
  fi
  version=$(mvn -v 2>/dev/null | sed -n 's/.*Apache Maven \([0-9]*\)\.\([0-9]*\).*/\1 \2/p' | head -1)
  case $version in
    '3 9' | '3 '[1-9][0-9] | [4-9]' '*) maven=mvn; return 0 ;;
  esac
  echo "+ mvn dependency:unpack apache-maven:$maven_wanted" >&2
  mkdir -p "$NETTUNNEL_ROOT/.cache"
  (
    flock 9
    [ -x "$own/bin/mvn" ] && exit 0
    mvn -q -B -f "$NETTUNNEL_ROOT/releng/scripts/lib/empty-pom.xml" org.apache.maven.plugins:maven-dependency-plugin:3.8.1:unpack \
      -Dartifact=org.apache.maven:apache-maven:$maven_wanted:tar.gz:bin -DoutputDirectory="$NETTUNNEL_ROOT/.cache/maven" >&2
    chmod +x "$own/bin/mvn"
  ) 9> "$NETTUNNEL_ROOT/.cache/maven.lock"
}
