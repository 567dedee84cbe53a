#!/usr/bin/env python3
"""Pushes the images of an OCI image layout folder into a registry without TLS (distribution specification, "Push").

`push.py examples/pricing/oci 127.0.0.1:5000` makes registry.example.com/pricing/catalog:v1.0.0 available as
127.0.0.1:5000/pricing/catalog:v1.0.0.
"""

import argparse
import json
import pathlib
import urllib.parse
import urllib.request

REFERENCE = "org.opencontainers.image.ref.name"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("layout", type=pathlib.Path, help="the OCI image layout folder")
    parser.add_argument("registry", help="HOST:PORT")
    arguments = parser.parse_args()
    for descriptor in json.loads((arguments.layout / "index.json").read_text())["manifests"]:
        repository, tag = descriptor["annotations"][REFERENCE].split("/", 1)[1].rsplit(":", 1)
        push(arguments.layout, f"http://{arguments.registry}/v2/{repository}", descriptor, tag)
        print(f"{arguments.registry}/{repository}:{tag}  {descriptor['digest']}")


def push(layout, repository, descriptor, tag):
    manifest = blob(layout, descriptor)
    parsed = json.loads(manifest)
    for part in (parsed["config"], *parsed["layers"]):
        upload = send("POST", f"{repository}/blobs/uploads/").headers["Location"]
        upload = urllib.parse.urljoin(repository, upload)
        send("PUT", f"{upload}{'&' if '?' in upload else '?'}digest={part['digest']}", blob(layout, part),
             "application/octet-stream")
    send("PUT", f"{repository}/manifests/{tag}", manifest, descriptor["mediaType"])


def blob(layout, descriptor):
    return (layout / "blobs" / descriptor["digest"].replace(":", "/")).read_bytes()


def send(method, address, body=b"", kind="application/octet-stream"):
    return urllib.request.urlopen(
        urllib.request.Request(address, data=body, method=method, headers={"Content-Type": kind}))


if __name__ == "__main__":
    main()
