#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Trains the built-in example and writes its bundle and its stream of held-out images.

Needs torch, numpy and scikit-learn; written with Debian 12's python3-torch 1.13 and python3-sklearn 1.2.
Run from anywhere: /usr/bin/python3 examples/digits/train.py
"""

import hashlib
import json
import pathlib
import struct

import numpy as np
import torch
from sklearn.datasets import load_digits
from torch import nn
from torch.nn import functional

SEED = 20261121
TRAINED_ON = 1000
EPOCHS = 40
PROBES = 16
HERE = pathlib.Path(__file__).resolve().parent
BUNDLE = HERE / "bundle"
DATA = HERE / "data"

BUNDLE_YAML = """\
# What io.perennial.store.Bundle reads; written by ../train.py, so change it there.
format: 1
name: digits
version: "1"
input:
  name: image
  shape: [1, 8, 8]
  # Wider than the training range [0, 1]: gain and noise are drift to adapt to, a value beyond 4 is a fault.
  minimum: -4.0
  maximum: 4.0
labels: ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"]
adapt:
  method: petal-fim
  statistics: ema
  # Conditions here change every 16 batches: the average must forget within a few.
  statistics-momentum: 0.2
  optimizer: adam
  learning-rate: 0.001
  teacher-momentum: 0.999
  anchor-threshold: 0.92
  # Soft views: strong ones leave what an 8x8 image under fixed statistics can bear.
  views: 4
  view-strength: 0.5
  restore-quantile: 0.03
  prior-weight: 1.0e-9
provenance:
  trained-by: examples/digits/train.py
  dataset: Optical Recognition of Handwritten Digits, UCI Machine Learning Repository, doi 10.24432/C50P49
  licence: CC BY 4.0
  trained-on: {trained_on} images without augmentation, {held_out} held out, seed {seed}
  accuracy: {accuracy} on the held-out images as recorded
  files:
{files}
"""


class DigitNet(nn.Module):
    """Three convolutions with batch normalisation, [B, 1, 8, 8] to logits [B, 10]."""

    def __init__(self):
        super().__init__()
        self.features = nn.Sequential(
            nn.Conv2d(1, 16, 3, padding=1, bias=False), nn.BatchNorm2d(16), nn.ReLU(),
            nn.Conv2d(16, 24, 3, padding=1, bias=False), nn.BatchNorm2d(24), nn.ReLU(), nn.MaxPool2d(2),
            nn.Conv2d(24, 32, 3, padding=1, bias=False), nn.BatchNorm2d(32), nn.ReLU(), nn.MaxPool2d(2))
        self.classify = nn.Linear(128, 10)

    def forward(self, x):
        return self.classify(torch.flatten(self.features(x), 1))


def split():
    """The dataset's pixels are counts 0 to 16 of 4x4 blocks; uint8, unscaled. Divide by 16 for the model."""
    digits = load_digits()
    images = digits.images.astype(np.uint8)
    labels = digits.target.astype(np.uint8)
    order = np.random.default_rng(SEED).permutation(len(images))
    trained, held = order[:TRAINED_ON], order[TRAINED_ON:]
    return (images[trained], labels[trained]), (images[held], labels[held])


def tensors(images, labels):
    x = torch.from_numpy(images.astype(np.float32) / 16).unsqueeze(1)
    return x, torch.from_numpy(labels.astype(np.int64))


def fit(model, x, y):
    optimiser = torch.optim.SGD(model.parameters(), lr=0.05, momentum=0.9, weight_decay=5e-4, nesterov=True)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimiser, EPOCHS)
    model.train()
    for _ in range(EPOCHS):
        for rows in torch.randperm(len(x)).split(50):
            optimiser.zero_grad()
            functional.cross_entropy(model(x[rows]), y[rows]).backward()
            optimiser.step()
        schedule.step()


def flat(model):
    return torch.cat([p.detach().flatten() for p in model.parameters()]).double()


