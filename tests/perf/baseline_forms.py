"""Every layer and activation that the specs use has a form in ONNX and in PyTorch, so that `make bench` runs any model.

The engines are not needed here: that their outputs agree with ours is what bench.py itself makes sure of.
"""

import os
import sys

TESTS = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
sys.path.insert(0, os.path.join(TESTS, "oracles"))

import baselines_lowering
import baselines_onnx
import baselines_torch
import spec_model


def models(library):
    """The models and their variants, expanded."""
    for definition in library.definitions.values():
        if "model" in definition:
            for name in (definition["model"], *definition.get("variants", {})):
                yield library.expand(name)


def main():
    missing, seen = set(), 0
    for model in models(spec_model.Library()):
        seen += 1
        lowered = baselines_lowering.Lowered(model, {})
        for node in lowered.nodes:
            for engine in (baselines_onnx, baselines_torch):
                if node.kind not in engine.LAYERS:
                    missing.add(f"{engine.__name__}.LAYERS has no {node.kind}, which {model.name} uses")
                if node.args.get("activation") not in engine.ACTIVATIONS:
                    missing.add(f"{engine.__name__}.ACTIVATIONS has no {node.args['activation']}, which {model.name} uses")
    print("\n".join(sorted(missing)) or f"{seen} models: all layers and activations have their forms")
    return 1 if missing or not seen else 0


if __name__ == "__main__":
    sys.exit(main())
