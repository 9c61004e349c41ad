"""Pictures of the main pages at two widths, into shots/: to be looked at by a person after every change of looks.

python -m benchmarks.screenshots            # the sample documents
python -m benchmarks.screenshots data       # the library in the folder `data`
python -m benchmarks.screenshots data walks # the first screen of each walk of results/walks.md over it

Pictures of a library of published documents show their words, so they stay in shots/ and are not committed.
"""

from __future__ import annotations

import io
import re
import sys
import tempfile
from pathlib import Path
from urllib.parse import urlencode

from PIL import Image  # WeasyPrint brings it

from kb.app.library import Library
from kb.core.model import Kind
from kb.core.recurrence_values import Thread
from kb.core.settings import Settings
from tests.web import browsing, site

ROOT = Path(__file__).resolve().parents[1]
SHOTS = ROOT / "shots"
WEB = ROOT / "web/shots"  # what the READMEs show, committed
WALKS = ROOT / "benchmarks/results/walks.md"
VERDICTS = frozenset({"perfect", "near", "wrong"})  # of tables that do not repeat what was typed
WIDTHS = (1200, 390)


def pages(library: Library) -> dict[str, str]:
    """Return the ten main pages by name, filled in with what this library holds."""
    asked = library.findings(kind=Kind.RECOMMENDATION.value)
    told = [one for one in asked if library.answers(one.finding.id)]
    first = max(told or asked, key=lambda one: len(library.echoes(one.finding.id)))
    fullest = max(library.threads(), key=_completeness, default=None)
    paged = next((one for one in asked if one.document.format == "pdf"), first)
    place = f"/documents/{paged.document.id}/pages/{paged.finding.span.page or 1}?finding={paged.finding.id}"
    return {
        "start": "/",
        "search": "/search?q=core+groups",
        "nothing-found": "/search?q=core+groups&polarity=working_well&kind=question",
        "finding": f"/findings/{first.finding.id}",
        "review": f"/reviews/{first.review.slug}",
        "follow-up": f"/reviews/{first.review.slug}/follow-up",
        "themes": "/themes",
        "theme": "/themes/cp-plans-core-groups",
        "recurrence": "/recurrence",
        "thread": f"/threads/{fullest.id}" if fullest else "/threads",
        "document": place,
        "check": "/check",
    }


def _completeness(thread: Thread) -> tuple[int, int]:
    """Return how much of a lesson a thread tells: its stages, then its steps."""
    return len({step.stage for step in thread.steps}), len(thread.steps)


def walks() -> dict[str, str]:
    """Return the address of each walk's first screen by its number, from the tables of walks."""
    typed = re.findall(r"^\| ([PTR]\d+) \| ([^|]+?) \|", WALKS.read_text(encoding="utf-8"), re.MULTILINE)
    addresses: dict[str, str] = {}
    for number, question in typed:
        if question in VERDICTS:
            continue
        addresses.setdefault(f"walk-{number}", f"/search?{urlencode({'q': question.partition(';')[0]})}")
    return addresses


def take(library: Library, addresses: dict[str, str]) -> None:
    """Take every picture: the first screen, and the whole page beside it."""
    SHOTS.mkdir(exist_ok=True)
    with site.serve_library(library) as root, browsing.browser() as started:
        for width in WIDTHS:
            with browsing.visit(started, root, width) as visit:
                for name, address in addresses.items():
                    page = visit.go(address)
                    page.screenshot(path=SHOTS / f"{name}-{width}.png")
                    page.screenshot(path=SHOTS / f"{name}-{width}-whole.png", full_page=True)
                    print(f"{name:14} {width:5}  {page.title()}")
                for said in visit.complaints:
                    print(f"complaint: {said}")


def for_readme(library: Library) -> None:
    """Take the three pictures that the READMEs show, in few colours so that they stay small."""
    WEB.mkdir(exist_ok=True)
    with site.serve_library(library) as root, browsing.browser() as started, browsing.visit(started, root) as visit:
        visit.page.set_viewport_size({"width": 1200, "height": 860})
        addresses = pages(library)
        for name in ("search", "recurrence", "thread"):
            visit.go(addresses[name])
            picture = Image.open(io.BytesIO(visit.page.screenshot()))
            picture.quantize(64).save(WEB / f"{name}.png", optimize=True)


def main() -> None:
    if len(sys.argv) > 1:
        with Library.open(Settings(data=Path(sys.argv[1]))) as library:
            take(library, walks() if "walks" in sys.argv else pages(library))
        return
    with (
        tempfile.TemporaryDirectory() as folder,
        Library.open(Settings(data=Path(folder), search="memory:")) as library,
    ):
        library.add([ROOT / "corpus/library"])
        take(library, pages(library))
        for_readme(library)


if __name__ == "__main__":
    main()
