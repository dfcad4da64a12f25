"""Writes the Keras checkpoints of tests/import/data: small ones by Keras itself, and hostile ones by h5py and zipfile.

  python tests/oracles/make_h5_samples.py [directory]

Beside each good file x is x.safetensors: the same tensors under the names that Keras gives its variables, written by the
safetensors package. Values come from synthetic.py, so a second run writes the same tensors.
"""

import os
import pathlib
import sys
import warnings
import zipfile

os.environ["KERAS_BACKEND"] = "tensorflow"
os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
os.environ["CUDA_VISIBLE_DEVICES"] = "-1"

import h5py
import keras
import numpy as np
from keras import layers
from safetensors.numpy import save_file

import synthetic

DIRECTORY = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else pathlib.Path(__file__).parent.parent / "import" / "data")


def fill(model):
    """Gives every variable its synthetic value and returns them by Keras's path."""
    values = {}
    for variable in model.variables:
        if "seed_generator" in variable.path:
            continue
        shape = tuple(variable.shape)
        value = (synthetic.normal(7, variable.path, int(np.prod(shape, dtype=np.int64))) + 3).reshape(shape)
        variable.assign(value)
        values[variable.path] = np.asarray(keras.ops.convert_to_numpy(variable.value)).astype(np.float32)
    return values


def record(name, values):
    save_file({k: np.ascontiguousarray(v) for k, v in values.items()}, DIRECTORY / f"{name}.safetensors")


def vision():
    image = keras.Input((8, 8, 3), name="image")
    x = layers.Conv2D(4, 3, use_bias=False, name="conv1_conv")(image)
    x = layers.BatchNormalization(name="conv1_bn")(x)
    x = layers.Conv2D(4, 1, name="conv2_conv")(x)
    x = layers.BatchNormalization(scale=False, name="conv2_bn")(x)
    x = layers.DepthwiseConv2D(3, use_bias=False, name="expand_depthwise")(x)
    x = layers.GlobalAveragePooling2D(name="pool")(x)
    return keras.Model(image, layers.Dense(2, name="predictions")(x), name="vision")


def nested():
    tower = keras.Sequential([keras.Input((2,)), layers.Dense(3, name="hidden"), layers.Dense(4, name="out")], name="tower")
    x = keras.Input((5, 4))
    y = layers.LSTM(2, name="reader")(x)
    return keras.Model(x, layers.Dense(2, name="out")(tower(y)), name="nested")


def half_floats():
    x = keras.Input((3,))
    y = layers.Dense(4, dtype="bfloat16", name="brain")(x)
    y = layers.Dense(4, dtype="float16", name="half")(y)
    return keras.Model(x, y, name="half_floats")


def good():
    model = vision()
    values = fill(model)
    record("vision", values)
    model.save_weights(DIRECTORY / "vision.weights.h5")
    model.save(DIRECTORY / "vision_legacy.h5")
    model.save(DIRECTORY / "vision.keras")
    for name, make in {"nested": nested, "half_floats": half_floats}.items():
        model = make()
        record(name, fill(model))
        model.save_weights(DIRECTORY / f"{name}.weights.h5")

    # What Keras 3.0 to 3.5 wrote: no names, and no groups for layers without weights.
    with h5py.File(DIRECTORY / "vision.weights.h5") as source, h5py.File(
        DIRECTORY / "vision_nameless.weights.h5", "w", libver="v110"
    ) as f:
        places = []
        source.visit(places.append)
        for place in places:
            if isinstance(source[place], h5py.Dataset):
                f.create_dataset(place, data=source[place][()])

    # What Keras 2 wrote: fixed-length names that end in ":0", long lists in parts, the depthwise kernel by its old name.
    with h5py.File(DIRECTORY / "vision_keras2.h5", "w", libver="latest", meta_block_size=8) as f:
        names = ["image", "conv1_conv", "conv1_bn", "conv2_conv", "conv2_bn", "expand_depthwise", "pool", "predictions"]
        f.attrs["layer_names0"] = np.array([n.encode() for n in names[:5]])
        f.attrs["layer_names1"] = np.array([n.encode() for n in names[5:]])
        f.attrs["backend"] = b"tensorflow"
        for layer in names:
            group = f.create_group(layer)
            own = [p for p in values if p.startswith(layer + "/")]
            old = [p.replace("depthwise/kernel", "depthwise/depthwise_kernel") + ":0" for p in own]
            group.attrs["weight_names"] = np.array([n.encode() for n in old])
            for path, name in zip(own, old):
                group.create_dataset(name, data=values[path])

    # What Keras 1 wrote: names that only their order explains.
    with h5py.File(DIRECTORY / "dense_keras1.h5", "w", libver="latest") as f:
        f.attrs["layer_names"] = np.array([b"predictions"])
        group = f.create_group("predictions")
        group.attrs["weight_names"] = np.array([b"predictions_W_1:0", b"predictions_b_1:0"])
        group.create_dataset("predictions_W_1:0", data=values["predictions/kernel"])
        group.create_dataset("predictions_b_1:0", data=values["predictions/bias"])

    # Valid HDF5 that Keras does not write by itself, with the same tensors.
    with h5py.File(DIRECTORY / "dense_packed.weights.h5", "w", libver="latest") as f:
        variables = f.create_group("layers/dense/vars")
        variables.attrs["name"] = "predictions"
        variables.create_dataset("0", data=values["predictions/kernel"].astype(">f8"))
        variables.create_dataset("1", data=values["predictions/bias"], compression="gzip", chunks=(1,))
    record("dense", {k: values[k] for k in ("predictions/kernel", "predictions/bias")})


