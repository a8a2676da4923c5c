# What every bench begins with, sourced in the project's folder: a JDK (its programs are "${bin}java" and so on), the jar to be
# measured, which is built where no option names one, and the benches, compiled into $work/classes. $work is removed at the end.
bin="${JAVA_HOME:+$JAVA_HOME/bin/}"
if ! command -v "${bin}javac" >/dev/null; then
  echo "No JDK found. Install one of version 17 or newer, or set JAVA_HOME." >&2
  exit 1
fi

jar=target/rollcall.jar
build=true
before=
for option in "$@"; do
  case "$option" in --jar | --against | --help) build=false ;; esac
  if [ "$before" = --jar ]; then
    jar="$option"
  fi
  before="$option"
done
if $build && [ ! -f "$jar" ]; then
  ./mvnw -q -B -DskipTests package
fi

work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
"${bin}javac" -d "$work/classes" bench/*.java
