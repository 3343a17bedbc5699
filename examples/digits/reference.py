#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes bundle/reference.json: what the model is like on events of its own kind, from its training images alone.

    reference.py data DIR       writes the training images, train.npy and train_labels.npy, for `perennial prepare`
    reference.py join BUNDLE    takes the spread and the features from what `prepare` made of them, adds accuracy,
                                confidence, temperature and nonconformity, and lists the file in bundle.yaml

The held-out images are the demo's stream, so nothing here may see them. Probabilities on images that a model has learned
by heart say nothing either. So accuracy, confidence, temperature and nonconformity are of five models like this one, each
trained on 800 of the 1,000 images and asked about the other 200.
"""

import hashlib
import json
import pathlib
import re
import sys

import numpy as np
import torch
from torch.nn import functional

import train

FOLDS = 5


def data(folder):
    images, labels = train.split()[0]
    folder.mkdir(parents=True, exist_ok=True)
    np.save(folder / "train.npy", (images.astype(np.float32) / 16)[:, None])
    np.save(folder / "train_labels.npy", labels.astype(np.int64))


def cross_fitted():
    """Logits of each training image by a model that has not seen it, and the labels."""
    torch.set_num_threads(1)
    x, y = train.tensors(*train.split()[0])
    order = np.random.default_rng(train.SEED + 1).permutation(len(x))
    logits = torch.zeros(len(x), 10)
    for fold in range(FOLDS):
        torch.manual_seed(train.SEED + fold)
        rest = torch.from_numpy(np.concatenate([order[k::FOLDS] for k in range(FOLDS) if k != fold]))
        left = torch.from_numpy(order[fold::FOLDS])
        model = train.DigitNet()
        train.fit(model, x[rest], y[rest])
        mean, _ = train.swag(model, x[rest], y[rest])
        train.become(model, mean.float(), x[rest])
        with torch.no_grad():
            logits[left] = model(x[left])
    return logits.double(), y


def temperature(logits, y):
    """Of least log loss, to a thousandth."""
    choices = np.arange(0.25, 4, 0.001)
    losses = [functional.cross_entropy(logits / t, y).item() for t in choices]
    return round(float(choices[int(np.argmin(losses))]), 3)


def join(prepared):
    known = json.loads((prepared / "reference.json").read_text(encoding="utf-8"))
    logits, y = cross_fitted()
    plain = torch.softmax(logits, 1)
    best = temperature(logits, y)
    scores = 1 - torch.softmax(logits / best, 1)[torch.arange(len(y)), y]
    known["events"] = len(y)
    known["accuracy"] = (plain.argmax(1) == y).double().mean().item()
    known["confidence"] = round(plain.max(1).values.mean().item(), 6)
    known["temperature"] = best
    known["predictedPrior"] = [round(p, 6) for p in plain.mean(0).tolist()]
    known["nonconformity"] = {"events": len(y), "scores": [round(s, 6) for s in sorted(scores.clamp(0, 1).tolist())]}
    text = json.dumps(known, separators=(",", ":")) + "\n"
    (train.BUNDLE / "reference.json").write_text(text, encoding="utf-8")
    listed = f"    reference.json: {hashlib.sha256(text.encode()).hexdigest()}\n"
    description = train.BUNDLE / "bundle.yaml"
    rest = re.sub(r"    reference\.json: .*\n", "", description.read_text(encoding="utf-8"))
    description.write_text(rest + listed, encoding="utf-8")
    print(f"accuracy {known['accuracy']}, confidence {known['confidence']}, temperature {best}")


if __name__ == "__main__":
    {"data": data, "join": join}[sys.argv[1]](pathlib.Path(sys.argv[2]))
