"""Data parallelism over MPI: two processes with half of each batch have the losses of one with the whole batch, and its parameters.

    python tests/train/processes.py PROGRAM [PROGRAM_WITH_MPI MPIEXEC]     both train the hand-made model, the second in double
"""

import os
import pathlib
import struct
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "cli"))
from program import read_safetensors, safetensors_metadata

STEPS, BATCH, EXAMPLES = 20, 40, 403  # the eleventh step has three examples: one of them for the first process
BOUND = 1e-9
NO_MPI = 77
UNSUPPORTED = 1


def floats(path):
    """The tensors of floating-point numbers, each as one list."""
    kinds = {"F64": "d", "F32": "f"}
    return {name: [number for number, in struct.iter_unpack("<" + kinds[dtype], data)]
            for name, (dtype, _, data) in read_safetensors(path).items() if dtype in kinds}


def history(directory):
    """The losses of the steps, and the tensors after the last."""
    paths = sorted(directory.glob("checkpoint-*.safetensors"))
    assert len(paths) == STEPS
    sums = [float.fromhex(safetensors_metadata(path)["loss_sum"]) for path in paths]
    return [b - a for a, b in zip([0.0] + sums, sums)], floats(paths[-1])


def main():
    plain = sys.argv[1]
    with tempfile.TemporaryDirectory() as work:
        work = pathlib.Path(work)
        data = work / "data"
        data.mkdir()
        subprocess.run([plain, "--make-data", data], check=True)
        result = subprocess.run([plain, "-dd", data, "-md", work / "plain", "--mpi"], capture_output=True, text=True)
        assert result.returncode == UNSUPPORTED and "install libopenmpi-dev" in result.stderr, result
        if len(sys.argv) < 4:
            print("there is no MPI here")
            return NO_MPI
        program, mpiexec = sys.argv[2:]
        environment = {**os.environ, "OMPI_ALLOW_RUN_AS_ROOT": "1", "OMPI_ALLOW_RUN_AS_ROOT_CONFIRM": "1"}

        def run(name, processes, steps, *more):
            start = [mpiexec, "-n", str(processes), "--oversubscribe"] if processes > 1 else []
            words = [program, "-dd", data, "-md", work / name, "-mts", steps, "-bs", BATCH // processes, "--checkpoint_steps", 1, "--max_to_keep", 0,
                     "--log_steps", 1000, "--threads", 1, *more]
            return subprocess.run(start + [str(word) for word in words], capture_output=True, text=True, timeout=240, env=environment)

        def train(*arguments):
            result = run(*arguments)
            assert result.returncode == 0, result
            return result

        train("one", 1, STEPS)
        shown = train("two", 2, STEPS, "--mpi").stdout
        assert shown.count("weights in ") == 1 and shown.count("accuracy") == 2, shown  # of the first process: an evaluation an epoch
        train("resumed", 2, STEPS // 2, "--mpi")
        train("resumed", 2, STEPS, "--mpi")
        (losses, tensors), (theirs, their_tensors), (resumed, resumed_tensors) = (history(work / name) for name in ("one", "two", "resumed"))
        worst = max(abs(a - b) for a, b in zip(losses, theirs))
        apart = max(abs(a - b) for name in tensors for a, b in zip(tensors[name], their_tensors[name]))
        print(f"{STEPS} steps: losses {losses[0]:.6f} to {losses[-1]:.6f}, at most {worst:.2g} apart; parameters and slots {apart:.2g}")
        assert losses[0] > 1.05 * losses[-1] and worst <= BOUND and apart <= BOUND
        assert resumed == theirs and resumed_tensors == their_tensors, "a resumed run has other bits"
        # A process that fails ends all.
        (work / "file").write_text("")
        result = run("file", 2, STEPS, "--mpi")
        assert result.returncode != 0 and result.stderr.count("error: ") == 1, result
    return 0


if __name__ == "__main__":
    sys.exit(main())
