# Sourced: compiles bundles with plain javac, only what changed, safe when several run at once.
# Classes land in .cache/classes/BUNDLE/STAMP, where the stamp is a hash of all that went in: nobody's
# classes change under a running test, and a bundle that does not compile stops only those that need it.
. "$NETTUNNEL_ROOT/releng/scripts/lib/libs.sh"
classes=$NETTUNNEL_ROOT/.cache/classes
declare -A stamp_of=() home_of=() failed=()

main_path() { find "$lib" -name '*.jar' ! -name 'junit*' ! -name 'opentest4j*' ! -name 'archunit*' ! -name 'ecj*' ! -name 'jazzer*' | sort | paste -sd:; }
test_path() { find "$lib" -name '*.jar' \( ! -name 'junit-*' -o -name 'junit-platform-console*' \) ! -name 'opentest4j*' ! -name 'ecj*' | sort | paste -sd:; }

# A class path with each place once.
without_doubles() { printf '%s' "$1" | tr : '\n' | awk 'NF && !seen[$0]++' | paste -sd:; }

# The folder of a bundle or test module: NAME, org.nettunnel.NAME or the end of it.
folder_of() {
  local name=${1#org.nettunnel.}
  name=${name#bundles/} name=${name#tests/} name=${name#org.nettunnel.} name=${name%/}
  local kind
  for kind in bundles/org.nettunnel.$name tests/org.nettunnel.$name tests/org.nettunnel.$name.tests; do
    [ -d "$NETTUNNEL_ROOT/$kind" ] && { echo "$kind"; return 0; }
  done
  return 1
}

# The other bundles that a bundle imports, or names in additional.bundles for its unit tests; fakes among them.
needs_of() {
  local folder=$1 self=${1##*/} name
  {
    [ -f "$folder/META-INF/MANIFEST.MF" ] && sed -n '/^Import-Package:/,/^[A-Z]/p' "$folder/META-INF/MANIFEST.MF" | grep -o 'org\.nettunnel\.[a-z0-9.]*' || true
    [ -f "$folder/build.properties" ] && sed -n '/^additional\.bundles/,/[^\\]$/p' "$folder/build.properties" | grep -o 'org\.nettunnel\.[a-z0-9.]*' || true
  } | while read -r name; do
    case $name in org.nettunnel.api.*) name=org.nettunnel.api ;; esac
    [ "$name" = "$self" ] || folder_of "$name" || true
  done | sort -u
}

javac_into() { # TARGET CLASSPATH SOURCE-FOLDER RESOURCE-FOLDER
  local target=$1 path=$2 sources=$3 resources=$4 partial
  mkdir -p "$(dirname "$target")"
  partial=$(mktemp -d "$target.XXXXXX")
  if find "$sources" -name '*.java' 2>/dev/null > "$partial.list" && [ -s "$partial.list" ] &&
    ! javac -J-XX:+UseSerialGC -J-XX:TieredStopAtLevel=1 -d "$partial" --release 25 -encoding UTF-8 -proc:none \
      -Xlint:all,-processing,-classfile,-path -cp "$path" "@$partial.list" >&2; then
    rm -rf "$partial" "$partial.list"
    return 1
  fi
  rm -f "$partial.list"
  [ -d "$resources" ] && cp -R "$resources/." "$partial/"
  mv -T "$partial" "$target" 2>/dev/null || rm -rf "$partial"   # another invocation was first
}

# Shows what the compiler of the build says about null; there it is an error, here it only is said.
show_null_problems() { # FOLDER CLASSPATH
  local rules
  rules=$(sed -n 's#.*<arg>\(-err:.*\)</arg>.*#\1#p' "$NETTUNNEL_ROOT/pom.xml")
  java -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -jar "$lib"/ecj-*.jar --release 25 -encoding UTF-8 -proc:none -d none -nowarn \
    "$rules" -cp "$2" "$1/src/main/java" >&2 || echo "^ ${1##*/}: the build refuses these (a parameter that a JDK method leaves open: @Nullable, or @SuppressWarnings(\"null\") on the method)" >&2
}

# Compiles one folder after what it needs; sets stamp_of[folder] (main) and home_of[folder] (class path of it and its needs).
compile() {
  local folder=$1 need path="" hash needs
  [ -n "${stamp_of[$folder]-}" ] && return 0
  [ -n "${failed[$folder]-}" ] && return 1
  failed[$folder]="is part of a circle"
  needs=$(needs_of "$folder")
  for need in $needs; do
    if ! compile "$need"; then failed[$folder]="needs ${need##*/}, which does not compile"; return 1; fi
    path=$path:${home_of[$need]}
  done
  hash=$( { for need in $needs; do echo "${stamp_of[$need]}"; done; cat "$lib/.stamp"
    find "$folder/src/main" -type f -print0 2>/dev/null | sort -z | xargs -0r sha1sum; } | sha1sum | cut -c1-16)
  if [ ! -d "$classes/${folder##*/}/$hash" ]; then
    echo "+ javac ${folder##*/}" >&2
    if ! javac_into "$classes/${folder##*/}/$hash" "$(main_path)$path" "$folder/src/main/java" "$folder/src/main/resources"; then
      failed[$folder]="does not compile"
      return 1
    fi
    case $folder in bundles/* | tests/org.nettunnel.fakes) show_null_problems "$folder" "$(main_path)$path" ;; esac
  fi
  touch "$classes/${folder##*/}/$hash"
  stamp_of[$folder]=$hash
  home_of[$folder]=$(without_doubles "$classes/${folder##*/}/$hash$path")
  unset "failed[$folder]"
}

# Compiles the unit tests of a folder whose main compiled; prints their class folder, nothing where there are none.
compile_tests() {
  local folder=$1 hash target
  [ -n "$(find "$folder/src/test/java" -name '*.java' 2>/dev/null | head -1)" ] || return 0
  hash=$( { echo "${stamp_of[$folder]}"; find "$folder/src/test" -type f -print0 | sort -z | xargs -0r sha1sum; } | sha1sum | cut -c1-16)
  target=$classes/${folder##*/}/test-$hash
  if [ ! -d "$target" ]; then
    echo "+ javac ${folder##*/} (tests)" >&2
    javac_into "$target" "${home_of[$folder]}:$(test_path)" "$folder/src/test/java" "$folder/src/test/resources" || return 1
  fi
  touch "$target"
  echo "$target"
}

# Classes that nobody used for two hours go.
sweep_classes() { find "$classes" -mindepth 2 -maxdepth 2 -mmin +120 -exec rm -rf {} + 2>/dev/null || true; }
