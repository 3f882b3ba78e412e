# Sourced: installs what apt-packages.txt names where root and apt are there; else says what is missing and goes on.

install_packages() {
  local missing=() name policy=/usr/sbin/policy-rc.d
  command -v dpkg-query > /dev/null || { echo "no Debian: tests of programs that are not installed are skipped" >&2; return 0; }
  while read -r name; do
    case $name in '' | '#'*) continue ;; esac
    dpkg-query -W -f '${Status}' "$name" 2>/dev/null | grep -q 'ok installed' || missing+=("$name")
  done < "$NETTUNNEL_ROOT/releng/scripts/apt-packages.txt"
  [ ${#missing[@]} -eq 0 ] && return 0
  if [ "$(id -u)" -ne 0 ]; then
    echo "not installed, so their tests are skipped: ${missing[*]}; as root: apt-get install ${missing[*]}" >&2
    return 0
  fi
  echo "+ apt-get install ${missing[*]}" >&2
  # no service of these packages is to run by itself
  if [ ! -e "$policy" ]; then
    printf '#!/bin/sh\nexit 101\n' > "$policy" && chmod +x "$policy"
    trap 'rm -f /usr/sbin/policy-rc.d' EXIT
  fi
  {
    apt-get update -qq &&
      DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}"
  } > "$NETTUNNEL_ROOT/.cache/apt.log" 2>&1 ||
    echo "apt-get failed (.cache/apt.log); tests of programs that are not installed are skipped" >&2
  rm -f "$policy"
  trap - EXIT
}
