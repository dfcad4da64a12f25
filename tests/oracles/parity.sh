#!/bin/sh
# Live comparison: runs the references now, with another seed, and the tests of models against their answers.
#   tests/oracles/parity.sh BUILD_FOLDER [SEED]
# Makes two virtual environments in BUILD_FOLDER/oracles on the first run (about 4 GB). With R1_SOURCE=DIR, the TensorFlow 1 code too
# (see record_tf_models_r1.py); without it, those models keep to their recorded answers.
set -eu
build=$(cd "$1" && pwd)
here=$(cd "$(dirname "$0")" && pwd)
export ORACLE_SEED="${2:-2}" ORACLE_OUT="$build/parity"
rm -rf "$ORACLE_OUT" && mkdir -p "$ORACLE_OUT" "$build/oracles"

environment() {  # NAME: a virtual environment with requirements-NAME.txt
  [ -e "$build/oracles/$1/complete" ] && return
  python3 -m venv "$build/oracles/$1"
  "$build/oracles/$1/bin/pip" install -q -r "$here/requirements-$1.txt"
  if [ "$1" = tf-models ]; then
    "$build/oracles/$1/bin/pip" install -q --no-deps tf-models-official==2.20.0 'tensorflow-text~=2.20.0' tensorflow-model-optimization
  fi
  touch "$build/oracles/$1/complete"
}

environment keras
"$build/oracles/keras/bin/python" -W ignore "$here/record_keras.py"
environment tf-models
"$build/oracles/tf-models/bin/python" -W ignore "$here/record_tf_models.py"
if [ -n "${R1_SOURCE:-}" ]; then
  "$build/oracles/tf-models/bin/python" -W ignore "$here/record_tf_models_r1.py" --source "$R1_SOURCE"
fi
SPECIMEN_GOLDENS="$ORACLE_OUT" "$build/bin/test_models"
