#!/usr/bin/env bash
# new-bundle cipher|compression NAME [FOLDER]: a bundle that works, to be changed; with FOLDER a whole project outside this tree
set -euo pipefail
cd "$NETTUNNEL_ROOT"
refuse() { echo "./dev new-bundle: $1" >&2; exit 2; }

kind=${1-} name=${2-} folder=${3-}
case $kind in
  cipher) area=crypto ;;
  compression) area=compression ;;
  *) echo "usage: ./dev new-bundle cipher|compression NAME [FOLDER], for example ./dev new-bundle cipher lantern, or ./dev new-bundle cipher com.example.lantern ../lantern" >&2; exit 2 ;;
esac
[ $# -le 3 ] || refuse "'$4' is one argument too many"
last=${name##*.}
if [ -z "$folder" ]; then
  [[ $name =~ ^[a-z][a-z0-9]{1,19}$ ]] || refuse "'$name' is no name of a bundle in this tree: 2 to 20 small letters and digits, such as lantern"
  id=org.nettunnel.$area.$name vendor=NetTunnel
  [ ! -e "bundles/$id" ] && [ ! -e "features/$id.feature" ] && [ ! -e "releng/sites/$id" ] || refuse "there is a bundle $id already; choose another name"
else
  [[ $name =~ ^[a-z][a-z0-9]*(\.[a-z][a-z0-9]*)+$ && ${#name} -le 100 && ${#last} -ge 2 && ${#last} -le 20 ]] ||
    refuse "'$name' is no name of a bundle of your own: a domain you have, turned round, and a word of 2 to 20 letters and digits, such as com.example.lantern"
  case $name. in org.nettunnel.*) refuse "'$name' begins with org.nettunnel, which is this project's; begin with a domain you have, such as com.example.$last" ;; esac
  if [ -e "$folder" ] && [ -n "$(ls -A "$folder" 2>&1)" ]; then refuse "$folder is there and not empty; name a new folder"; fi
  id=$name vendor=${name%.*}
fi
# Java's own words are no packages
for word in ${id//./ }; do
  case $word in abstract|assert|boolean|break|byte|case|catch|char|class|const|continue|default|do|double|else|enum|extends|final|finally|float|for|goto|if|implements|import|instanceof|int|interface|long|native|new|package|private|protected|public|return|short|static|strictfp|super|switch|synchronized|this|throw|throws|transient|try|void|volatile|while|true|false|null)
    refuse "'$word' in '$name' is a word of Java; choose another" ;; esac
done
class=${last^}
case $kind in cipher) told=${last^^} label="NetTunnel cipher $told" ;; compression) told=$last label="NetTunnel compression $told" ;; esac

value() { sed -n "s#.*<$1>\(.*\)</$1>.*#\1#p" pom.xml | head -1; }
version=0.1.0
core=${NETTUNNEL_CORE:-file://$NETTUNNEL_ROOT/.cache/sites/org.nettunnel.core}

# Copies a template and puts names in.
plant() { # TEMPLATE TARGET
  local from=releng/templates/$1 to=$2 file target
  (cd "$from" && find . -type f) | while read -r file; do
    target=${file#./}
    case $target in
      src/main/java/*) target=src/main/java/${id//.//}/${target#src/main/java/} ;;
      src/test/java/*) target=src/test/java/${id//.//}/${target#src/test/java/} ;;
    esac
    target=$to/$(printf '%s' "$target" | sed "s#@CLASS@#$class#g; s#@ID@#$id#g")
    mkdir -p "$(dirname "$target")"
    sed -e "s#@ID@#$id#g; s#@CLASS@#$class#g; s#@NAME@#$told#g; s#@LABEL@#$label#g; s#@VENDOR@#$vendor#g; s#@VERSION@#$version#g; s#@KIND@#$kind#g" \
      -e "s#@TYCHO@#$(sed -n 's/^-Dtycho.version=//p' .mvn/maven.config)#g; s#@JUNIT@#$(value junit.version)#g; s#@SUREFIRE@#$(value surefire.version)#g; s#@CORE@#$core#g" "$from/$file" > "$target"
  done
}

if [ -n "$folder" ]; then
  mkdir -p "$folder"
  plant outside "$folder"
  plant "$kind" "$folder/bundles/$id"
  echo "made $folder; its README.md tells how to build, sign and install it"
  [ -n "${NETTUNNEL_CORE-}" ] || [ -d .cache/sites/org.nettunnel.core ] || echo "it is built against .cache/sites/org.nettunnel.core, which ./dev sites makes"
else
  plant "$kind" "bundles/$id"
  mkdir -p "features/$id.feature" "releng/sites/$id"
  for part in "features/$id.feature/feature.xml" "features/$id.feature/build.properties"; do
    sed "s#@ID@#$id#g; s#@LABEL@#$label#g; s#@VENDOR@#$vendor#g; s#@VERSION@#$version#g" "releng/templates/outside/features/@ID@.feature/${part##*/}" > "$part"
  done
  sed "s#@ID@#$id#g" "releng/templates/outside/sites/@ID@/category.xml" > "releng/sites/$id/category.xml"
  cat <<END
made bundles/$id, features/$id.feature and releng/sites/$id; what is left:
  its row in bundles/README.md, its line in StarTest.KNOWS: Map.entry("$area.$name", List.of())
  ./dev test $area.$name architecture
END
fi
