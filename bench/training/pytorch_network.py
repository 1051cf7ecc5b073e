"""A network of Keras's layer names and configurations in PyTorch, with the same initial distributions."""

from torch import nn
from torch.nn import functional as F


def network(layers, channels):
    return nn.Sequential(*modules(layers, channels))


def modules(layers, channels):
    for layer in layers:
        kind, config = layer["kind"], layer["config"]
        if kind == "Conv2D":
            size, stride = config["kernelSize"], config["strides"]
            padding = config["padding"] if stride == [1, 1] or config["padding"] == "valid" else [n // 2 for n in size]
            convolution = nn.Conv2d(channels, config["filters"], size, stride, padding, bias=config["useBias"])
            yield glorot(convolution)
            channels = config["filters"]
            if config["activation"] == "relu":
                yield nn.ReLU()
        elif kind == "BatchNormalization":
            yield nn.BatchNorm2d(channels, eps=config["epsilon"], momentum=1 - config["momentum"])
        elif kind == "Activation" and config["activation"] == "relu":
            yield nn.ReLU()
        elif kind == "MaxPooling2D":
            yield nn.MaxPool2d(config["poolSize"], config["strides"])
        elif kind == "AveragePooling2D":
            yield nn.AvgPool2d(config["poolSize"], config["strides"])
        elif kind == "GlobalAveragePooling2D":
            yield Mean()
        elif kind == "Rescaling":
            yield Scale(config["scale"])
        elif kind == "Dropout":
            yield nn.Dropout(config["rate"])
        elif kind == "Dense":
            yield glorot(nn.Linear(channels, config["units"]))
            channels = config["units"]
        else:
            raise ValueError(f"no {kind} {config}")


def glorot(module):
    nn.init.xavier_uniform_(module.weight)
    if module.bias is not None:
        nn.init.zeros_(module.bias)
    return module


class Mean(nn.Module):
    """Over rows and columns."""

    def forward(self, x):
        return F.adaptive_avg_pool2d(x, 1).flatten(1)


class Scale(nn.Module):
    def __init__(self, scale):
        super().__init__()
        self.scale = scale

    def forward(self, x):
        return x * self.scale
