#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Draws the table that `./perennial demo` prints: demo.py < TABLE > demo.svg (needs matplotlib)."""
import sys
import matplotlib
matplotlib.use("svg")
matplotlib.rcParams["svg.hashsalt"] = "perennial"
import matplotlib.pyplot as plt

rows = [line.split() for line in sys.stdin]
rows = [(int(r[0]), r[1], float(r[3].rstrip("%")), float(r[4].rstrip("%"))) for r in rows
        if len(r) == 9 and r[0].isdigit() and r[3].endswith("%")]
seconds = [r[0] for r in rows]
figure, axes = plt.subplots(figsize=(9, 3.4))
axes.plot(seconds, [r[2] for r in rows], color="#c0392b", label="untouched source model")
axes.plot(seconds, [r[3] for r in rows], color="#1e8449", label="adapted by Perennial")
start = 0
for i in range(1, len(rows) + 1):
    if i == len(rows) or rows[i][1] != rows[start][1]:
        if i < len(rows):
            axes.axvline(seconds[i] - 0.5, color="#bbbbbb", linewidth=0.7)
        axes.text((seconds[start] + seconds[i - 1]) / 2, 103, rows[start][1], ha="center", fontsize=7, color="#555555")
        start = i
axes.set_ylim(0, 100)
axes.set_xlim(seconds[0], seconds[-1])
axes.set_xlabel("second")
axes.set_ylabel("error, %")
axes.legend(loc="center right", fontsize=8)
figure.tight_layout()
figure.savefig(sys.stdout.buffer, format="svg", metadata={"Date": None})
