#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Trains two small networks without batch normalisation on the digits of the built-in example, for the tests.

    python3 -m venv DIR && DIR/bin/pip install torch numpy scikit-learn onnx
    DIR/bin/python conformance/layer_norms.py

A vision transformer and a ConvNeXt of some 30,000 weights, on the thousand images that the example is trained on, in
stream-app/src/test/resources/norms. The same on every run on one machine.
"""

import importlib.util
import pathlib

import torch
from torch import nn
from torch.nn import functional

ROOT = pathlib.Path(__file__).resolve().parent.parent
OUT = ROOT / "stream-app" / "src" / "test" / "resources" / "norms"
EPOCHS = 60


def example():
    """examples/digits/train.py as a module, for its split of the data and its export."""
    spec = importlib.util.spec_from_file_location("train", ROOT / "examples" / "digits" / "train.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


class Attention(nn.Module):
    def __init__(self, width, heads=4):
        super().__init__()
        self.heads = heads
        self.project = nn.Linear(width, 3 * width)
        self.out = nn.Linear(width, width)

    def forward(self, x):
        tokens, width = x.shape[1], x.shape[2]
        parts = [
            part.reshape(-1, tokens, self.heads, width // self.heads).transpose(1, 2)
            for part in self.project(x).chunk(3, -1)
        ]
        scores = parts[0] @ parts[1].transpose(2, 3) / (width // self.heads) ** 0.5
        return self.out((scores.softmax(-1) @ parts[2]).transpose(1, 2).reshape(-1, tokens, width))


class Block(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.first, self.attention = nn.LayerNorm(width), Attention(width)
        self.second = nn.LayerNorm(width)
        self.mlp = nn.Sequential(nn.Linear(width, 2 * width), nn.GELU(), nn.Linear(2 * width, width))

    def forward(self, x):
        x = x + self.attention(self.first(x))
        return x + self.mlp(self.second(x))


class SmallViT(nn.Module):
    """16 patches of 2x2 pixels, [B, 1, 8, 8] to logits [B, 10]."""

    def __init__(self, width=32, layers=3):
        super().__init__()
        self.patches = nn.Conv2d(1, width, 2, 2)
        self.places = nn.Parameter(0.02 * torch.randn(1, 16, width))
        self.blocks = nn.Sequential(*[Block(width) for _ in range(layers)])
        self.norm = nn.LayerNorm(width)
        self.head = nn.Linear(width, 10)

    def forward(self, x):
        tokens = self.patches(x).flatten(2).transpose(1, 2) + self.places
        return self.head(self.norm(self.blocks(tokens)).mean(1))


class ConvBlock(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.depthwise = nn.Conv2d(width, width, 3, padding=1, groups=width)
        self.norm = nn.LayerNorm(width)
        self.mlp = nn.Sequential(nn.Linear(width, 4 * width), nn.GELU(), nn.Linear(4 * width, width))
        self.scale = nn.Parameter(0.1 * torch.ones(width))

    def forward(self, x):
        y = self.mlp(self.norm(self.depthwise(x).permute(0, 2, 3, 1))) * self.scale
        return x + y.permute(0, 3, 1, 2)


class SmallConvNeXt(nn.Module):
    """Three blocks of 32 channels on 4x4 places, [B, 1, 8, 8] to logits [B, 10]."""

    def __init__(self, width=32, blocks=3):
        super().__init__()
        self.stem = nn.Conv2d(1, width, 2, 2)
        self.blocks = nn.Sequential(*[ConvBlock(width) for _ in range(blocks)])
        self.norm = nn.LayerNorm(width)
        self.head = nn.Linear(width, 10)

    def forward(self, x):
        return self.head(self.norm(self.blocks(self.stem(x)).mean((2, 3))))


def fit(model, x, y):
    optimiser = torch.optim.AdamW(model.parameters(), lr=3e-3, weight_decay=0.02)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimiser, EPOCHS)
    for _ in range(EPOCHS):
        for rows in torch.randperm(len(x)).split(50):
            optimiser.zero_grad()
            functional.cross_entropy(model(x[rows]), y[rows]).backward()
            optimiser.step()
        schedule.step()
    return model.eval()


def main():
    train = example()
    torch.set_num_threads(1)
    OUT.mkdir(parents=True, exist_ok=True)
    seen, held = train.split()
    x, y = train.tensors(*held)
    for name, make in {"vit": SmallViT, "convnext": SmallConvNeXt}.items():
        torch.manual_seed(train.SEED)
        model = fit(make(), *train.tensors(*seen))
        with torch.no_grad():
            right = (model(x).argmax(1) == y).float().mean().item()
        torch.onnx.export(
            model, torch.zeros(2, 1, 8, 8), str(OUT / f"{name}.onnx"), opset_version=17, do_constant_folding=False,
            training=torch.onnx.TrainingMode.PRESERVE, input_names=["image"], output_names=["logits"],
            dynamic_axes={"image": {0: "batch"}, "logits": {0: "batch"}}, dynamo=False)
        weights = sum(p.numel() for p in model.parameters())
        print(f"{name}: {weights} weights, {100 * right:.1f} % of the held-out images")


if __name__ == "__main__":
    main()
