#!/usr/bin/env bash
# Checks what is committed, beyond what the build checks: scripts parse (and please shellcheck, where it is installed), no
# paths or package mirrors of one machine, no unfinished work, no file too long to review. Prints what it finds; status 1 then.
set -euo pipefail

# shellcheck source=scripts/common.sh
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"
cd "$root"
found=0

report() { # HEADING LINES
  if [ -n "$2" ]; then
    found=1
    printf '%s\n%s\n' "$1" "$2" | cut -c1-200 >&2
  fi
}

# Text files of the checkout, tracked or about to be; this one names the patterns it looks for.
files() { # PATHSPEC...
  git ls-files -z --cached --others --exclude-standard --deduplicate -- "$@" ':!scripts/check-files.sh' |
    while IFS= read -r -d '' file; do
      [ ! -f "$file" ] || printf '%s\0' "$file"
    done
}
matches() { # REGEXP PATHSPEC...
  local regexp=$1
  shift
  files "$@" | xargs -0 grep -nIE -e "$regexp" -- /dev/null || true
}

scripts=()
while IFS= read -r -d '' file; do
  if [[ $file == *.sh ]] || head -n 1 "$file" | tr -d '\0' | grep -qE '^#!.*\b(ba)?sh\b'; then
    scripts+=("$file")
    report "$file does not parse:" "$(bash -n "$file" 2>&1 || true)"
  fi
done < <(files)
if [ "${#scripts[@]}" -lt 3 ]; then
  report "found no scripts to check:" "${scripts[*]-none}"
fi
shellcheck=$(command -v shellcheck || true)
[ -n "$shellcheck" ] || shellcheck=${KUBE_WASM_TOOLS:+$KUBE_WASM_TOOLS/shellcheck}
if [ -n "$shellcheck" ] && [ -x "$shellcheck" ]; then
  report "shellcheck:" \
    "$("$shellcheck" -s bash -x -P SCRIPTDIR -e SC2329 -f gcc "${scripts[@]}" || true)"
else
  echo "shellcheck is not installed: scripts were only parsed" >&2
fi

report "paths of one machine:" "$(matches '(^|[^A-Za-z0-9_.$}~/-])/(root|work|home/[a-z]+|Users/[A-Za-z]+)/')"
report "hosts of package registries:" \
  "$(matches 'https?://(repo1?\.maven|central\.sonatype|registry\.npmjs|(files\.)?python[a-z]*\.org|pypi\.org|proxy\.golang|sum\.golang|(static|index)\.crates|deb\.debian)' \
    ':!*.wasm' ':!examples/**/Cargo.lock' ':!**/package-lock.json')"
report "unfinished work:" "$(matches '\b(TODO|FIXME|XXX|HACK)\b|@Disabled\b' '*.java' '*.sh' '*.xml' '*.g4' kube-wasm verify .ci)"
report "longer than 600 lines:" "$(files '*.java' | xargs -0 awk 'FNR == 601 { print FILENAME }' /dev/null)"

exit "$found"
