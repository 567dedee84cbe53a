#!/usr/bin/env python3
"""Unpacks a container image (an OCI image layout in a tar, as scripts/build-image --tar writes) into a folder, and prints its entry point, a word a line.

Absolute paths in the entry point come out with the folder before them, so that it can be run where there is no container.
"""

import json
import pathlib
import sys
import tarfile


def main():
    image, root = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
    with tarfile.open(image) as archive:
        index = json.load(archive.extractfile("index.json"))
        manifest = json.load(blob(archive, index["manifests"][0]))
        for layer in manifest["layers"]:
            with tarfile.open(fileobj=blob(archive, layer)) as files:
                files.extractall(root)
        config = json.load(blob(archive, manifest["config"]))["config"]
    for word in config["Entrypoint"]:
        print(f"{root}{word}" if word.startswith("/") else word)


def blob(archive, descriptor):
    return archive.extractfile("blobs/" + descriptor["digest"].replace(":", "/"))


if __name__ == "__main__":
    main()