def hostile():
    def write(name, body, libver="latest"):
        with h5py.File(DIRECTORY / f"hostile_{name}.h5", "w", libver=libver, meta_block_size=8) as f:
            variables = f.create_group("vars")
            variables.create_dataset("0", data=np.ones((4, 2), np.float32))
            body(f, variables)

    def virtual(f, variables):
        layout = h5py.VirtualLayout((2,), np.float32)
        layout[:] = h5py.VirtualSource("/etc/passwd", "x", (2,))
        variables.create_virtual_dataset("1", layout)

    def cycle(f, variables):
        variables["loop"] = f["vars"]

    def bomb(f, variables):
        variables.create_dataset("1", shape=(1 << 40,), chunks=(1 << 10,), dtype=np.float32, compression="gzip")[0] = 1

    write("external_link", lambda f, v: v.__setitem__("1", h5py.ExternalLink("/etc/passwd", "/x")))
    write("external_dataset", lambda f, v: v.create_dataset("1", (2,), np.float32, external=[("/etc/passwd", 0, 8)]))
    write("virtual_dataset", virtual, ("v110", "v110"))
    write("cycle", cycle)
    write("bomb", bomb, "earliest")  # later formats store an index of all chunks
    write("not_stored", lambda f, v: v.create_dataset("1", (2,), np.float32))
    write("text", lambda f, v: v.create_dataset("1", data="text"))
    write("gap", lambda f, v: v.create_dataset("2", data=np.ones(2, np.float32)))
    write("integers", lambda f, v: v.create_dataset("1", data=np.ones(2, np.int32)))
    write("not_keras", lambda f, v: f.create_dataset("data", data=np.ones(2, np.float32)))
    write("name_not_text", lambda f, v: v.attrs.__setitem__("name", 3))
    write("control_name", lambda f, v: v.create_dataset("\x1b[31m", data=np.ones(2, np.float32)))
    write("bytes_name", lambda f, v: v.create_dataset(b"\xff\xfe", data=np.ones(2, np.float32)))
    write("deep", lambda f, v: f.create_group("/".join("g" * 66)))
    with h5py.File(DIRECTORY / "hostile_missing_layer.h5", "w") as f:
        f.attrs["layer_names"] = np.array([b"predictions"])
    with h5py.File(DIRECTORY / "hostile_missing_weight.h5", "w") as f:
        f.attrs["layer_names"] = np.array([b"predictions"])
        f.create_group("predictions").attrs["weight_names"] = np.array([b"kernel:0"])
    with h5py.File(DIRECTORY / "hostile_empty.h5", "w"):
        pass


def hostile_archives():
    weights = (DIRECTORY / "dense_packed.weights.h5").read_bytes()

    def write(name, entries, compression=zipfile.ZIP_STORED):
        path = DIRECTORY / f"hostile_{name}.keras"
        with warnings.catch_warnings(), zipfile.ZipFile(path, "w", compression) as archive:
            warnings.simplefilter("ignore")  # two entries of one name
            for entry, content in entries:
                archive.writestr(zipfile.ZipInfo(entry), content, compression)
        return path

    write("no_weights", [("config.json", b"{}"), ("metadata.json", b"{}")])
    write("shards", [("config.json", b"{}"), ("model.weights.json", b"{}")])
    write("outside", [("../model.weights.h5", weights), ("/model.weights.h5", weights)])
    write("twice", [("model.weights.h5", weights), ("model.weights.h5", weights)])
    write("not_hdf5", [("model.weights.h5", b"what is this")])
    write("bomb", [("model.weights.h5", bytes(16 << 20))], zipfile.ZIP_DEFLATED)
    # Its directory says that it is a thousand times as large, or that nothing is encrypted when it is, ...
    path = write("size", [("model.weights.h5", weights)])
    for name, offset, value in (("size", 24, b"\xff\xff\xff\x7f"), ("encrypted", 8, b"\x01\x00"), ("method", 10, b"\x63\x00")):
        raw = bytearray(path.read_bytes()) if name == "size" else bytearray(write(name, [("model.weights.h5", weights)]).read_bytes())
        at = raw.rindex(b"PK\x01\x02") + offset
        raw[at : at + len(value)] = value
        (DIRECTORY / f"hostile_{name}.keras").write_bytes(raw)
    raw = bytearray(write("checksum", [("model.weights.h5", weights)]).read_bytes())
    raw[200] ^= 1
    (DIRECTORY / "hostile_checksum.keras").write_bytes(raw)


if __name__ == "__main__":
    DIRECTORY.mkdir(parents=True, exist_ok=True)
    good()
    hostile()
    hostile_archives()
    print(f"Keras {keras.__version__}, h5py {h5py.__version__}, HDF5 {h5py.version.hdf5_version}")
