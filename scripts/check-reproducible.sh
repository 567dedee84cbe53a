#!/usr/bin/env bash
# Builds the checkout's sources a second time, in another folder, and compares the jars byte by byte with those under
# */target. Run after './verify' or 'mvn package', with no changes in between. Status 1 when one differs.
set -euo pipefail

# shellcheck source=scripts/common.sh
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"
find_jdk_25 || exit 2
require_maven || exit 2
cd "$root"
elsewhere=$(mktemp -d)
trap 'rm -rf "$elsewhere"' EXIT

git ls-files -z --cached --others --exclude-standard --deduplicate |
  while IFS= read -r -d '' file; do
    [ ! -f "$file" ] || printf '%s\0' "$file"
  done | tar --null -T - -cf - | tar -xf - -C "$elsewhere"
(cd "$elsewhere" && mvn -B -q package -DskipTests -DskipITs)

compared=0 differing=0
while IFS= read -r -d '' jar; do
  compared=$((compared + 1))
  if ! cmp "$jar" "$elsewhere/$jar"; then
    differing=$((differing + 1))
  fi
done < <(find . -path '*/target/*kube-wasm*.jar' -not -path '*/dist/lib/*' -not -path './target/*' -print0)
echo "$compared jars compared, $differing differ"
[ "$compared" -ge 7 ] && [ "$differing" = 0 ]
