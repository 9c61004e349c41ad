"""How well the same lesson is found among statements of invented reviews, where they stand: each half by itself.

    python -m benchmarks.likeness_in_place [seen] [unseen] [compared] [kept]

labels/told_in_place.jsonl holds 168 statements of fourteen invented reviews in their order, with heading, kind and
group (a lesson, "" for none). Groups of the half "seen" were looked at while ways of ranking were compared (record
0144); those of "unseen" were scored once before and once after. "compared" and "kept" are such halves of another set of
reviews (record 0152). They stand beside the real documents of ../shared/corpus, where those are there. No weight and no
line is chosen with any of them.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from benchmarks.likeness import REAL, LabelledLibrary, arrange_findings, describe_scores, holdings
from ingest.themes.tagger import tag
from kb.core.document import Span
from kb.core.model import DocumentSummary, Finding, FindingInContext, Kind, Metadata, Review
from kb.recurrence import Meanings, find_encoder
from kb.recurrence.corpus_statistics import shipped_weights
from kb.vocabulary import load

TOLD = Path(__file__).parent / "labels/told_in_place.jsonl"
HALVES = ("seen", "unseen", "compared", "kept")


def told_findings() -> tuple[list[FindingInContext], dict[str, str], dict[str, str]]:
    """Return the statements as findings, the group of each, and the half of each group."""
    vocabulary = load()
    made: list[FindingInContext] = []
    groups: dict[str, str] = {}
    halves: dict[str, str] = {}
    start = 0
    for number, line in enumerate(TOLD.read_text(encoding="utf-8").splitlines()):
        row = json.loads(line)
        said, name = row["text"], row["document"]
        start += len(said) + 2
        span = Span(((start, start + len(said)),), (1,))
        finding = Finding(f"told-{number}", Kind(row["kind"]), said, said, span, (row["heading"],))
        document = DocumentSummary(name, name, name, "txt", "", 0, "", 0, Metadata(), (), 0)
        made.append(FindingInContext(tag((finding,), vocabulary)[0], document, Review(name, name, row["type"])))
        groups[finding.id] = row["group"]
        halves[row["group"]] = row["half"]
    return made, groups, halves


def main() -> None:
    """Print the scores of the halves asked for, of both where none is."""
    asked = [one for one in sys.argv[1:] if one in HALVES] or HALVES
    made, groups, halves = told_findings()
    review = {one.finding.id: one.review.slug for one in made}
    held = [*holdings(REAL), *made]
    encoder = find_encoder()
    print("| half | encoder | queries | P@1 | R@10 | MAP |\n|---|---|---|---|---|---|")
    for meanings in (None, *([Meanings(encoder, load().acronyms)] if encoder else [])):
        echoes = arrange_findings(held, meanings)
        for half in asked:
            partners = {
                one: frozenset(other for other in groups if groups[other] == group and review[other] != review[one])
                for one, group in groups.items()
                if halves[group] == half
            }
            library = LabelledLibrary(echoes, {one: others for one, others in partners.items() if others}, groups, {})
            told = describe_scores(library.scores(shipped_weights(meanings)))
            print(f"| {half} | {'without' if meanings is None else 'with'} | {told} |")


if __name__ == "__main__":
    main()
