"""The MNIST mini network of bench/ops in three other ways: answers lines of JSON.

{"start": {"image", "label", "stepSize", "weights"}}  →  {"losses", "kernel"}: of two steps of each way
{"way": "numpy" | "torch" | "loops", "seconds"}  →  {"ms"}: median time of a step
"""

import json
import sys
import time

import numpy as np
import torch
import torch.nn.functional as F
from numpy.lib.stride_tricks import sliding_window_view
from threadpoolctl import threadpool_info

torch.set_num_threads(1)


class AssignmentConv2D:
    """OpConv2D.forward as the assignment has it: Python loops over numpy arrays."""

    def __init__(self, weights, inputs):
        self.filters, self.kernel_size = weights.shape[:2]
        self.height = inputs.shape[0] - self.kernel_size + 1
        self.width = inputs.shape[1] - self.kernel_size + 1
        self.weights = weights
        self.inputs = inputs
        self.value = np.zeros((self.height, self.width, self.filters))

    def forward(self):
        for y in range(self.height):
            for x in range(self.width):
                for f in range(self.filters):
                    z = 0.0

                    for ky in range(self.kernel_size):
                        for kx in range(self.kernel_size):
                            for kf in range(self.weights.shape[3]):
                                z += self.inputs[y + ky, x + kx, kf] * self.weights[f, ky, kx, kf]

                    self.value[y, x, f] = z


def assignment_loops(image, label, weights):
    """The first two convolutions, forward only: a part of one step, and the longest one."""
    first = AssignmentConv2D(weights[0], image)
    second = AssignmentConv2D(weights[1], np.zeros((12, 12, 16)))

    def step():
        first.forward()
        second.forward()

    return step


def numpy_step(image, label, weights, step_size):
    """One image forward, backward and step, every op vectorised, in float64."""
    weights = [w.copy() for w in weights]

    def conv(inputs, w):
        windows = sliding_window_view(inputs, w.shape[1:3], axis=(0, 1))
        return np.tensordot(windows, w, axes=([2, 3, 4], [3, 1, 2]))

    def conv_backward(inputs, w, dvalue):
        k = w.shape[1]
        windows = sliding_window_view(inputs, (k, k), axis=(0, 1))
        dweights = np.tensordot(dvalue, windows, axes=([0, 1], [0, 1])).transpose(0, 2, 3, 1)
        padded = np.pad(dvalue, ((k - 1, k - 1), (k - 1, k - 1), (0, 0)))
        dwindows = sliding_window_view(padded, (k, k), axis=(0, 1))
        dinputs = np.tensordot(dwindows, w[:, ::-1, ::-1], axes=([2, 3, 4], [0, 1, 2]))
        return dinputs, dweights

    def pool(inputs):
        h, w, c = inputs.shape
        return inputs.reshape(h // 2, 2, w // 2, 2, c).mean(axis=(1, 3))

    def pool_backward(dvalue):
        return dvalue.repeat(2, axis=0).repeat(2, axis=1) / 4

    def step():
        r1 = np.maximum(pool(conv(image, weights[0])), 0)
        r2 = np.maximum(pool(conv(r1, weights[1])), 0)
        logits = pool(conv(r2, weights[2]))[0, 0]
        shifted = np.exp(logits - logits.max())
        prob = shifted / shifted.sum()
        loss = -np.log(prob[label])
        dlogits = prob.copy()
        dlogits[label] -= 1
        dr2, dw3 = conv_backward(r2, weights[2], pool_backward(dlogits[None, None]))
        dr1, dw2 = conv_backward(r1, weights[1], pool_backward(dr2 * (r2 > 0)))
        _, dw1 = conv_backward(image, weights[0], pool_backward(dr1 * (r1 > 0)))
        for w, dw in zip(weights, (dw1, dw2, dw3)):
            w -= step_size * dw
        return loss

    return step


def torch_step(image, label, weights, step_size):
    """One image forward, backward and step in eager PyTorch, in its usual float32."""
    x = torch.tensor(image.transpose(2, 0, 1)[None], dtype=torch.float32)
    y = torch.tensor([label])
    weights = [
        torch.tensor(w.transpose(0, 3, 1, 2).copy(), dtype=torch.float32, requires_grad=True)
        for w in weights
    ]

    def step():
        h = F.relu(F.avg_pool2d(F.conv2d(x, weights[0]), 2))
        h = F.relu(F.avg_pool2d(F.conv2d(h, weights[1]), 2))
        h = F.avg_pool2d(F.conv2d(h, weights[2]), 2).flatten(1)
        loss = F.cross_entropy(h, y)
        gradients = torch.autograd.grad(loss, weights)
        with torch.no_grad():
            for w, gradient in zip(weights, gradients):
                w -= step_size * gradient
        return loss.item()

    return step


def measure(step, seconds):
    """Median time of a step in milliseconds."""
    times = []
    end = time.perf_counter() + seconds
    while not times or time.perf_counter() < end:
        start = time.perf_counter()
        step()
        times.append(time.perf_counter() - start)
    return 1e3 * sorted(times)[len(times) // 2]


def start(image, label, stepSize, weights):
    image = np.array(image).reshape(28, 28, 1)
    weights = [np.array(w["numbers"]).reshape(w["shape"]) for w in weights]
    ways["numpy"] = numpy_step(image, label, weights, stepSize)
    ways["torch"] = torch_step(image, label, weights, stepSize)
    losses = {name: [float(step()), float(step())] for name, step in ways.items()}
    ways["loops"] = assignment_loops(image, label, weights)
    blas = next(info for info in threadpool_info() if "numpy" in info["filepath"])
    return {"losses": losses, "kernel": f"{blas['internal_api']} {blas['version']}, {blas['architecture']}"}


ways = {}
for line in sys.stdin:
    request = json.loads(line)
    if "start" in request:
        answer = start(**request["start"])
    else:
        answer = {"ms": measure(ways[request["way"]], request["seconds"])}
    print(json.dumps(answer), flush=True)
