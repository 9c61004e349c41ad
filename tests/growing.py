"""What a tree that grew shows of what was added: run in a copy of the project, prints one JSON object."""

from __future__ import annotations

import asyncio
import json
import sys
from pathlib import Path

import httpx

from kb.app.library import Library
from kb.app.try_themes import failed_examples
from kb.core.settings import Settings
from kb.exports import Exhibit, ExportHead, Findings, Pack, formats
from kb.exports.case_pack import lay_out
from web.app import create

REVIEW = """# Pond safety review: Family Wye

Exby Safeguarding Partnership, May 2021

## What happened

Wye, aged 3, was found in the unfenced pond of the house and was taken to hospital. Wye had been seen by the
unfenced pond before.

## Lessons

- Practitioners should ask whether the garden pond is fenced, since nobody asked about the garden pond.

## Near misses

- The gate to the water stood open on two days and a neighbour shut it each time.

## Recommendations

1. The partnership should have every garden pond fenced before a child comes home.
"""


async def pages(library: Library, *addresses: str) -> dict[str, tuple[int, str]]:
    """Return the status and the text of each address."""
    transport = httpx.ASGITransport(app=create(library))
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1", follow_redirects=True) as client:
        answers = {address: await client.get(address) for address in addresses}
    return {address: (answer.status_code, answer.text) for address, answer in answers.items()}


def main(folder: Path) -> None:
    """Fill a library with a review of the new type in the new format, and ask for all that was added."""
    (folder / "wye.md").write_text(REVIEW, encoding="utf-8")
    (folder / "kay.ledger").write_bytes(b"LEDGER1\nThe partnership should have every garden pond of Exby fenced.\n")
    with Library.open(Settings(data=folder / "data", search="memory:")) as library:
        report = library.add([folder / "wye.md", folder / "kay.ledger"])
        held = library.findings(theme="garden-ponds")
        near_miss = library.findings(kind="near_miss")[0].finding.id
        review = next(one for one in library.reviews() if one.review_type == "pond-review")
        shown = asyncio.run(
            pages(
                library,
                "/search?q=fenced",
                "/search?q=fenced&first_letter=P",
                "/search?q=first_letter:P",
                "/api/v1/search?q=fenced",
                "/search.tally?q=fenced",
                f"/findings/{held[0].finding.id}",
                f"/reviews/{review.slug}",
                "/themes",
                "/themes/garden-ponds",
                "/reviews",
                "/ponds",
                "/search?q=gate",
                "/search.csv?q=gate",
                "/api/v1/search?q=near+misses",
                "/api/v1/search?kind=near_miss",
                "/api/v1/search?q=what+nearly+went+wrong+at+the+gate+or+the+fenced+pond",
                f"/compare/findings?finding={near_miss}&finding={held[0].finding.id}",
            )
        )
        head = ExportHead("Library", "Ponds", "2021-05-01", library.vocabulary)
        pack = Pack("Ponds", tuple(map(Exhibit, held)))
        told = {
            "added": len(report.outcomes) - report.count("refused"),
            "formats": sorted({one.name.rpartition(".")[2] for one in library.documents()}),
            "theme_of": len(held),
            "near_misses": [one.finding.text for one in library.findings(kind="near_miss")],
            "questions": [one.words for one in lay_out(pack, head).questions],
            "failed_examples": [one.sentence for one in failed_examples(library.vocabulary)],
            "review_type": review.review_type,
            "export": Findings in formats()["tally"].writers,
            "pages": shown,
        }
    json.dump(told, sys.stdout)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
