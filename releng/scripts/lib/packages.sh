# Sourced: brings the Debian packages of the traffic tests where this is possible, else names what is missing.

# sbin and the versioned folder of PostgreSQL are not on everybody's path
export PATH="$PATH:/usr/sbin:/sbin:$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -1)"

missing_packages() {
  grep -v '^#' "$NETTUNNEL_ROOT/releng/scripts/lib/packages.txt" | while read -r command package; do
    command -v "$command" > /dev/null || echo "$package"
  done | sort -u
}

# Sets NETTUNNEL_MISSING to the packages that could not be had; the tests that need them say so and are skipped.
bring_packages() {
  local missing
  missing=$(missing_packages | paste -sd' ')
  if [ -n "$missing" ] && [ "$(id -u)" = 0 ] && command -v apt-get > /dev/null; then
    echo "+ apt-get install $missing"
    # daemons are started by the tests that want them, with settings of their own, not by the system
    local policy=/usr/sbin/policy-rc.d made=
    if [ ! -e "$policy" ]; then printf '#!/bin/sh\nexit 101\n' > "$policy" && chmod 755 "$policy" && made=yes; fi
    if ! install_packages $missing > "$NETTUNNEL_ROOT/.cache/apt.log" 2>&1; then
      apt-get update -qq >> "$NETTUNNEL_ROOT/.cache/apt.log" 2>&1 || true
      install_packages $missing >> "$NETTUNNEL_ROOT/.cache/apt.log" 2>&1 || tail -5 "$NETTUNNEL_ROOT/.cache/apt.log"
    fi
    [ -n "$made" ] && rm -f "$policy"
    PATH="$PATH:$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -1)"
    missing=$(missing_packages | paste -sd' ')
  fi
  [ -n "$missing" ] && echo "not here, so what needs it is skipped: $missing (apt-get install $missing)"
  export NETTUNNEL_MISSING="$missing"
}

install_packages() {
  DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends -o Dpkg::Use-Pty=0 "$@"
}
