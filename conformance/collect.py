#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Collects ONNX's own node tests for the conformance run.

    python3 -m venv DIR && DIR/bin/pip install onnx==1.21.0
    DIR/bin/python conformance/collect.py

The cases of the onnx package (Apache-2.0) for operators of the standard domain, as one compressed archive in the test resources of
the adaptation module. Left out, and named with the reason, are cases whose operators the table does not have
(docs/reference/operators.md), and those that take more room than they are worth: the same operators have smaller ones.
"""

import gzip
import io
import pathlib
import re
import zipfile

import onnx

LARGEST = 80_000  # bytes, compressed
ROOT = pathlib.Path(__file__).resolve().parent.parent
TABLE = ROOT / "docs" / "reference" / "operators.md"
TARGET = ROOT / "adaptation" / "src" / "test" / "resources" / "conformance" / "node.zip.gz"
NODES = pathlib.Path(onnx.__file__).parent / "backend" / "test" / "data" / "node"


def files(case: pathlib.Path):
    return sorted(path for path in case.rglob("*") if path.is_file())


def compressed(case: pathlib.Path) -> int:
    return len(gzip.compress(b"".join(path.read_bytes() for path in files(case)), 9))


def main() -> None:
    known = set(re.findall(r"^\| `(\w+)` \|", TABLE.read_text(), re.MULTILINE))
    archive = io.BytesIO()
    kept, foreign, large = 0, 0, []
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_STORED) as stored:
        for case in sorted(NODES.iterdir()):
            model = onnx.load(case / "model.onnx", load_external_data=False)
            if not {node.op_type for node in model.graph.node} <= known:
                foreign += 1
            elif compressed(case) > LARGEST:
                large.append(case.name)
            else:
                kept += 1
                for path in files(case):
                    entry = zipfile.ZipInfo(str(path.relative_to(NODES)))  # 1980, so that the archive is the same again
                    stored.writestr(entry, path.read_bytes())
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    TARGET.write_bytes(gzip.compress(archive.getvalue(), 9, mtime=0))
    print(f"onnx {onnx.__version__}: {kept} cases in {TARGET.stat().st_size} bytes")
    print(f"{foreign} cases of operators that are not in the table; too large: {', '.join(large)}")


if __name__ == "__main__":
    main()
