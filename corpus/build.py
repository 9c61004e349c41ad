"""Build the sample library from its sources: `python -m corpus.build`.

A source is `sources/<name>.<format>.<kind of source>`, such as `tarnshire-report.pdf.html`: what it becomes and what it
is written in. The labels in it (corpus/labels.py) become `expected/<name>.json` and, for all documents together,
`expected/answers.jsonl` and `expected/recurs.jsonl`. The snippets in `conventions/sources/` go the same way.

    python -m corpus.build            make everything anew
    python -m corpus.build --labels   print all labels as JSON lines, for the scorer
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import tomllib
from collections import defaultdict
from datetime import datetime
from pathlib import Path
from typing import Any

from corpus import labels, office, readback

HERE = Path(__file__).parent


def main() -> int:
    """Build, or print the labels."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--labels", action="store_true", help="print all labels as JSON lines and build nothing")
    if parser.parse_args().labels:
        for folder in (HERE / "expected", HERE / "conventions"):
            for path in sorted(folder.glob("*.json")):
                for row in json.loads(path.read_text(encoding="utf-8")):
                    sys.stdout.write(json.dumps(row, ensure_ascii=False) + "\n")
        return 0
    build(HERE)
    return 0


def build(out: Path) -> None:
    """Write the library, the snippets and the labels of both below `out`."""
    links: list[tuple[str, str]] = []
    groups: defaultdict[str, list[str]] = defaultdict(list)
    for sources, documents, expected in (
        (HERE / "sources", out / "library", out / "expected"),
        (HERE / "conventions" / "sources", out / "conventions", out / "conventions"),
    ):
        for folder in (documents, expected):
            folder.mkdir(parents=True, exist_ok=True)
        for source in sorted(path for path in sources.iterdir() if len(path.suffixes) >= 2):
            name, data, units = make(source)
            (documents / name).write_bytes(data)
            stem = Path(name).stem
            (expected / f"{stem}.json").write_text(_as_json(name, data, units), encoding="utf-8")
            for unit in units:
                links += [(f"{stem}:{target}", f"{stem}:{unit.name}") for target in unit.answers]
                for group in unit.groups:
                    groups[group].append(f"{stem}:{unit.name}")
    _write_links(out / "expected", links, groups)


def make(source: Path) -> tuple[str, bytes, tuple[labels.LabelledStretch, ...]]:
    """Return the file name, the bytes and the units of a source."""
    plain, units = labels.split(source.read_text(encoding="utf-8"))
    name = source.name.rpartition(".")[0]
    return name, _render(name, plain), units


def _render(name: str, plain: str) -> bytes:
    form = Path(name).suffix
    if form in (".docx", ".pptx"):
        about = _about(name)
        maker = office.word if form == ".docx" else office.slides
        return maker(plain, about["title"], about["publisher"], datetime.fromisoformat(about["published"]))
    if form == ".pdf":
        return _pdf(plain)
    return plain.encode()


def _pdf(plain: str) -> bytes:
    from weasyprint import HTML  # slow to import, and the labels need it not

    variant = "pdf/ua-1" if 'name="tagged"' in plain else None
    styled = HTML(string=plain, base_url=str(HERE / "sources"))
    data: bytes = styled.write_pdf(pdf_variant=variant, pdf_identifier=b"illustrative-doc")
    return data


def _about(name: str) -> dict[str, str]:
    """Return what the manifest says of a file, or what stands in the list of those left out of it."""
    documents: dict[str, Any] = {}
    for path in (HERE / "library" / "manifest.toml", HERE / "sources" / "unlisted.toml"):
        listed = tomllib.loads(path.read_text(encoding="utf-8"))
        reviews = {review["slug"]: review for review in listed.get("review", [])}
        documents |= {row["file"]: reviews.get(row.get("review"), {}) | row for row in listed["document"]}
    row = documents[name]
    date = re.match(r"(\d{4})-?(\d\d)?-?(\d\d)?", row["published"])
    if not date:
        raise ValueError(f"{name}: {row['published']!r} is not a date")
    published = f"{date[1]}-{date[2] or '01'}-{date[3] or '01'}"
    return {"title": row["title"], "publisher": row["publisher"], "published": published}


def _as_json(name: str, data: bytes, units: tuple[labels.LabelledStretch, ...]) -> str:
    pages = readback.pages(name, data)
    rows = [json.dumps(_row(name, unit, pages), ensure_ascii=False) for unit in units]
    return "[\n" + ",\n".join(rows) + "\n]\n"


def _row(name: str, unit: labels.LabelledStretch, pages: tuple[str, ...]) -> dict[str, object]:
    row: dict[str, object] = {
        "source": name,
        "text": unit.text,
        "class": unit.sort,
        "kinds": unit.kinds,
        "themes": unit.themes,
        "themes_ok": unit.themes_ok,
        "page": readback.page_of(name, unit.text, pages),
        "id": f"{Path(name).stem}:{unit.name}",
    }
    return row | ({"status": unit.status} if unit.status else {})


def _write_links(folder: Path, links: list[tuple[str, str]], groups: dict[str, list[str]]) -> None:
    answers = "".join(json.dumps({"answers": pair}) + "\n" for pair in links)
    recurs = "".join(json.dumps({"group": name, "members": groups[name]}) + "\n" for name in sorted(groups))
    (folder / "answers.jsonl").write_text(answers, encoding="utf-8")
    (folder / "recurs.jsonl").write_text(recurs, encoding="utf-8")


if __name__ == "__main__":
    raise SystemExit(main())
