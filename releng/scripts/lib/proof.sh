# Sourced by proofs whose nodes are the product: a throw-away directory, the product, the system test module and JUnit.
cd "$NETTUNNEL_ROOT"
. releng/scripts/lib/throwaway.sh
. releng/scripts/lib/system.sh
. releng/scripts/lib/junit.sh
. releng/scripts/lib/packages.sh

# Runs classes of the system test module, or whichever of all of them the selection wants, and ends with their result.
prove_by() { # 'CLASS…' [JAVA-OPTION…] -- [SELECTION…]
  run_proof "$@"
  show_tests
  exit "$result"
}

# The same up to the result, for proofs that say more: sets log and result.
run_proof() { # 'CLASS…' [JAVA-OPTION…] -- [SELECTION…]
  local name=${0##*/} what=$1 class options=() selection=()
  shift
  while [ "$1" != -- ]; do options+=("$1"); shift; done
  shift
  ready_product
  ready_tests "$system_module"
  for class in $what; do selection+=("--select-class=org.nettunnel.system.$class"); done
  [ -n "$what" ] || selection=("--scan-classpath=$tests")
  run_junit "${name%.sh}" "${what:-${system_module##*/}}" run_java ${options[@]+"${options[@]}"} -- "${selection[@]}" "$@"
}

# Each process holds one end of each connection, and the one that plays the clients one more.
need_descriptors() { # COUNT
  ulimit -n "$(ulimit -Hn)" && { [ "$(ulimit -n)" = unlimited ] || [ "$(ulimit -n)" -ge "$1" ]; } && return 0
  echo "this proof needs $1 file descriptors a process, there are $(ulimit -n): raise the hard limit of nofile" >&2
  exit 75
}
