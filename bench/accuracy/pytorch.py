"""PyTorch's run of bench/accuracy: a line of JSON, the first with {"start"}, has it train to its next
measurement and answer {"point"}, null when all steps are done.

Images come as bytes in files; each batch gets random crops, half of them mirrored, standardised image by
image; every epoch has an order of its own. Nesterov's momentum, decoupled decay of the kernels.
"""

import json
import os
import sys
import time
from pathlib import Path

import torch
from torch.nn import functional as F

sys.path.append(str(Path(__file__).parent.parent / "training"))
from pytorch_network import network  # noqa: E402

torch.set_num_threads(int(os.environ["OMP_NUM_THREADS"]))
torch.manual_seed(1)


def read(folder, name, shape):
    """Bytes [N, channels, rows, cols] and labels [N]."""
    images = torch.frombuffer(bytearray(Path(folder, f"{name}-images").read_bytes()), dtype=torch.uint8)
    labels = torch.frombuffer(bytearray(Path(folder, f"{name}-labels").read_bytes()), dtype=torch.uint8)
    return images.reshape(-1, *shape).permute(0, 3, 1, 2), labels.long()


def standardised(images):
    """Each image with mean 0 and standard deviation 1."""
    images = images.float().contiguous(memory_format=torch.channels_last)
    deviation, mean = torch.std_mean(images, dim=(1, 2, 3), correction=0, keepdim=True)
    return (images - mean) / deviation.clamp(min=images[0].numel() ** -0.5)


def random_crops(images, size):
    """A random part of each image, mirrored half of the time."""
    n, _, rows, cols = images.shape
    top = torch.randint(0, rows - size + 1, (n, 1, 1))
    left = torch.randint(0, cols - size + 1, (n, 1, 1))
    along = torch.arange(size)
    mirrored = torch.rand(n, 1, 1) < 0.5
    x = left + torch.where(mirrored, along.flip(0), along)
    y = top + along[:, None]
    return images[torch.arange(n)[:, None, None], :, y, x].permute(0, 3, 1, 2)


def run(folder, shape, crop, layers, batchSize, momentum, weightDecay, validateEvery, rates):
    images, labels = read(folder, "train", shape)
    test_images, test_labels = read(folder, "test", shape)
    top, left = (shape[0] - crop) // 2, (shape[1] - crop) // 2
    test_images = test_images[:, :, top : top + crop, left : left + crop]
    model = network(layers, shape[2]).to(memory_format=torch.channels_last)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.0, momentum=momentum, nesterov=True)
    kernels = [weight for weight in model.parameters() if weight.dim() > 1]
    order, seconds = [], 0
    begin = time.perf_counter()
    for iteration, rate in enumerate(rates, 1):
        if len(order) < batchSize:
            order = torch.randperm(len(labels))
        batch, order = order[:batchSize], order[batchSize:]
        with torch.no_grad():
            for kernel in kernels:
                kernel.mul_(1 - rate * weightDecay)
        optimizer.param_groups[0]["lr"] = rate
        optimizer.zero_grad(set_to_none=True)
        loss = F.cross_entropy(model(standardised(random_crops(images[batch], crop))), labels[batch])
        loss.backward()
        optimizer.step()
        loss.item()
        if iteration % validateEvery == 0:
            accuracy = accuracy_of(model, test_images, test_labels)
            seconds += time.perf_counter() - begin
            yield {"iteration": iteration, "seconds": seconds, "accuracy": accuracy}
            begin = time.perf_counter()


@torch.no_grad()
def accuracy_of(model, images, labels):
    model.eval()
    right = sum(
        int((model(standardised(images[i : i + 1000])).argmax(1) == labels[i : i + 1000]).sum())
        for i in range(0, len(labels), 1000)
    )
    model.train()
    return right / len(labels)


for line in sys.stdin:
    start = json.loads(line).get("start")
    if start:
        training = run(**start)
    print(json.dumps({"point": next(training, None)}), flush=True)
