#!/usr/bin/env python3
"""Writes a container image of one static program, in the form that `docker save` has and `ctr images import` takes.

usage: container_image.py NAME PROGRAM OUT.tar
"""

import hashlib
import io
import json
import os
import platform
import sys
import tarfile

ARCHITECTURES = {"x86_64": "amd64", "aarch64": "arm64"}


def main():
    name, program, out = sys.argv[1:]
    layer = io.BytesIO()
    with tarfile.open(fileobj=layer, mode="w") as files, open(program, "rb") as content:
        put(files, os.path.basename(program), content.read(), 0o755)
    config = json.dumps(
        {
            "architecture": ARCHITECTURES.get(platform.machine(), platform.machine()),
            "os": "linux",
            "config": {"Entrypoint": ["/" + os.path.basename(program)]},
            "rootfs": {"type": "layers", "diff_ids": ["sha256:" + hashlib.sha256(layer.getvalue()).hexdigest()]},
        }
    ).encode()
    config_name = hashlib.sha256(config).hexdigest() + ".json"
    with tarfile.open(out, "w") as image:
        put(image, config_name, config)
        put(image, "layer.tar", layer.getvalue())
        manifest = [{"Config": config_name, "RepoTags": [name], "Layers": ["layer.tar"]}]
        put(image, "manifest.json", json.dumps(manifest).encode())


def put(archive, name, content, mode=0o644):
    entry = tarfile.TarInfo(name)
    entry.size = len(content)
    entry.mode = mode
    archive.addfile(entry, io.BytesIO(content))


if __name__ == "__main__":
    main()
