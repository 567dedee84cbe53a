#!/usr/bin/env python3
"""Measures containers under runc: from `runc run` to the first answer, and what so many at once keep resident.

usage: measure.py ROOTFS TRIALS KEPT    ROOTFS holds the static program /calculator
"""

import json
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

CONFIG = {
    "ociVersion": "1.0.2",
    "process": {"cwd": "/", "args": ["/calculator"], "user": {"uid": 0, "gid": 0}, "noNewPrivileges": True},
    "root": {"readonly": True},
    "mounts": [{"destination": "/proc", "type": "proc", "source": "proc"}],
    "linux": {"namespaces": [{"type": kind} for kind in ("pid", "mount", "ipc", "uts", "network")]},
}


def main():
    rootfs, trials, kept = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    with tempfile.TemporaryDirectory() as folder:
        bundle = pathlib.Path(folder)
        CONFIG["root"]["path"] = str(pathlib.Path(rootfs).resolve())
        (bundle / "config.json").write_text(json.dumps(CONFIG))
        took = []
        for trial in range(trials):
            start = time.perf_counter()
            process = run(bundle, f"kube-wasm-benchmark-{trial}")
            ask(process)
            took.append((time.perf_counter() - start) * 1000)
            end(process)
        took.sort()
        print(f"{trials} containers one after the other, runc run to first answer: "
              f"p50 {statistics.median(took):.1f} ms, p99 {took[int(len(took) * 0.99)]:.1f} ms")
        processes = []
        for i in range(kept):
            # One after the other: runc fills the /dev of the root file system, which they share.
            processes.append(run(bundle, f"kube-wasm-benchmark-{i}"))
            ask(processes[-1])
        total = sum(resident(pid) for process in processes for pid in family(process.pid))
        print(f"{kept} containers at once: {total / kept:.2f} MiB resident each, of which the program "
              f"{sum(resident(pid) for p in processes for pid in family(p.pid)[1:]) / kept:.2f} MiB")
        for process in processes:
            end(process)


def run(bundle, name):
    return subprocess.Popen(["runc", "run", "--bundle", str(bundle), name], stdin=subprocess.PIPE, stdout=subprocess.PIPE)


def ask(process):
    process.stdin.write(b"widget\n")
    process.stdin.flush()
    answer = process.stdout.readline()
    if b"4.25" not in answer:
        sys.exit(f"a wrong answer: {answer!r}")


def end(process):
    process.stdin.close()
    process.wait()


def family(pid):
    """A process and its children; the first is runc itself, whose part a shim has in a cluster."""
    children = pathlib.Path(f"/proc/{pid}/task/{pid}/children")
    found = [pid]
    for task in children.parent.parent.iterdir():
        for child in (task / "children").read_text().split():
            found += family(int(child))
    return found


def resident(pid):
    for line in pathlib.Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    return 0


if __name__ == "__main__":
    main()
