#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Scores a dump of the example's stream: errors by phase of the untouched model and of its normalisation alone.

A dump is one line for each event: phase, label, 64 values, separated by commas. `source` uses the statistics of the
training images, `batch` those of each batch, `ema` a running average of them (momentum 0.2, used after its update).
No weight is learned here. Usage: /usr/bin/python3 score.py EVENTS.csv [batch size]
"""

import copy
import sys

import numpy as np
import torch
from torch import nn

import train


class RunningNorm(nn.Module):
    """values += share (batch - values), then normalise with them; biased variance as in the engine."""

    def __init__(self, layer, share):
        super().__init__()
        self.layer, self.share = layer, share
        self.mean, self.variance = layer.running_mean.clone(), layer.running_var.clone()

    def forward(self, x):
        self.mean += self.share * (x.mean((0, 2, 3)) - self.mean)
        self.variance += self.share * (x.var((0, 2, 3), unbiased=False) - self.variance)
        return nn.functional.batch_norm(x, self.mean, self.variance, self.layer.weight, self.layer.bias, False, 0,
                                        self.layer.eps)


def running(model, share):
    adapted = copy.deepcopy(model)
    for i, layer in enumerate(adapted.features):
        if isinstance(layer, nn.BatchNorm2d):
            adapted.features[i] = RunningNorm(layer, share)
    return adapted


def main(path, size):
    rows = [line.rstrip("\n").split(",") for line in open(path, encoding="utf-8")]
    phases = np.array([row[0] for row in rows])
    labels = np.array([int(row[1]) for row in rows])
    x = torch.tensor(np.array([row[2:] for row in rows], dtype=np.float32)).view(-1, 1, 8, 8)
    torch.set_num_threads(1)
    source, _ = train.trained()
    models = {"source": source, "batch": running(source, 1.0), "ema": running(source, 0.2)}
    wrong = {}
    with torch.no_grad():
        for name, model in models.items():
            predicted = torch.cat([model(batch).argmax(1) for batch in x.split(size)]).numpy()
            wrong[name] = predicted != labels
    print(f"{len(x)} events in batches of {size}, values {x.min():.2f} to {x.max():.2f}\n")
    print("| phase | " + " | ".join(models) + " |\n|---|" + "---|" * len(models))
    for phase in dict.fromkeys(phases):
        print(f"| {phase} | " + " | ".join(f"{wrong[m][phases == phase].mean():.3f}" for m in models) + " |")
    print("| all | " + " | ".join(f"{wrong[m].mean():.3f}" for m in models) + " |")


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 64)
