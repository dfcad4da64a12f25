"""How the models of the goldens of steps are trained by their recipes: optimizer, schedule, regularizers, for few steps. The members are
those of runtime/train's structures, which tests/training/in_double.py sets; what the recorders compute by them is written here again.

Sources are those of the recipes: TensorFlow Models (MNIST, ResNets), google-research/bert (optimization.py), and for EfficientNet and
MobileNetV2 their papers, whose RMSprop has TensorFlow's epsilon within the root.
"""

import fnmatch

import numpy as np

EVERY = [{"pattern": "**", "l2": 0.0001}]


def with_rate(optimizer, schedule, groups=()):
    return {"optimizer": optimizer, "schedule": schedule, "groups": list(groups)}


def pieces(rate, boundaries, **warmup):
    values = [rate / 10 ** (i + 1) for i in range(len(boundaries))]
    return {"kind": "piecewise", "rate": rate, "pieces": len(boundaries), "boundary": list(boundaries), "value": values, **warmup}


MOMENTUM = {"kind": "sgd", "momentum": 0.9}
RMSPROP = {"kind": "rmsprop", "rho": 0.9, "momentum": 0.9, "epsilon": 0.001}
BERT = {"kind": "adam", "epsilon": 1e-6, "weight_decay": 0.01, "bias_correction": False, "clip_global_norm": 1.0}
NO_DECAY = [{"pattern": pattern, "weight_decay": 0.0} for pattern in ("**/bias", "**/gamma", "**/beta")]
RECIPES = {
    "mnist": with_rate({"kind": "adam"}, {"rate": 0.001}),
    "mnist_dropout": with_rate({"kind": "adam"}, {"rate": 0.001}),
    # 0.1 for a batch of 128.
    "cifar_resnet20": with_rate(MOMENTUM, pieces(0.1 * 8 / 128, (50, 80)), EVERY),
    "cifar_resnet20_v2": with_rate(MOMENTUM, pieces(0.1 * 8 / 128, (50, 80)), EVERY),
    # 0.1 for a batch of 256.
    "resnet50": with_rate(MOMENTUM, pieces(0.1 * 8 / 256, (15,), warmup_steps=5, warmup_to_rate=True),
                          [{"pattern": "**/kernel", "l2": 0.0001}, {"pattern": "logits/bias", "l2": 0.0001}]),
    "mobilenet_v2": with_rate(RMSPROP, {"kind": "exponential", "rate": 0.0005, "decay_steps": 10, "decay_rate": 0.98}, [{"pattern": "**/kernel", "l2": 0.00002}]),
    "efficientnet_b0": with_rate(RMSPROP, {"kind": "exponential", "rate": 0.0005, "decay_steps": 10, "decay_rate": 0.97, "staircase": True, "warmup_steps": 5},
                                 [{"pattern": "**/kernel", "l2": 0.000005}]),
    "bert_masked_lm": with_rate(BERT, {"kind": "polynomial", "rate": 0.001, "decay_steps": 100, "warmup_steps": 10, "warmup_to_rate": True}, NO_DECAY),
}
RECIPES["efficientnet_b0_dropout"] = RECIPES["efficientnet_b0"]
RECIPES["bert_next_sentence"] = RECIPES["bert_classifier"] = RECIPES["bert_classifier_dropout"] = RECIPES["bert_masked_lm"]


def rate_at(schedule, step):
    """Of the update `step`; the first is 0."""
    kind, rate = schedule.get("kind", "constant"), schedule["rate"]

    def after(step):
        if kind == "piecewise":
            return ([rate] + schedule["value"])[sum(step > boundary for boundary in schedule["boundary"])]
        if kind == "exponential":
            times = step / schedule["decay_steps"]
            return rate * schedule["decay_rate"] ** (np.floor(times) if schedule.get("staircase") else times)
        if kind == "polynomial":
            return rate * (1 - min(step, schedule["decay_steps"]) / schedule["decay_steps"])
        return rate

    warmup = schedule.get("warmup_steps", 0)
    if step >= warmup:
        return after(step)
    return (rate if schedule.get("warmup_to_rate") else after(warmup)) * step / warmup


def group_of(recipe, name):
    """The first group of the recipe that has this parameter; `**` is any path, here."""
    for group in recipe["groups"]:
        if fnmatch.fnmatchcase(name, group["pattern"].replace("**", "*")):
            return group
    return {}


class Stepper:
    """Updates weights {name: array} in place, in float64, as Keras 3 and google-research/bert do."""

    def __init__(self, recipe):
        self.recipe, self.step, self.slots = recipe, 0, {}

    def slot(self, name, which, value):
        return self.slots.setdefault((name, which), np.zeros_like(value))

    def __call__(self, weights, gradients):
        o, rate = self.recipe["optimizer"], rate_at(self.recipe["schedule"], self.step)
        self.step += 1
        gradients = {name: g + 2 * group_of(self.recipe, name).get("l2", 0.0) * weights[name] for name, g in gradients.items()}
        most = o.get("clip_global_norm", 0)
        if most:
            norm = np.sqrt(sum(np.sum(g * g) for g in gradients.values()))
            gradients = {name: g * (most / max(norm, most)) for name, g in gradients.items()}
        for name, g in gradients.items():
            w = weights[name]
            w -= rate * group_of(self.recipe, name).get("weight_decay", o.get("weight_decay", 0.0)) * w
            getattr(self, o["kind"])(o, rate, name, w, g)

    def sgd(self, o, rate, name, w, g):
        momentum = self.slot(name, "momentum", w)
        momentum[...] = o["momentum"] * momentum - rate * g
        w += momentum

    def adam(self, o, rate, name, w, g):
        m, v = self.slot(name, "m", w), self.slot(name, "v", w)
        m[...] = 0.9 * m + 0.1 * g
        v[...] = 0.999 * v + (1 - 0.999) * g * g
        if o.get("bias_correction", True):
            rate = rate * np.sqrt(1 - 0.999**self.step) / (1 - 0.9**self.step)
        w -= rate * m / (np.sqrt(v) + o.get("epsilon", 1e-7))

    def rmsprop(self, o, rate, name, w, g):
        squares, momentum = self.slot(name, "squares", w), self.slot(name, "momentum", w)
        squares[...] = o["rho"] * squares + (1 - o["rho"]) * g * g
        momentum[...] = o["momentum"] * momentum + rate * g / np.sqrt(squares + o["epsilon"])
        w -= momentum
