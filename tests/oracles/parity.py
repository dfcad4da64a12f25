"""Live comparison: runs the references now, with another seed, and compares graphs and generated libraries with them.

    make parity
    scripts/parity [--build build] [--seed 2] [--r1-source DIR] [model ...]

Runs with Keras 3, TensorFlow, torchvision, timm and transformers (.venv-peers). What needs tf-keras runs in an environment of its own, made on the first
run in BUILD/tf-models (about 2 GB). The TensorFlow 1 code runs with --r1-source (see record_tf_models_r1.py); without
it those models keep to their recorded answers.
"""

import argparse
import os
import pathlib
import shutil
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))


def tf_models_environment(build):
    """The Python of an environment with the packages that scripts/versions.sh names."""
    directory = os.path.join(build, "tf-models")
    python = os.path.join(directory, "bin", "python")
    complete = pathlib.Path(directory, "complete")
    packages, alone = (os.environ[name].split() for name in ("tf_models_packages", "tf_models_without_dependencies"))
    wanted = " ".join(packages + alone)
    if not complete.exists() or complete.read_text() != wanted:
        shutil.rmtree(directory, ignore_errors=True)
        subprocess.run([sys.executable, "-m", "venv", directory], check=True)
        install = [python, "-m", "pip", "--disable-pip-version-check", "install", "-q"]
        subprocess.run(install + packages, check=True)
        subprocess.run(install + ["--no-deps"] + alone, check=True)
        complete.write_text(wanted)
    return python


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", default="build")
    parser.add_argument("--seed", type=int, default=2)
    parser.add_argument("--r1-source")
    parser.add_argument("models", nargs="*")
    arguments = parser.parse_args()
    if arguments.seed == 1:
        parser.error("seed 1 is the recorded one; any other makes this a comparison of its own")
    build = os.path.abspath(arguments.build)
    answers = os.path.join(build, "parity")
    shutil.rmtree(answers, ignore_errors=True)
    os.makedirs(answers)
    environment = {**os.environ, "ORACLE_SEED": str(arguments.seed), "ORACLE_OUT": answers}

    def record(python, script, *options):
        command = [python, "-W", "ignore", os.path.join(HERE, script), *options, *arguments.models]
        subprocess.run(command, env=environment, check=True)

    record(sys.executable, "record_keras.py")
    record(sys.executable, "record_edits.py")
    record(sys.executable, "record_torch.py")
    record(sys.executable, "record_transformers.py")
    record(sys.executable, "record_bert_edits.py")
    tf_models = tf_models_environment(build)
    record(tf_models, "record_tf_models.py")
    if arguments.r1_source:
        record(tf_models, "record_tf_models_r1.py", "--source", arguments.r1_source)
    if not os.listdir(answers):
        sys.exit(f"none of {' '.join(arguments.models)} has a reference that runs here")
    environment = {**os.environ, "SPECIMEN_GOLDENS": answers}
    failed = []

    def compare(what, *command):
        if subprocess.run(command, env=environment).returncode != 0:
            failed.append(what)

    compare("weights that Keras loads", sys.executable, "-W", "ignore", os.path.join(HERE, "keras_load.py"), "--specimen",
            os.path.join(build, "bin", "specimen"))
    compare("graphs", os.path.join(build, "bin", "test_models"))
    script = os.path.join(os.path.dirname(HERE), "models", "generated_parity.py")
    directories = ["--bin", os.path.join(build, "bin"), "--work", os.path.join(build, "tests", "models", "live"),
               "--cache", os.path.join(build, "tests", "cache")]
    models = sorted(name[:-5] for name in os.listdir(answers) if name.endswith(".json"))
    compare("generated models", sys.executable, script, *directories, *models)
    edited = sorted(path.stem for path in pathlib.Path(answers, "edits").glob("*.json"))
    if edited:
        compare("generated edits", sys.executable, script, *directories, "--edits", *edited)
    print(f"{len(models)} models and {len(edited)} edits compared; " + (f"not equal: {', '.join(failed)}" if failed else "all equal"))
    sys.exit(len(failed) > 0)


if __name__ == "__main__":
    main()
