#!/usr/bin/env python3
"""Puts a WebAssembly component under an image reference into an OCI image layout folder.

The image is a Wasm OCI artifact: a config of type application/vnd.wasm.config.v0+json that lists the component's imports
and exports, and one layer of type application/wasm. An image that was there under the same reference is replaced, and blobs
that no manifest names any more are removed. The same input gives the same bytes: nothing here depends on time or order.
"""

import argparse
import hashlib
import json
import pathlib
import subprocess

MANIFEST = "application/vnd.oci.image.manifest.v1+json"
CONFIG = "application/vnd.wasm.config.v0+json"
LAYER = "application/wasm"
REFERENCE = "org.opencontainers.image.ref.name"
CREATED = "2025-01-01T00:00:00Z"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("layout", type=pathlib.Path, help="the OCI image layout folder, made when it isn't there")
    parser.add_argument("reference", help="the image reference, such as registry.example.com/pricing/catalog:v1.0.0")
    parser.add_argument("component", type=pathlib.Path, help="the component binary")
    parser.add_argument("--target", required=True, help="the world that the component was built for")
    arguments = parser.parse_args()
    put(arguments.layout, arguments.reference, arguments.component, arguments.target)


def put(layout, reference, component, target):
    blobs = layout / "blobs" / "sha256"
    blobs.mkdir(parents=True, exist_ok=True)
    layer = add(blobs, LAYER, component.read_bytes())
    imports, exports = world_items(component)
    config = add(blobs, CONFIG, as_json({
        "created": CREATED,
        "architecture": "wasm",
        "os": "wasip2",
        "layerDigests": [layer["digest"]],
        "component": {"imports": imports, "exports": exports, "target": target},
    }))
    manifest = add(blobs, MANIFEST, as_json({
        "schemaVersion": 2,
        "mediaType": MANIFEST,
        "config": config,
        "layers": [layer],
    }))
    manifest["annotations"] = {REFERENCE: reference}

    index = layout / "index.json"
    manifests = json.loads(index.read_text())["manifests"] if index.exists() else []
    manifests = [m for m in manifests if m["annotations"][REFERENCE] != reference] + [manifest]
    manifests.sort(key=lambda m: m["annotations"][REFERENCE])
    index.write_bytes(as_json({
        "schemaVersion": 2,
        "mediaType": "application/vnd.oci.image.index.v1+json",
        "manifests": manifests,
    }))
    (layout / "oci-layout").write_bytes(as_json({"imageLayoutVersion": "1.0.0"}))
    remove_unnamed(blobs, manifests)
    print(f"{reference}  {manifest['digest']}  {layer['size']} bytes")


def world_items(component):
    """Names of the imports and of the exports, in the binary's order: ns:pkg/interface@version, or a function's name."""
    printed = subprocess.run(
        ["wasm-tools", "component", "wit", "--json", str(component)], check=True, capture_output=True, text=True)
    resolved = json.loads(printed.stdout)
    world = next(w for w in resolved["worlds"] if w["name"] == "root")
    return [[item_name(resolved, *item) for item in world[side].items()] for side in ("imports", "exports")]


def item_name(resolved, key, item):
    if "interface" not in item:
        return key
    interface = resolved["interfaces"][item["interface"]["id"]]
    if interface["name"] is None:
        return key
    package, at, version = resolved["packages"][interface["package"]]["name"].partition("@")
    return f"{package}/{interface['name']}{at}{version}"


def add(blobs, media_type, content):
    digest = hashlib.sha256(content).hexdigest()
    (blobs / digest).write_bytes(content)
    return {"mediaType": media_type, "digest": f"sha256:{digest}", "size": len(content)}


def remove_unnamed(blobs, manifests):
    named = set()
    for descriptor in manifests:
        manifest = json.loads(path_of(blobs, descriptor).read_text())
        named.update(path_of(blobs, d) for d in (descriptor, manifest["config"], *manifest["layers"]))
    for blob in blobs.iterdir():
        if blob not in named:
            blob.unlink()


def path_of(blobs, descriptor):
    return blobs / descriptor["digest"].removeprefix("sha256:")


def as_json(document):
    return (json.dumps(document, indent=2) + "\n").encode()


if __name__ == "__main__":
    main()
