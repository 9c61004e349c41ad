"""How well the same lesson is found in reviews told in prose as they are read: `python -m benchmarks.likeness_as_read`.

benchmarks/likeness.py gives the labelled statements of those reviews as findings; here the documents themselves are
read, beside the real documents, and a statement that is not found as a finding is a query with nothing found. Each
document stands as a review of its own, as there. Needs ../shared/cases and ../shared/gold.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from dataclasses import replace

from benchmarks.likeness import REAL, LabelledLibrary, Score, arrange_findings, describe_scores, holdings
from benchmarks.told_in_prose import PROSE, SHARED
from kb.core.model import FindingInContext
from kb.recurrence import Meanings, find_encoder
from kb.recurrence.corpus_statistics import shipped_weights
from kb.vocabulary import load


def as_documents(held: tuple[FindingInContext, ...]) -> list[FindingInContext]:
    """Return findings with each document as a review of its own."""
    return [replace(one, review=replace(one.review, slug=one.document.name)) for one in held]


def found_labels(held: list[FindingInContext]) -> dict[str, tuple[str, str]]:
    """Return for each labelled statement that was found the finding and its document."""
    sys.path.insert(0, str(SHARED / "tools"))
    from score_findings import pair, read  # type: ignore[import-not-found]  # the scorer beside the project

    ids: dict[str, tuple[str, str]] = {}
    for place in PROSE:
        gold = read(str(place / "findings_recur.jsonl"))
        for source in {unit["source"] for unit in gold}:
            units = [unit for unit in gold if unit["source"] == source]
            mine = [one for one in held if one.document.name == source]
            found = [{"id": one.finding.id, "text": one.finding.text, "source": source} for one in mine]
            for unit, number in pair(units, found)[0].items():
                if units[unit].get("id"):
                    ids[units[unit]["id"]] = (found[number]["id"], source)
    return ids


def labelled_groups() -> dict[str, set[str]]:
    """Return for each labelled statement that has partners in other documents those partners."""
    sys.path.insert(0, str(SHARED / "tools"))
    from score_findings import read

    source = {
        row["id"]: row["source"]
        for place in PROSE
        for row in read(str(place / "findings_recur.jsonl"))
        if row.get("id")
    }
    partners: dict[str, set[str]] = defaultdict(set)
    for row in read(str(PROSE[-1] / "recurs_with_narrative.jsonl")):
        members = [one for one in row["members"] if one in source]
        for one in members:
            partners[one] |= {other for other in members if source[other] != source[one]}
    return {one: others for one, others in partners.items() if others}


def main() -> None:
    """Print the scores with and without the encoder, of all queries and of those that were found."""
    held = as_documents(holdings((*REAL, *(place.parent / "files" for place in PROSE))))
    ids = found_labels(held)
    wanted = labelled_groups()
    group = {id_: "" for id_, _ in ids.values()}
    partners = {
        ids[one][0]: frozenset(ids[other][0] if other in ids else f"not found {other}" for other in others)
        for one, others in wanted.items()
        if one in ids
    }
    missing = [one for one in wanted if one not in ids]
    print(f"{len(wanted)} labelled statements have the same lesson in another document; {len(missing)} of them are no")
    print("findings as read.\n\n| encoder | queries | number | P@1 | R@10 | MAP |\n|---|---|---|---|---|---|")
    encoder = find_encoder()
    for meanings in (None, *([Meanings(encoder, load().acronyms)] if encoder else [])):
        name = "without" if meanings is None else "with"
        library = LabelledLibrary(arrange_findings(held, meanings), partners, group, {})
        scores = library.scores(shipped_weights(meanings))
        print(f"| {name} | all | {describe_scores(scores | dict.fromkeys(missing, Score(0.0, 0.0, 0.0)))} |")
        print(f"| {name} | those that are findings | {describe_scores(scores)} |")


if __name__ == "__main__":
    main()
