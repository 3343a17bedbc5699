#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Exports classifiers of many families with random weights, for the architecture matrix.

    python3 -m venv DIR && DIR/bin/pip install torch torchvision onnx onnxscript keras scikit-learn skl2onnx
    DIR/bin/python conformance/architectures.py OUT [NAME ...]

`conformance/architectures DIR/bin/python` does this and then runs each through the product.

Writes OUT/NAME.onnx, OUT/NAME.gradients.safetensors with what PyTorch's autograd says of its weights, and OUT/index.csv (name, family,
exporter). Weights are random and from a seed, running statistics are those of random images, so that normalisation layers normalise.
"""

import copy
import csv
import json
import os
import pathlib
import sys
import warnings

import numpy
import onnx
import torch
import torchvision
from torch import nn

os.environ["KERAS_BACKEND"] = "torch"  # read when Keras is imported

CLASSES = 10
OPSET = 17

MODELS = {}


def model(family, shape, exporter="torchscript", opset=OPSET):
    """Registers a function that makes a module for events of a shape."""

    def register(make):
        MODELS[make.__name__] = (family, make, shape, exporter, opset)
        return make

    return register


# Images, as torchvision has them.


def vision(name, family, side=64, **more):
    def make():
        return getattr(torchvision.models, name)(weights=None, num_classes=CLASSES, **more)

    MODELS[name] = (family, make, (3, side, side), "torchscript", OPSET)


vision("resnet18", "ResNet")
vision("resnet50", "ResNet")
vision("resnext50_32x4d", "ResNeXt")
vision("wide_resnet50_2", "WideResNet")
vision("densenet121", "DenseNet")
vision("squeezenet1_1", "SqueezeNet")
vision("mobilenet_v2", "MobileNet")
vision("mobilenet_v3_small", "MobileNet")
vision("efficientnet_b0", "EfficientNet")
vision("shufflenet_v2_x0_5", "ShuffleNet")
vision("mnasnet0_5", "MNASNet")
vision("regnet_y_400mf", "RegNet")
vision("googlenet", "Inception", aux_logits=False, init_weights=False)
vision("inception_v3", "Inception", side=96, aux_logits=False, init_weights=False)
vision("convnext_tiny", "ConvNeXt")
vision("swin_t", "Swin")


@model("VGG", (3, 32, 32))
def vgg11_bn():
    net = torchvision.models.vgg11_bn(weights=None, num_classes=CLASSES)
    net.avgpool = nn.AdaptiveAvgPool2d(1)
    net.classifier = nn.Linear(512, CLASSES)  # the usual one has 100 million weights
    return net


def vit():
    net = torchvision.models.VisionTransformer(
        image_size=32, patch_size=4, num_layers=6, num_heads=3, hidden_dim=96, mlp_dim=192, num_classes=CLASSES
    )
    nn.init.normal_(net.heads.head.weight, std=0.1)  # zeros would have nothing to learn from
    return net


@model("ViT", (3, 32, 32))
def vit_small():
    return vit()


@model("ViT", (3, 32, 32), "dynamo", 18)
def vit_small_dynamo():
    return vit()


@model("ResNet", (3, 64, 64), "dynamo", 18)
def resnet18_dynamo():
    return torchvision.models.resnet18(weights=None, num_classes=CLASSES)


@model("ConvNeXt", (3, 64, 64), "dynamo", 18)
def convnext_tiny_dynamo():
    return torchvision.models.convnext_tiny(weights=None, num_classes=CLASSES)


@model("ResNet", (3, 64, 64), "half")
def resnet18_float16():
    return torchvision.models.resnet18(weights=None, num_classes=CLASSES)


@model("ResNet", (3, 64, 64), "folded")
def resnet18_folded():
    return torchvision.models.resnet18(weights=None, num_classes=CLASSES)


class MixerBlock(nn.Module):
    def __init__(self, patches, width):
        super().__init__()
        self.first = nn.LayerNorm(width)
        self.tokens = nn.Sequential(nn.Linear(patches, 2 * patches), nn.GELU(), nn.Linear(2 * patches, patches))
        self.second = nn.LayerNorm(width)
        self.channels = nn.Sequential(nn.Linear(width, 2 * width), nn.GELU(), nn.Linear(2 * width, width))

    def forward(self, x):
        x = x + self.tokens(self.first(x).transpose(1, 2)).transpose(1, 2)
        return x + self.channels(self.second(x))


@model("MLP-Mixer", (3, 32, 32))
def mlp_mixer():
    class Mixer(nn.Module):
        def __init__(self, width=64):
            super().__init__()
            self.stem = nn.Conv2d(3, width, 4, 4)
            self.blocks = nn.Sequential(*[MixerBlock(64, width) for _ in range(4)])
            self.norm = nn.LayerNorm(width)
            self.head = nn.Linear(width, CLASSES)

        def forward(self, x):
            x = self.stem(x).flatten(2).transpose(1, 2)
            return self.head(self.norm(self.blocks(x)).mean(1))

    return Mixer()


@model("Keras layout", (32, 32, 3))
def channels_last():
    """As Keras' exporter lays a network out: images [rows, columns, channels], transposed around each convolution."""

    class Layout(nn.Module):
        def __init__(self):
            super().__init__()
            self.convolutions = nn.ModuleList([nn.Conv2d(3, 16, 3, padding=1), nn.Conv2d(16, 32, 3, stride=2)])
            self.norms = nn.ModuleList([nn.BatchNorm2d(16), nn.BatchNorm2d(32)])
            self.head = nn.Linear(32, CLASSES)

        def forward(self, x):
            for convolution, norm in zip(self.convolutions, self.norms):
                x = norm(convolution(x.permute(0, 3, 1, 2))).relu().permute(0, 2, 3, 1)
            return torch.softmax(self.head(x.mean((1, 2))), -1)

    return Layout()


