"""Synthetic weights and inputs: a pure function of (seed, name, shape).

A full-size network is compared with its reference without storing weights: both sides compute them. The C++ twin is
runtime/core/synthetic.h; the two agree bit for bit, which holds because every value below is an integer of at most 24
bits times a power of two, so nothing is ever rounded, but for gammas with a gain: once.

Definition
  key    UTF-8 of "<seed>/<name>", the name as the reference calls the parameter (Keras: ``conv1_conv/kernel``)
  h      FNV-1a 64 of the key
  i      flat index in C order, in the reference's layout (HWIO kernels, depthwise (kh, kw, c, 1), dense (in, out))
  u_k    high 32 bits of mix(h + (4 i + k + 1) * 0x9E3779B97F4A7C15), k = 0..3; mix is the finalizer of splitmix64
  s      sum of (u_k >> 12) - 2 (2**20 - 1): a sum of four uniform integers, so roughly normal
  n      s * 2**-20: mean 0, standard deviation 0.577, |n| < 2

The role is the last component of the name:
  kernel           n * g, g the largest q 2**e with q in {4, 5, 6, 7} that is at most 1.7 sqrt(2 / fan_in); fan_in is the
                   product of all dimensions but the last. A kernel of four dimensions whose last is 1 is depthwise:
                   fan_in is kh * kw, and the bound is doubled
  depthwise_kernel, pointwise_kernel  the same (their names in Keras 2, and of separable convolutions)
  gamma, scale     (0.75 + n / 8) * gain; the gain is 1 but for networks whose branches are so weak (squeeze-and-excitation
                   halves them) that their first layers would not count, or so strong that outputs saturate. Computed in double, then rounded
  moving_variance, variance  1.25 + n / 8
  beta, moving_mean, mean, bias, alpha   n / 4
  attention/output/kernel, attention/output/bias   a quarter of that: attention makes tokens alike, and at full strength, after
                   some layers, so much that queries and keys do not count in the output
  embeddings, position_embeddings   n / 32: a standard deviation of 0.018, as they are initialised, at which a sum's variance
                   is so small that the epsilon of the norm after it counts
Measured, so that every layer of a deep network still counts in the output: kernels near He's gain keep a plain chain
(VGG) alive, and a normalised branch that is a little weaker than its shortcut keeps 200 layers from growing.
Inputs are named ``input/<name>``, the batch in front:
  input                     n
  pixels                    128 + 64 n, clamped to [0, 255]
  ids                       int32 in [0, below): u_0 * below / 2**32, rounded down
  mask                      int32: ones at the first lengths[b] places of example b, then zeros; nothing random
"""

import numpy as np

_MASK = (1 << 64) - 1
_GOLDEN = np.uint64(0x9E3779B97F4A7C15)

ROLES = ("kernel", "depthwise_kernel", "pointwise_kernel", "gamma", "scale", "moving_variance", "beta", "moving_mean", "bias",
         "embeddings", "position_embeddings", "alpha", "mean", "variance")


def fnv1a64(data):
    """FNV-1a, 64 bits, of a bytes object."""
    h = 0xCBF29CE484222325
    for byte in data:
        h = ((h ^ byte) * 0x100000001B3) & _MASK
    return h


def _mix(z):
    z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return z ^ (z >> np.uint64(31))


def normal(seed, name, count):
    """`count` roughly normal float32 values, standard deviation 0.577, for this seed and name."""
    h = np.uint64(fnv1a64(f"{seed}/{name}".encode("utf-8")))
    out = np.empty(count, np.float32)
    step = 1 << 20  # bounds the temporaries: 32 MB a chunk
    with np.errstate(over="ignore"):
        for begin in range(0, count, step):
            end = min(begin + step, count)
            j = np.arange(4 * begin + 1, 4 * end + 1, dtype=np.uint64)
            u = (_mix(h + j * _GOLDEN) >> np.uint64(32 + 12)).astype(np.int64)
            s = u.reshape(-1, 4).sum(axis=1) - 2 * ((1 << 20) - 1)
            out[begin:end] = s.astype(np.float32) * np.float32(2.0**-20)
    return out


