"""Office files open in LibreOffice as well, where it is installed."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from kb.exports import Payload, endings, write
from tests.exports.scenes import CONTRAST, FOLLOWED, FOUND, PACK, RECURS, SHEET, hostile_findings

MATTERS: dict[str, Payload] = {
    "found": FOUND,
    "followed": FOLLOWED,
    "recurs": RECURS,
    "pack": PACK,
    "contrast": CONTRAST,
    "hostile": hostile_findings(),
}


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_every_office_file_opens_in_libreoffice(tmp_path: Path) -> None:
    written = []
    for name, payload in MATTERS.items():
        for ending in {"docx", "xlsx", "pptx"} & set(endings(type(payload))):
            path = tmp_path / f"{name}-{ending}.{ending}"
            path.write_bytes(b"".join(write(payload, ending, SHEET)))
            written.append(path)
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command: list[str | Path] = [
        "soffice",
        profile,
        "--headless",
        "--convert-to",
        "pdf",
        "--outdir",
        str(tmp_path / "out"),
        *written,
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    made = {path.stem for path in (tmp_path / "out").glob("*.pdf") if path.read_bytes().startswith(b"%PDF")}
    assert made == {path.stem for path in written}