@model("Keras", (32, 32, 3), "keras", 18)
def keras_separable():
    """What Keras' own exporter writes, of layers that it has of its own."""
    from keras import Input, Sequential, layers

    net = Sequential([
        Input((32, 32, 3)),
        layers.Conv2D(16, 3, strides=2, padding="same", use_bias=False),
        layers.BatchNormalization(momentum=0.3),
        layers.Activation("relu6"),
        layers.SeparableConv2D(32, 3, padding="same"),
        layers.BatchNormalization(momentum=0.3),
        layers.Activation("silu"),
        layers.MaxPooling2D(),
        layers.GlobalAveragePooling2D(),
        layers.Dense(CLASSES, activation="softmax"),
    ])
    for _ in range(5):
        net(torch.randn(16, 32, 32, 3), training=True)
    return net


# Text, series and tables.


class Encoder(nn.Module):
    """A BERT-like encoder: words and a mask of those that are there."""

    def __init__(self, words=200, length=16, width=64, layers=3, heads=4):
        super().__init__()
        self.word = nn.Embedding(words, width)
        self.place = nn.Parameter(0.02 * torch.randn(1, length, width))
        self.norm = nn.LayerNorm(width)
        layer = lambda: nn.TransformerEncoderLayer(width, heads, 2 * width, 0.0, "gelu", batch_first=True)
        self.layers = nn.ModuleList([layer() for _ in range(layers)])
        self.head = nn.Linear(width, CLASSES)

    def forward(self, words, mask):
        x = self.norm(self.word(words) + self.place)
        keep = mask.to(x.dtype)
        hidden = (1 - keep[:, None, None, :]) * -1e4
        for layer in self.layers:
            x = self.block(layer, x, hidden)
        return self.head((x * keep.unsqueeze(-1)).sum(1) / keep.sum(1, keepdim=True).clamp(min=1))

    @staticmethod
    def block(layer, x, hidden):
        attention = layer.self_attn
        events, length, width = x.shape
        heads = attention.num_heads
        q, k, v = nn.functional.linear(x, attention.in_proj_weight, attention.in_proj_bias).chunk(3, -1)
        split = lambda t: t.reshape(-1, length, heads, width // heads).transpose(1, 2)
        scores = split(q) @ split(k).transpose(2, 3) / (width // heads) ** 0.5 + hidden
        y = (scores.softmax(-1) @ split(v)).transpose(1, 2).reshape(-1, length, width)
        x = layer.norm1(x + attention.out_proj(y))
        return layer.norm2(x + layer.linear2(nn.functional.gelu(layer.linear1(x))))


@model("BERT-like", ((16,), (16,)), "words")
def text_encoder():
    return Encoder()


class Recurrent(nn.Module):
    def __init__(self, kind, bidirectional):
        super().__init__()
        self.layer = kind(6, 24, num_layers=2, batch_first=True, bidirectional=bidirectional)
        self.head = nn.Linear(48 if bidirectional else 24, CLASSES)

    def forward(self, x):
        return self.head(self.layer(x)[0].mean(1))


@model("recurrent", (20, 6))
def lstm_bidirectional():
    return Recurrent(nn.LSTM, True)


@model("recurrent", (20, 6))
def gru():
    return Recurrent(nn.GRU, False)


@model("1-D convolutional", (6, 64))
def inception_time():
    class Block(nn.Module):
        def __init__(self, inputs, width=8):
            super().__init__()
            self.neck = nn.Conv1d(inputs, width, 1, bias=False)
            self.branches = nn.ModuleList([nn.Conv1d(width, width, k, padding=k // 2, bias=False) for k in (3, 9, 19)])
            self.pooled = nn.Conv1d(inputs, width, 1, bias=False)
            self.norm = nn.BatchNorm1d(4 * width)

        def forward(self, x):
            neck = self.neck(x)
            parts = [branch(neck) for branch in self.branches]
            parts.append(self.pooled(nn.functional.max_pool1d(x, 3, 1, 1)))
            return self.norm(torch.cat(parts, 1)).relu()

    return nn.Sequential(Block(6), Block(32), nn.AdaptiveAvgPool1d(1), nn.Flatten(), nn.Linear(32, CLASSES))


@model("tabular", (24,))
def mlp_norm():
    return nn.Sequential(
        nn.Linear(24, 64), nn.BatchNorm1d(64), nn.ReLU(), nn.Linear(64, 64), nn.BatchNorm1d(64), nn.ReLU(),
        nn.Linear(64, CLASSES),
    )


@model("tabular", (24,))
def ft_transformer():
    """Each feature a token, as in FT-Transformer, with a token of its own for the answer."""

    class Tokens(nn.Module):
        def __init__(self, features=24, width=32):
            super().__init__()
            self.weight = nn.Parameter(0.2 * torch.randn(features, width))
            self.shift = nn.Parameter(0.2 * torch.randn(features, width))
            self.answer = nn.Parameter(0.2 * torch.randn(1, 1, width))
            layer = lambda: nn.TransformerEncoderLayer(width, 4, 2 * width, 0.0, "relu", batch_first=True)
            self.layers = nn.ModuleList([layer() for _ in range(2)])
            self.head = nn.Sequential(nn.LayerNorm(width), nn.ReLU(), nn.Linear(width, CLASSES))

        def forward(self, x):
            tokens = x.unsqueeze(-1) * self.weight + self.shift
            tokens = torch.cat([self.answer.expand(x.shape[0], -1, -1), tokens], 1)
            none = torch.zeros(1, 1, 1, 1)
            for layer in self.layers:
                tokens = Encoder.block(layer, tokens, none)
            return self.head(tokens[:, 0])

    return Tokens()


@model("several inputs", ((5,), (12,)), "named")
def two_inputs():
    class Two(nn.Module):
        def __init__(self):
            super().__init__()
            self.numbers = nn.Sequential(nn.Linear(5, 16), nn.BatchNorm1d(16), nn.ReLU())
            self.spectrum = nn.Sequential(nn.Linear(12, 16), nn.BatchNorm1d(16), nn.ReLU())
            self.head = nn.Linear(32, CLASSES)

        def forward(self, numbers, spectrum):
            return self.head(torch.cat([self.numbers(numbers), self.spectrum(spectrum)], 1))

    return Two()


@model("binary", (24,))
def one_logit():
    return nn.Sequential(nn.Linear(24, 32), nn.BatchNorm1d(32), nn.ReLU(), nn.Linear(32, 1), nn.Sigmoid())


@model("several labels", (24,))
def three_labels():
    return nn.Sequential(nn.Linear(24, 32), nn.BatchNorm1d(32), nn.ReLU(), nn.Linear(32, 3), nn.Sigmoid())


# scikit-learn.


def pipeline(classifier, preprocessing, classes):
    from skl2onnx import to_onnx
    from sklearn.pipeline import make_pipeline

    random = numpy.random.default_rng(1)
    events = random.normal(size=(400, 12)).astype("float32")
    labels = (events[:, :classes] + 0.3 * random.normal(size=(400, classes))).argmax(1)
    fitted = make_pipeline(preprocessing, classifier).fit(events, labels)
    return to_onnx(fitted, events[:1], target_opset={"": OPSET, "ai.onnx.ml": 3}).SerializeToString()


def sklearn(name, classifier, preprocessing, classes=CLASSES):
    MODELS[name] = ("scikit-learn", lambda: pipeline(classifier(), preprocessing(), classes), None, "skl2onnx", OPSET)


def _register_sklearn():
    from sklearn.linear_model import LogisticRegression
    from sklearn.neural_network import MLPClassifier
    from sklearn.preprocessing import Normalizer, StandardScaler

    perceptron = lambda: MLPClassifier((32, 16), max_iter=30, random_state=1)
    sklearn("sklearn_mlp", perceptron, StandardScaler)
    sklearn("sklearn_mlp_normalizer", perceptron, Normalizer)
    sklearn("sklearn_mlp_binary", perceptron, StandardScaler, 2)
    sklearn("sklearn_logistic", lambda: LogisticRegression(max_iter=200), StandardScaler)


# Writing them down.


def events_of(shape, exporter, count):
    if exporter == "words":
        words = torch.randint(0, 200, (count, *shape[0]))
        return words, (torch.arange(shape[1][0])[None] < torch.randint(4, 17, (count, 1))).long()
    if exporter == "named":
        return tuple(torch.randn(count, *one) for one in shape)
    return (torch.randn(count, *shape),)


def settle(net, shape, exporter):
    """Running statistics as if it had been trained: of random events; weights of norms that are not all alike."""
    for module in net.modules():
        if isinstance(module, (nn.BatchNorm1d, nn.BatchNorm2d, nn.LayerNorm)) and module.weight is not None:
            nn.init.uniform_(module.weight, 0.7, 1.3)
            nn.init.normal_(module.bias, std=0.1)
        if isinstance(module, (nn.BatchNorm1d, nn.BatchNorm2d)):
            module.momentum = None
    if any(isinstance(module, (nn.BatchNorm1d, nn.BatchNorm2d)) for module in net.modules()):
        net.train()
        with torch.no_grad():
            for _ in range(3):
                net(*events_of(shape, exporter, 16))
    return net.eval()


def export(path, net, shape, exporter, opset):
    given = events_of(shape, exporter, 2)
    if exporter == "half":
        net, given = net.half(), tuple(one.half() for one in given)
    if exporter == "keras":
        net.export(str(path), format="onnx", verbose=False, opset_version=opset)
        return
    names = {"words": ["words", "mask"], "named": ["numbers", "spectrum"]}.get(exporter, ["x"])
    if exporter == "dynamo":
        batch = torch.export.Dim("batch", min=1, max=4096)
        program = torch.onnx.export(
            net, given, input_names=names, output_names=["logits"], opset_version=opset, dynamo=True,
            dynamic_shapes=({0: batch},), optimize=False,
        )
        program.save(str(path))
        return
    folded = exporter == "folded"
    torch.onnx.export(
        net, given, str(path), input_names=names, output_names=["logits"], opset_version=opset, dynamo=False,
        dynamic_axes={name: {0: "batch"} for name in [*names, "logits"]},
        training=torch.onnx.TrainingMode.EVAL if folded else torch.onnx.TrainingMode.PRESERVE,
        do_constant_folding=folded,
    )


KEPT = 4096
BATCHES = 8
FLOOR = 1e-3


def autograd(net, events, upstream):
    """Of all parameters, from a gradient with respect to the logits."""
    return torch.autograd.grad(net(events), list(net.parameters()), upstream, allow_unused=True)


def apart(gradients, exact):
    """Largest root mean square of a parameter's differences as a share of that of its gradient, or of the largest one's FLOOR."""
    rms = lambda values: values.double().square().mean().sqrt().item()
    pairs = [(a, b) for a, b in zip(gradients, exact) if b is not None]
    least = FLOOR * max(rms(b) for _, b in pairs)
    return max(rms(a - b) / max(rms(b), least) for a, b in pairs)


def gradients(net, shape):
    """Events, a gradient with respect to their logits, the gradients of all parameters in float64, and how far PyTorch's own in
    float32 are from those over some batches, with oneDNN and without: a rectifier whose input rounds to the other side of zero lets a
    value through, or stops it, and in deep networks one does in every batch."""
    exact, batches, rounding = copy.deepcopy(net).double(), [], 0
    for _ in range(BATCHES):
        events, = events_of(shape, "", 2)
        upstream = torch.randn_like(net(events))
        found = autograd(exact, events.double(), upstream.double())
        for enabled in (True, False):
            with torch.backends.mkldnn.flags(enabled=enabled):
                rounding = max(rounding, apart(autograd(net, events, upstream), found))
        batches.append((events, upstream, found))
    return (*batches[0], torch.tensor([rounding]))


def write_gradients(path, net, shape):
    """Of each weight in the file that is a parameter of the module or its transpose, and of no other: up to 2 * KEPT values, evenly
    spaced. Nothing is written where the outputs are no logits."""
    graph = onnx.load(path).graph
    if graph.node[-1].op_type in ("Softmax", "Sigmoid"):
        return
    events, upstream, exact, rounding = gradients(net, shape)
    found = {}
    for parameter, gradient in zip(net.parameters(), exact):
        values = parameter.detach().numpy()
        for turned in [False, True] if values.ndim == 2 else [False]:
            key = (values.T if turned else values).shape, (values.T if turned else values).tobytes()
            found.setdefault(key, []).append(None if gradient is None else gradient.T if turned else gradient)
    tensors = {"events": events, "upstream": upstream, "rounding": rounding}
    for initialiser in graph.initializer:
        values = onnx.numpy_helper.to_array(initialiser)
        same = found.get((values.shape, values.tobytes()), [])
        if len(same) == 1 and same[0] is not None:
            flat = same[0].reshape(-1)
            tensors[initialiser.name] = flat[:: max(1, len(flat) // KEPT)]
    write_safetensors(path.with_suffix(".gradients.safetensors"), tensors)


def write_safetensors(path, tensors):
    header, data = {}, b""
    for name, tensor in tensors.items():
        values = tensor.detach().contiguous().numpy().astype("<f4").tobytes()
        header[name] = {
            "dtype": "F32", "shape": list(tensor.shape), "data_offsets": [len(data), len(data) + len(values)]
        }
        data += values
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    path.write_bytes(len(text).to_bytes(8, "little") + text + data)


def main():
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    _register_sklearn()
    out = pathlib.Path(sys.argv[1])
    out.mkdir(parents=True, exist_ok=True)
    warnings.filterwarnings("ignore")
    with open(out / "index.csv", "w", newline="") as index:
        table = csv.writer(index)
        table.writerow(["name", "family", "exporter"])
        for name, (family, make, shape, exporter, opset) in MODELS.items():
            if sys.argv[2:] and name not in sys.argv[2:]:
                continue
            path = out / f"{name}.onnx"
            torch.manual_seed(1)
            if exporter == "skl2onnx":
                path.write_bytes(make())
            else:
                net = settle(make(), shape, exporter)
                export(path, net, shape, exporter, opset)
                if exporter in ("torchscript", "dynamo"):
                    write_gradients(path, net, shape)
            said = {"dynamo": "PyTorch, dynamo", "skl2onnx": "skl2onnx", "keras": "Keras"}.get(exporter, "PyTorch, TorchScript")
            table.writerow([name, family, said])
            print(f"{name}: {path.stat().st_size / 1e6:.1f} MB", flush=True)


if __name__ == "__main__":
    main()
