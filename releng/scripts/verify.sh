#!/usr/bin/env bash
# verify: all that CI runs: build, unit, architecture and OSGi tests, then real traffic in its short form
set -uo pipefail
cd "$NETTUNNEL_ROOT"
mkdir -p .cache
. releng/scripts/lib/product.sh
. releng/scripts/lib/packages.sh
find_maven || exit 1
bring_packages

echo "+ mvn verify (log: .cache/verify.log)"
rm -rf .cache/prove-summary
"$maven" -B -ntp -Dmaven.test.failure.ignore=true clean verify "$@" > .cache/verify.log 2>&1
build=$?
if [ $build != 0 ]; then
  grep -E '^\[ERROR\]' .cache/verify.log | head -60
  echo "the build failed; its whole log is .cache/verify.log"
fi

# the runner's own summary of each module, and what failed
module=
passed=0 failed=0 skipped=0
while IFS= read -r line; do
  case $line in
    '[INFO] Building jar:'*) ;;
    '[INFO] Building '*) module=${line#\[INFO\] Building } module=${module% *\[*} ;;
    *'Tests run: '*'Time elapsed'*) ;;
    *'Tests run: '*)
      numbers=${line##*Tests run: }
      run=${numbers%%,*} rest=${numbers#*Failures: } fail=${rest%%,*} rest=${rest#*Errors: } error=${rest%%,*} skip=${rest#*Skipped: } skip=${skip%%[!0-9]*}
      printf '%-60s Tests run: %s, Failures: %s, Errors: %s, Skipped: %s\n' "${module% 0.1.0*}" "$run" "$fail" "$error" "$skip"
      failed=$((failed + fail + error)) skipped=$((skipped + skip)) passed=$((passed + run - fail - error - skip)) ;;
  esac
done < .cache/verify.log
failures=.cache/failures.log
sed -n '/^\(\[ERROR\] \)\?\(Failures\|Errors\): *$/,/^\(\[ERROR\] \)\?Tests run:/p' .cache/verify.log | grep -v '^$' | cut -c1-400 | head -80 > "$failures"
cat "$failures"
[ $build != 0 ] && failed=$((failed + 1))

# the same product for what follows; a script per proof, each of which ends with "prove NAME: … ok" or "… failed"
if [ $build = 0 ] && [ -f releng/scripts/prove.sh ]; then
  keep_product
  echo "+ ./dev prove --short"
  bash releng/scripts/prove.sh --short 2>&1 | tee .cache/prove.log
  result=${PIPESTATUS[0]}
  proved=$(grep -Ec '^prove [a-z-]+: (.* )?ok$' .cache/prove.log)
  refuted=$(grep -Ec '^prove [a-z-]+: (.* )?failed$' .cache/prove.log)
  not_run=$(grep -Ec '^prove [a-z-]+: (.* )?skipped$' .cache/prove.log)
  [ "$result" != 0 ] && [ "$refuted" = 0 ] && refuted=1
  grep -A3 -E ' :: FAILED$' .cache/prove.log >> "$failures"
  grep -B12 -E '^prove [a-z-]+: (.* )?failed$' .cache/prove.log >> "$failures"
  passed=$((passed + proved)) failed=$((failed + refuted)) skipped=$((skipped + not_run))
fi

# again at the end: where a log is cut, its end is what is kept
if [ $failed != 0 ]; then
  echo "failures:"
  cut -c1-1000 "$failures"
fi
echo "$passed passed, $failed failed, $skipped skipped"
[ $failed = 0 ]