def swag(model, x, y, epochs=20):
    """Diagonal SWAG: one snapshot after every SGD step, their mean and variance by Welford in float64."""
    optimiser = torch.optim.SGD(model.parameters(), lr=8e-4, momentum=0.9, weight_decay=5e-4)
    model.train()
    count, mean, squares = 0, torch.zeros_like(flat(model)), torch.zeros_like(flat(model))
    for _ in range(epochs):
        for rows in torch.randperm(len(x)).split(200):
            optimiser.zero_grad()
            functional.cross_entropy(model(x[rows]), y[rows]).backward()
            optimiser.step()
            count += 1
            snapshot = flat(model)
            delta = snapshot - mean
            mean += delta / count
            squares += delta * (snapshot - mean)
    return mean, squares / count


def become(model, vector, x):
    """Sets the parameters to the posterior mean and the running statistics to those of the training images."""
    offset = 0
    for p in model.parameters():
        p.data.copy_(vector[offset:offset + p.numel()].view_as(p))
        offset += p.numel()
    for layer in model.modules():
        if isinstance(layer, nn.BatchNorm2d):
            layer.reset_running_stats()
            layer.momentum = None  # cumulative average, here of one batch: all training images
    model.train()
    with torch.no_grad():
        model(x)
    model.eval()
    for layer in model.modules():
        if isinstance(layer, nn.BatchNorm2d):
            layer.momentum = 0.1  # else the export would write 1.0 as the attribute


def safetensors(path, named):
    """float32 tensors in the safetensors format: u64 header length, JSON header padded to 8 bytes, data."""
    header, data = {}, b""
    for name in sorted(named):
        raw = np.ascontiguousarray(named[name], dtype="<f4").tobytes()
        header[name] = {"dtype": "F32", "shape": list(named[name].shape),
                        "data_offsets": [len(data), len(data) + len(raw)]}
        data += raw
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    path.write_bytes(struct.pack("<Q", len(text)) + text + data)


def export(model, path):
    # PRESERVE with a model in eval mode: inference-form BatchNormalization that is not folded into its convolution.
    torch.onnx.export(
        model, torch.zeros(2, 1, 8, 8), str(path), opset_version=17, do_constant_folding=False,
        training=torch.onnx.TrainingMode.PRESERVE, input_names=["image"], output_names=["logits"],
        dynamic_axes={"image": {0: "batch"}, "logits": {0: "batch"}})


def trained():
    """The model, the same on every run on one machine, in eval mode at its posterior mean; and the variance."""
    torch.manual_seed(SEED)
    torch.set_num_threads(1)
    x, y = tensors(*split()[0])
    model = DigitNet()
    fit(model, x, y)
    mean, variance = swag(model, x, y)
    become(model, mean.float(), x)
    return model, variance


def main():
    for folder in (BUNDLE, DATA):
        folder.mkdir(exist_ok=True)
    held_images, held_labels = split()[1]
    held_x, held_y = tensors(held_images, held_labels)
    model, variance = trained()
    with torch.no_grad():
        accuracy = (model(held_x).argmax(1) == held_y).double().mean().item()
        probe = held_x[:PROBES]
        logits = model(probe)

    export(model, BUNDLE / "model.onnx")
    safetensors(BUNDLE / "posterior.safetensors", {"mean": flat(model).float().numpy(),
                                                   "variance": variance.float().numpy()})
    safetensors(BUNDLE / "probe.safetensors", {"inputs": probe.numpy(), "logits": logits.numpy()})
    np.save(DATA / "images.npy", held_images)
    np.save(DATA / "labels.npy", held_labels)
    (BUNDLE / "reference.json").unlink(missing_ok=True)  # of the model before; reference.py writes it anew
    hashes = "\n".join(
        f"    {name}: {hashlib.sha256((BUNDLE / name).read_bytes()).hexdigest()}"
        for name in ("model.onnx", "posterior.safetensors", "probe.safetensors"))
    (BUNDLE / "bundle.yaml").write_text(BUNDLE_YAML.format(
        trained_on=TRAINED_ON, held_out=len(held_x), seed=SEED, accuracy=f"{accuracy:.4f}", files=hashes))
    print(f"{flat(model).numel()} parameters, accuracy {accuracy:.4f} on {len(held_x)} held-out images")


if __name__ == "__main__":
    main()
