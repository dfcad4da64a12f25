"""Records what references answer in float64, to the last digit: for programs that are built in double.

    python record_double.py digits_resnet20
    python record_double.py bert_mini

Writes tests/golden/double/<model>.json: the reference, the inputs (what synthetic.model_input needs) and the outputs as
little-endian float64 in base64. digits_resnet20 is the Keras model of train_digits.py on TensorFlow with its trained weights,
bert_mini transformers' BertModel with the synthetic weights of its golden.
"""

import argparse
import base64
import json
import os

os.environ["KERAS_BACKEND"] = "tensorflow"
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import numpy as np

import golden
import synthetic

DIRECTORY = os.path.join(golden.DIRECTORY, "double")
IMAGES = {"image": {"role": "input", "shape": [2, 8, 8, 1]}}


def write(model, reference, inputs, outputs):
    os.makedirs(DIRECTORY, exist_ok=True)
    encoded = {name: {"shape": list(value.shape), "data": base64.b64encode(np.ascontiguousarray(value, "<f8").tobytes()).decode("ascii")}
               for name, value in outputs.items()}
    for name, value in outputs.items():
        assert value.dtype == np.float64 and np.all(np.isfinite(value)), name
    with open(os.path.join(DIRECTORY, model + ".json"), "w", encoding="ascii") as f:
        json.dump({"model": model, "reference": {**reference, "dtype": "float64"}, "seed": golden.SEED, "inputs": inputs, "outputs": encoded}, f,
                  indent=1)
        f.write("\n")


def digits():  # TensorFlow and PyTorch do not fit into one process
    import keras
    import tensorflow as tf

    import train_digits

    keras.config.set_floatx("float64")
    model = train_digits.build()
    model.load_weights(os.path.join(train_digits.DIRECTORY, "digits_resnet20.weights.h5"))
    image = synthetic.model_input(golden.SEED, "image", **IMAGES["image"]).astype(np.float64)
    logits = np.asarray(model(image, training=False))
    write("digits_resnet20", {"code": "tests/oracles/train_digits.py", "tensorflow": tf.__version__, "keras": keras.__version__}, IMAGES,
          {"logits": logits})


def bert():
    import torch
    import transformers

    import record_transformers
    import spec_model

    entry = record_transformers.catalogue()["bert_mini"]
    one = golden.text_cases([(19, [19, 8])], entry.options["vocab_size"])[0]
    origins = spec_model.Library().expand("bert_mini", {}).transformed_origins("huggingface")
    runner = record_transformers.TextRunner(entry.made(), origins, entry.answer)
    for name, shape, _ in runner.parameters:
        runner.assign(name, synthetic.parameter(golden.SEED, name, shape, 1.0))
    write("bert_mini", {"code": "transformers.BertModel", "torch": torch.__version__, "transformers": transformers.__version__}, one["inputs"],
          runner.run(golden.inputs_of(one)))


MODELS = {"digits_resnet20": digits, "bert_mini": bert}

if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", choices=MODELS)
    MODELS[parser.parse_args().model]()
