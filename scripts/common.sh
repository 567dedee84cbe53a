# Sourced by ./kube-wasm, ./verify and scripts/: what they all need to know of the machine and the build. For bash 3.2 and newer.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
dist=$root/cli/target/dist
# Its first line is the JDK's folder; its time is when the build began.
stamp=$dist/built-with
# Its time is when the build had ended, archives of classes included.
complete=$dist/complete

# Whether the folder $1 holds a JDK 25. Reads its release file, since starting Java to ask takes longer than all else.
is_jdk_25() {
  local line
  [ -x "$1/bin/javac" ] && [ -r "$1/release" ] || return 1
  while IFS= read -r line; do
    case $line in
      'JAVA_VERSION="25"' | 'JAVA_VERSION="25.'*) return 0 ;;
    esac
  done <"$1/release"
  return 1
}

# The home of the program $1, symbolic links followed: HOME/bin/javac -> HOME.
home_of_program() {
  local program
  program=$(readlink -f "$1") && dirname "$(dirname "$program")"
}

# Sets and exports JAVA_HOME: the one given, then the PATH's, then the usual folders. Status 2 and a message when there is none.
find_jdk_25() {
  local home program
  if [ -n "${JAVA_HOME:-}" ] && is_jdk_25 "$JAVA_HOME"; then
    export JAVA_HOME
    return 0
  fi
  if program=$(command -v javac); then
    home=$(home_of_program "$program")
    if is_jdk_25 "$home"; then
      export JAVA_HOME=$home
      return 0
    fi
  fi
  for home in \
    /usr/lib/jvm/*25* \
    "${SDKMAN_DIR:-$HOME/.sdkman}"/candidates/java/25* \
    "$HOME"/.jdks/*25* \
    /opt/java/* /opt/jdk*25* /usr/local/openjdk-25 /usr/java/*25* \
    /opt/homebrew/opt/openjdk@25/libexec/openjdk.jdk/Contents/Home \
    /usr/local/opt/openjdk@25/libexec/openjdk.jdk/Contents/Home \
    /Library/Java/JavaVirtualMachines/*25*/Contents/Home \
    "$HOME"/Library/Java/JavaVirtualMachines/*25*/Contents/Home; do
    if is_jdk_25 "$home"; then
      export JAVA_HOME=$home
      return 0
    fi
  done
  echo "kube-wasm: needs a JDK 25 and found none in JAVA_HOME${JAVA_HOME:+ ($JAVA_HOME)}, on the PATH or in the usual folders." >&2
  echo "Install one (Eclipse Temurin 25, for example) or set JAVA_HOME to the folder of one." >&2
  return 2
}

# Refuses to go on without Maven 3.8 or newer on the PATH.
require_maven() {
  command -v mvn >/dev/null && return 0
  echo "kube-wasm: builds itself with Maven 3.8 or newer and found no 'mvn' on the PATH. Install it (package 'maven')." >&2
  return 2
}

# Whether cli/target/dist is built, by this JDK, from sources that have not changed, and no jar has been made since.
up_to_date() {
  local built_with
  [ -f "$complete" ] && IFS= read -r built_with <"$stamp" && [ "$built_with" = "$JAVA_HOME" ] || return 1
  [ -z "$(
    find "$root/pom.xml" "$root/.mvn" "$root"/*/pom.xml "$root"/*/src/main "$root/scripts" -newer "$stamp" -print -quit
    find "$dist" -name '*.jar' -newer "$complete" -print -quit
  )" ]
}

# Sets the array jvm_flags for a run with the class archive $1: 'run' goes on for as long as its components do; 'simulate' may take
# minutes, all of them its own work; for any other command the optimizing compiler would not pay.
set_jvm_flags() {
  # Libraries use both, and the warnings about them help no user of this command.
  jvm_flags=(--enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow)
  # An archive that does not fit (another JDK build, a jar touched) is passed over without a word.
  jvm_flags+=('-Xlog:aot*=off,cds*=off')
  case $1 in
    run) ;;
    simulate) jvm_flags+=(-XX:+UseParallelGC) ;;
    *) jvm_flags+=(-XX:+UseSerialGC -XX:TieredStopAtLevel=1) ;;
  esac
}
