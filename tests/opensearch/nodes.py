"""A cluster of OpenSearch on loopback, made of the artefacts that Maven gives.

    python -m tests.opensearch.nodes FOLDER [--nodes 1] [--heap 3g]

starts nodes for benchmarks, as a server is usually run, says where they are and ends them at the end of its input.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from search import SearchServers
from tests.waiting import unused_port

HERE = Path(__file__).parent
_RESOLVING = 600.0  # seconds to fetch 44 MB
_STARTING = 400.0  # seconds for three nodes on a busy machine: beside much other work 180 were too few
_UNREACHED = ("Could not transfer", "Unknown host", "Connection refused", "timed out", "Network is unreachable")
SMALL = ("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto", "-Xms256m", "-Xmx256m")  # quick to start
# as OpenSearch is delivered: where memory is collected late, a server that is given much refuses more for a while
LASTING = ("-XX:+UseG1GC", "-XX:G1ReservePercent=25", "-XX:InitiatingHeapOccupancyPercent=30")


def classpath(folder: Path) -> str:
    """Return the class path of a node, fetched where it is not here; skip the test where it cannot be had."""
    if find_spec("opensearchpy") is None:
        pytest.skip("the extra [opensearch] is not installed")
    if not (shutil.which("mvn") and shutil.which("javac")):
        pytest.skip("no JDK and Maven here to start OpenSearch with")
    found = folder / "classpath"
    pom = ["mvn", "-q", "-B", "-f", str(HERE / "pom.xml"), "dependency:build-classpath", f"-Dmdep.outputFile={found}"]
    for offline in (["-o"], ["-U"]):
        told = subprocess.run([*pom, *offline], capture_output=True, text=True, timeout=_RESOLVING, check=False)
        if told.returncode == 0:
            return found.read_text()
    if any(sign in told.stdout + told.stderr for sign in _UNREACHED):
        pytest.skip("opt-in by network: Maven's registry, from which OpenSearch comes, cannot be reached")
    raise AssertionError(told.stdout[-2000:] + told.stderr[-2000:])


class Node:
    """One node of a cluster, as a process."""

    def __init__(
        self, place: int, folder: Path, classes: str, ports: list[tuple[int, int]], options: Sequence[str]
    ) -> None:
        self.folder, self.classes, self.options = folder / f"node{place}", classes, options
        self.http, transport = ports[place]
        self.settings = {
            "node.name": f"node{place}",
            "cluster.name": folder.name,
            "network.host": "127.0.0.1",
            "http.port": self.http,
            "transport.port": transport,
            "node.processors": 1,
            "discovery.seed_hosts": ",".join(f"127.0.0.1:{other}" for _, other in ports),
            "cluster.initial_cluster_manager_nodes": ",".join(f"node{one}" for one in range(len(ports))),
            "cluster.routing.allocation.disk.threshold_enabled": "false",
        }
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start the process; it answers later."""
        self.folder.mkdir(exist_ok=True)
        told = [f"{name}={value}" for name, value in self.settings.items()]
        with (self.folder / "log").open("ab") as log:
            self.process = subprocess.Popen(
                ["java", *self.options, "-cp", self.classes, "StartNode", str(self.folder), *told],
                stdin=subprocess.PIPE,  # which closes when this process ends, however it does
                stdout=log,
                stderr=log,
                env=os.environ | {"LANG": "C.UTF-8"},
            )

    def kill(self) -> None:
        """End the process as a power cut would."""
        if self.process is not None:
            self.process.send_signal(signal.SIGKILL)
            self.process.communicate()


class Nodes:
    """A cluster of several nodes."""

    def __init__(self, size: int, folder: Path, options: Sequence[str] = SMALL) -> None:
        jars = classpath(folder)
        classes = f"{_compile_starter(jars, folder)}{os.pathsep}{jars}"
        ports = [(unused_port(), unused_port()) for _ in range(size)]
        self.nodes = [Node(place, folder, classes, ports, options) for place in range(size)]

    @property
    def servers(self) -> SearchServers:
        """Where a client finds them."""
        return SearchServers(tuple(f"http://127.0.0.1:{node.http}" for node in self.nodes))

    def health(self) -> dict[str, object]:
        """Return what the cluster says about itself; {} where it says nothing."""
        try:
            return dict(self._ask("_cluster/health"))
        except (OSError, ValueError):
            return {}

    def with_primary(self, index: str) -> Node:
        """Return the node that changes to an index of one shard go to first."""
        copies = self._ask(f"_cat/shards/{index}-*?format=json")
        (name,) = (copy["node"] for copy in copies if copy["prirep"] == "p")
        return next(node for node in self.nodes if node.settings["node.name"] == name)

    def _ask(self, path: str) -> Any:
        with urllib.request.urlopen(f"http://127.0.0.1:{self.nodes[0].http}/{path}", timeout=5) as told:
            return json.load(told)

    def wait_until_whole(self) -> None:
        """Wait until all nodes are in the cluster and have what they should."""
        until = time.monotonic() + _STARTING
        while time.monotonic() < until:
            health = self.health()
            if health.get("number_of_nodes") == len(self.nodes) and health.get("status") == "green":
                return
            time.sleep(0.2)
        logs = [(node.folder / "log").read_text()[-1500:] for node in self.nodes]
        raise AssertionError("\n".join(logs))


def _compile_starter(jars: str, folder: Path) -> Path:
    classes = folder / "classes"
    done = subprocess.run(
        ["javac", "-cp", jars, "-d", str(classes), str(HERE / "StartNode.java")],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return classes


@contextmanager
def run_cluster(size: int, folder: Path, options: Sequence[str] = SMALL) -> Iterator[Nodes]:
    """Give a cluster of so many nodes; the test is skipped where it cannot be had."""
    cluster = Nodes(size, folder, options)
    try:
        for node in cluster.nodes:
            node.start()
        cluster.wait_until_whole()
        yield cluster
    finally:
        for node in cluster.nodes:
            node.kill()


@pytest.fixture(scope="session")
def search_nodes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Nodes]:
    """Three nodes, started once for all tests of this process."""
    with run_cluster(3, tmp_path_factory.mktemp("opensearch")) as cluster:
        yield cluster


def main() -> None:
    """Run nodes until the end of the input."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--nodes", type=int, default=3)
    parser.add_argument("--heap", default="1g", help="of each node, as Java takes it")
    told = parser.parse_args()
    told.folder.mkdir(parents=True, exist_ok=True)
    with run_cluster(told.nodes, told.folder, (*LASTING, f"-Xms{told.heap}", f"-Xmx{told.heap}")) as cluster:
        print(f"export KB_TEST_OPENSEARCH={','.join(cluster.servers.hosts)}", flush=True)
        sys.stdin.read()


if __name__ == "__main__":
    main()
