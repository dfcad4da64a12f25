#!/bin/sh
# In the place of CMake in tests of caches: what it "builds" prints a hash of the model's plan, after a moment, so that a
# test of many processes takes seconds, and sees at once whose program answered.
#   FAKE_CMAKE_SECONDS  how long it builds      FAKE_CMAKE_LOG  a file that gets a line for each build
set -e
if [ "$1" = -E ]; then # sha256sum: the system's own
    shift
    exec "$@"
fi
if [ "$1" = -S ]; then
    mkdir -p "$4"
    echo "$2" >"$4/CMakeCache.txt"
    exit
fi
build=$2 source=$(cat "$2/CMakeCache.txt")
name=$(basename "$source"/*_c.h _c.h)
value=$(md5sum <"$source/plan.json" | cut -c1-32)
[ -z "$FAKE_CMAKE_LOG" ] || echo "$name $value" >>"$FAKE_CMAKE_LOG"
# A child, as compilers are.
sleep "${FAKE_CMAKE_SECONDS:-0.2}" &
wait $!
cat >"$build/program.c" <<END
#include <stdio.h>
int main(void) {
  puts("weights ready in 1.0 ms, target v3, 1 threads\nsynthetic: 1.0 ms, median 1.0 ms of 1\nanswer $value");
  return fflush(stdout) == 0 ? 0 : 6;
}
END
cc -o "$build/$name" "$build/program.c"
# The model's own test.
cp "$build/$name" "$build/${name}_test"
