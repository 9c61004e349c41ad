"""The library behind nginx and Caddy, as deploy/ configures them: names, schemes, and what stays for operators."""

from __future__ import annotations

import re
import shutil
import socket
import ssl
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import httpx
import pytest

from kb.app.library import Library
from tests.waiting import PATIENCE, unused_port, within
from tests.web import shelf, site

DEPLOY = Path(__file__).resolve().parents[2] / "deploy"
NAME = "library.example"


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """A library as one serves it behind a server in front: with a name of its own and counts for operators."""
    with shelf.small_library(tmp_path_factory.mktemp("library")) as held:
        held.settings = held.settings.model_copy(update={"hosts": f"{NAME}, localhost, 127.0.0.1", "metrics": True})
        yield held


@pytest.fixture(scope="module")
def address(library: Library) -> Iterator[str]:
    """The address of the library itself."""
    with site.serve_library(library) as root:
        yield root.removeprefix("http://")


@pytest.fixture(scope="module", params=["nginx", "caddy"])
def front(
    request: pytest.FixtureRequest, address: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[httpx.Client]:
    """A client of the server in front."""
    program = shutil.which(request.param, path="/usr/sbin:/usr/bin:/sbin:/bin")
    if program is None:
        pytest.skip(f"{request.param} is not installed")
    start = {"nginx": start_nginx, "caddy": start_caddy}[request.param]
    with start(program, address, tmp_path_factory.mktemp(request.param)) as (root, certificate):
        verify = ssl.create_default_context(cafile=certificate) if certificate else False
        with httpx.Client(
            base_url=root, verify=verify, headers={"Host": NAME}, trust_env=False, timeout=PATIENCE
        ) as http:
            yield http


@contextmanager
def start_nginx(program: str, address: str, folder: Path) -> Iterator[tuple[str, str]]:
    """Run nginx with the site of deploy/, its addresses and certificate exchanged for ones of this test."""
    port = unused_port()
    key, certificate = folder / "key.pem", folder / "certificate.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=127.0.0.1", "-addext",
         "subjectAltName=IP:127.0.0.1", "-keyout", key, "-out", certificate],
        check=True, capture_output=True,
    )  # fmt: skip
    words = (DEPLOY / "nginx.conf").read_text(encoding="utf-8")
    for old, new in (
        (r"listen 443 ssl;", f"listen 127.0.0.1:{port} ssl;"),
        (r"ssl_certificate +\S+;", f"ssl_certificate {certificate};"),
        (r"ssl_certificate_key +\S+;", f"ssl_certificate_key {key};"),
        (r"http://127\.0\.0\.1:8000", f"http://{address}"),
    ):
        words, changed = re.subn(old, new, words)
        assert changed == 1, old
    for temporary in ("body", "proxy", "fastcgi", "uwsgi", "scgi"):
        (folder / temporary).mkdir()
    (folder / "nginx.conf").write_text(
        f"daemon off; pid {folder}/pid; error_log {folder}/error.log; events {{}}\n"
        f"http {{ access_log off; client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy;\n"
        f"fastcgi_temp_path {folder}/fastcgi; uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;\n"
        f"{words} }}\n",
        encoding="utf-8",
    )
    with run_server([program, "-c", str(folder / "nginx.conf"), "-p", str(folder)], port, {}):
        yield f"https://127.0.0.1:{port}", str(certificate)


@contextmanager
def start_caddy(program: str, address: str, folder: Path) -> Iterator[tuple[str, str]]:
    """Run Caddy with the file of deploy/; without TLS, for which it would change the machine's list of authorities."""
    port = unused_port()
    (folder / "Caddyfile").write_text(
        "{\n\tadmin off\n\tauto_https off\n}\n" + (DEPLOY / "Caddyfile").read_text(encoding="utf-8"), encoding="utf-8"
    )
    given = {"LIBRARY_NAME": f"http://:{port}", "LIBRARY_ADDRESS": address, "HOME": str(folder)}
    with run_server([program, "run", "--config", str(folder / "Caddyfile"), "--adapter", "caddyfile"], port, given):
        yield f"http://127.0.0.1:{port}", ""


@contextmanager
def run_server(command: list[str], port: int, environment: dict[str, str]) -> Iterator[None]:
    """Run a server until the test is done."""
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    try:
        assert within(lambda: process.poll() is not None or has_listener(port)), f"{command[0]} does not listen"
        assert process.poll() is None, (process.stderr.read() if process.stderr else b"").decode()
        yield
    finally:
        process.terminate()
        process.wait(PATIENCE)
        if process.stderr:
            process.stderr.close()


def has_listener(port: int) -> bool:
    with closing(socket.socket()) as one:
        return one.connect_ex(("127.0.0.1", port)) == 0


def test_pages_and_downloads_come_through(front: httpx.Client) -> None:
    page = front.get("/search", params={"q": "flats"})
    assert page.status_code == 200
    assert "Content-Security-Policy" in page.headers
    assert front.get("/search.csv", params={"q": "flats"}).status_code == 200
    assert front.get("/no-such-page").status_code == 404


def test_feeds_name_the_library_by_its_public_name_and_scheme(front: httpx.Client) -> None:
    scheme = front.base_url.scheme
    assert f"{scheme}://{NAME}/" in front.get("/search.atom", params={"q": "flats"}).text


def test_another_name_is_refused(front: httpx.Client) -> None:
    assert front.get("/", headers={"Host": "elsewhere.example"}).status_code in (400, 421)


def test_counts_are_not_for_readers(front: httpx.Client, address: str) -> None:
    assert front.get("/metrics").status_code == 404
    assert httpx.get(f"http://{address}/metrics", trust_env=False).status_code == 200


def test_the_id_of_the_server_in_front_is_kept(front: httpx.Client) -> None:
    name = front.get("/help").headers["x-request-id"]
    assert re.fullmatch(r"[0-9a-f]{32}|[0-9a-f-]{36}", name), name


def test_many_readers_behind_one_server_are_not_one_client(front: httpx.Client) -> None:
    statuses = {front.get("/help").status_code for _ in range(60)}
    assert statuses == {200}
