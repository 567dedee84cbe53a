# Shell functions of end-to-end scripts: steps, checks and what holds within a time. Sourced, with `set -euo pipefail`.

passed=0
failed=0
step_name=

missing() { # WHAT
  echo "$0: $*" >&2
  exit 2
}

need() { # PROGRAM...
  local program
  for program in "$@"; do
    command -v "$program" >/dev/null || missing "$program is not installed"
  done
}

# Sets the variable `work`: the folder after --keep, or a temporary one that `finish` removes.
work_folder() { # ARGUMENTS...
  keep=
  case ${1:-} in
    '') work=$(mktemp -d) ;;
    --keep)
      keep=yes
      mkdir -p "${2:?--keep needs a folder}"
      [ -z "$(ls -A "$2")" ] || missing "$2 isn't empty"
      work=$(cd "$2" && pwd)
      ;;
    *) missing "unknown argument '$1'; usage: $0 [--keep FOLDER]" ;;
  esac
}

# Stops what runs and says how it went; ends with the script's exit status.
finish() { # STATUS
  local status=$1
  trap - EXIT
  if [ "$status" != 0 ] || [ "$failed" != 0 ]; then
    echo "it went wrong in: $step_name"
    status=$((status == 2 ? 2 : 1))
  fi
  cluster_down
  if [ -n "$keep" ]; then
    echo "logs are in $work"
  else
    rm -rf "$work"
  fi
  echo
  echo "$passed checks hold, $failed don't, in $SECONDS s"
  exit "$status"
}

step() { # WHAT
  step_name=$1
  printf '\n== %s (%d s)\n' "$1" "$SECONDS"
}

# check WHAT COMMAND... : the command has to succeed; what it prints is shown when it doesn't
check() {
  local what=$1 output
  shift
  if output=$("$@" 2>&1); then
    passed=$((passed + 1))
    echo "ok: $what"
  else
    failed=$((failed + 1))
    printf 'NOT OK: %s\n%s\n' "$what" "$output"
  fi
}

# await WHAT SECONDS COMMAND... : the command has to succeed within the time; else all ends
await() {
  local what=$1 until=$((SECONDS + $2)) output
  shift 2
  until output=$("$@" 2>&1); do
    if [ "$SECONDS" -ge "$until" ]; then
      failed=$((failed + 1))
      printf 'NOT OK in time: %s\n%s\n' "$what" "$output"
      exit 1
    fi
    sleep 0.5
  done
  passed=$((passed + 1))
  echo "ok: $what"
}

equal() { # VALUE EXPECTED
  [ "$1" = "$2" ] || {
    printf 'expected: %s\nfound:    %s\n' "$2" "$1"
    return 1
  }
}

contains() { # TEXT PART...
  local text=$1 part
  shift
  for part in "$@"; do
    [[ $text == *"$part"* ]] || {
      printf 'not found: %s\nin:\n%s\n' "$part" "$text"
      return 1
    }
  done
}

lacks() { # TEXT PART...
  local text=$1 part
  shift
  for part in "$@"; do
    [[ $text != *"$part"* ]] || {
      printf 'found: %s\nin:\n%s\n' "$part" "$text"
      return 1
    }
  done
}

# The same of what a command prints, for `await`.
equal_of() { equal "$(eval "$1")" "$2"; }
contains_of() { # COMMAND PART...
  local command=$1
  shift
  contains "$(eval "$command")" "$@"
}
lacks_of() { # COMMAND PART...
  local command=$1
  shift
  lacks "$(eval "$command")" "$@"
}
