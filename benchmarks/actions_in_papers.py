"""Which actions are read in a review's papers, and with which status: `python -m benchmarks.actions_in_papers`.

The libraries of benchmarks/labels/links that say below "----- actions" what is an action: the statuses that are right,
":", words of it; "-" in place of statuses is what may be found and need not be. An action of a paper (any document
but the first) that is none of these is wrong. "open" or "held" takes one half, "--each" prints what is not right.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator

from benchmarks.links_across import LinkedPapers, gather, libraries
from kb.core.inferred_actions import is_inferred
from kb.core.model import FindingInContext, Kind, Status

_COMPLETE = frozenset({Status.REPORTED_COMPLETE, Status.COMPLETE_WITH_EVIDENCE})


def judge(papers: LinkedPapers) -> Iterator[tuple[str, str]]:
    """Yield what came of each labelled action of a library's papers, and each action that is none."""
    found, _ = gather(papers)
    read = [one for one in found.values() if one.document.name != "00.md"]
    actions = [one for one in read if one.finding.kind is Kind.ACTION]
    for right, words in papers.actions:
        held = [one for one in actions if _holds(one, words)]
        if right and not held:
            other = [one.finding.kind.value for one in read if _holds(one, words)]
            yield "missed", f"{words} ({', '.join(other) or 'no finding'})"
        elif right:
            yield ("inferred" if is_inferred(held[0].finding) else "read"), words
            yield _of_status(held[0], right), f"{words}: {held[0].finding.status}, not {', '.join(sorted(right))}"
    for one in actions:
        if not any(_holds(one, words) for _, words in papers.actions):
            yield "no action", one.finding.text[:120]


def _of_status(held: FindingInContext, right: frozenset[str]) -> str:
    status = held.finding.status
    if status is not None and status.value in right:
        return "status right"
    if status in _COMPLETE and not {one.value for one in _COMPLETE} & right:
        return "wrongly complete"
    return "status unclear" if status in (None, Status.UNCLEAR) else "status wrong"


def _holds(one: FindingInContext, words: str) -> bool:
    return words.lower() in " ".join(one.finding.text.split()).lower()


def main() -> None:
    """Print how many actions are read in papers, and how many statuses are right."""
    for half in [one for one in ("open", "held") if one in sys.argv] or ["open", "held"]:
        counts: Counter[str] = Counter()
        for papers in (one for one in libraries(half) if one.actions):
            for outcome, which in judge(papers):
                counts[outcome] += 1
                if "--each" in sys.argv and outcome not in ("read", "inferred", "status right"):
                    print(f"{papers.name}: {outcome}: {which}")
        print(f"{half}: {', '.join(f'{outcome} {count}' for outcome, count in sorted(counts.items()))}")


if __name__ == "__main__":
    main()
