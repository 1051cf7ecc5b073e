"""PyTorch's side of the training benches: answers lines of JSON.

{"start": {"layers", "image", "batch", "device"}}  →  {}
{"variant": "eager" | "channels last" | "compiled", "seconds", "fetchEvery"}  →  {"ms"}: median time of a step
"""

import json
import os
import sys
import time

import torch
from torch import nn

from pytorch_network import network

torch.set_num_threads(int(os.environ["OMP_NUM_THREADS"]))
steps = {}


def start(layers, image, batch, device):
    """Makes a step for each variant; it compiles at its first call."""
    height, width, channels = image
    for variant in ("eager", "channels last", "compiled"):
        torch.manual_seed(1)
        images = torch.randn(batch, channels, height, width, device=device)
        labels = torch.arange(batch, device=device) % 10
        model = network(layers, channels).to(device)
        if variant != "eager":
            model = model.to(memory_format=torch.channels_last)
            images = images.to(memory_format=torch.channels_last)
        steps[variant] = step_of(model, images, labels, compiled=variant == "compiled")
    return {}


def step_of(model, images, labels, compiled):
    optimizer = torch.optim.SGD(model.parameters(), lr=1e-4)
    cross_entropy = nn.CrossEntropyLoss()

    def loss_of(images, labels):
        return cross_entropy(model(images), labels)

    if compiled:
        loss_of = torch.compile(loss_of)

    def step():
        optimizer.zero_grad(set_to_none=True)
        loss = loss_of(images, labels)
        loss.backward()
        optimizer.step()
        return loss

    return step


def measure(variant, seconds, fetchEvery):
    step = steps[variant]
    times = []
    end = time.perf_counter() + seconds
    while True:
        begin = time.perf_counter()
        for _ in range(fetchEvery):
            loss = step()
        loss.item()
        times.append((time.perf_counter() - begin) / fetchEvery)
        if time.perf_counter() > end:
            return {"ms": 1e3 * sorted(times)[len(times) // 2]}


for line in sys.stdin:
    request = json.loads(line)
    try:
        answer = start(**request["start"]) if "start" in request else measure(**request)
    except Exception as error:  # told to the bench, which leaves the row out
        answer = {"error": f"{type(error).__name__}: {str(error).splitlines()[0]}"}
    print(json.dumps(answer), flush=True)