def ids(seed, name, count, below):
    """`count` int32 values, uniform in [0, below), for this seed and name."""
    h = np.uint64(fnv1a64(f"{seed}/{name}".encode("utf-8")))
    with np.errstate(over="ignore"):
        j = np.arange(count, dtype=np.uint64) * np.uint64(4) + np.uint64(1)
        u = _mix(h + j * _GOLDEN) >> np.uint64(32)
    return (u * np.uint64(below) >> np.uint64(32)).astype(np.int32)


def role_of(name):
    """The role of a parameter: the last component of its name."""
    role = name.rsplit("/", 1)[-1]
    if role not in ROLES:
        raise ValueError(f"parameter {name!r}: no synthetic rule for {role!r}; known: {', '.join(ROLES)}")
    return role


def fan_in(role, shape):
    """How many inputs are summed into one output of a kernel, and whether it is depthwise."""
    depthwise = role == "depthwise_kernel" or (len(shape) == 4 and shape[-1] == 1)
    return int(np.prod(shape[:2] if depthwise else shape[:-1], dtype=np.int64)), depthwise


def kernel_scale(fan, depthwise):
    """The largest q 2**e, q in {4, 5, 6, 7}, that is at most 1.7 sqrt(2 / fan), or twice that if depthwise."""
    square = 578 * (4 if depthwise else 1)  # 100 times the square of the bound, times fan
    e = 0
    while 100 * fan * 16 > square * 4**-e:
        e -= 1
    return max(q for q in (4, 5, 6, 7) if 100 * fan * q * q <= square * 4**-e) * 2.0**e


def parameter(seed, name, shape, gain=1.0):
    """The float32 array of the parameter `name` with the reference's `shape`."""
    role = role_of(name)
    n = normal(seed, name, int(np.prod(shape, dtype=np.int64))).reshape(shape)
    if f"/{name}".endswith(("/attention/output/kernel", "/attention/output/bias")):
        n = n * np.float32(0.25)
    if role in ("kernel", "depthwise_kernel", "pointwise_kernel"):
        return n * np.float32(kernel_scale(*fan_in(role, shape)))
    if role in ("gamma", "scale"):
        return ((0.75 + n.astype(np.float64) * 0.125) * gain).astype(np.float32)
    if role in ("moving_variance", "variance"):
        return np.float32(1.25) + n * np.float32(0.125)
    return n * np.float32(2.0**-5 if role.endswith("embeddings") else 0.25)


def model_input(seed, name, shape, role="input", below=None, lengths=None):
    """The array of an input by its role, batch first: float32 `input` or `pixels`; int32 `ids` under `below`, or a `mask` that
    keeps the first lengths[b] places of example b."""
    if role == "mask":
        return (np.arange(shape[1]) < np.array(lengths).reshape(-1, 1)).astype(np.int32).reshape(shape)
    if role == "ids":
        return ids(seed, f"input/{name}", int(np.prod(shape, dtype=np.int64)), below).reshape(shape)
    n = normal(seed, f"input/{name}", int(np.prod(shape, dtype=np.int64))).reshape(shape)
    if role == "input":
        return n
    if role == "pixels":
        return np.clip(np.float32(128) + n * np.float32(64), np.float32(0), np.float32(255))
    raise ValueError(f"no input role {role!r}; known: input, pixels, ids, mask")


def list_hash(parameters):
    """FNV-1a of the sorted lines `<name> <d0>x<d1>...` of [(name, shape)]: whether two sides mean the same list."""
    lines = sorted(f"{name} {'x'.join(str(d) for d in shape)}\n" for name, shape in parameters)
    return f"{fnv1a64(''.join(lines).encode('utf-8')):016x}"
