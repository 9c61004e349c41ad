"""What a person who asks a library is given: nDCG@10, an answer among the first three, and what is told as missing.

    python -m benchmarks.answers FOLDER SET [SET ...] [--each]

Asks the library in FOLDER each judged question of these sets as every page does, so filters, spelling and what is told
take part, which `benchmarks.ranking` leaves out. Of the questions of unanswerable.csv it counts those that are told.
A question of which the library holds no answer by its patterns is left out. `--each` prints a line for each question.

Of a recommendation that several documents print, one printing is shown. nDCG@10 is also given with such a
recommendation judged once: the further printings, which no result shows, are then no answers that are missing.
"""

from __future__ import annotations

import argparse
import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from benchmarks.judging import JudgedQuery, judgements, text_of
from benchmarks.ranking import ndcg
from kb.app.answer_question import AnsweredQuestion
from kb.app.library import Library
from kb.core.model import FindingInContext, Kind
from kb.core.settings import Settings
from kb.recurrence.reprints import Reprints
from search.port import Query

UNANSWERABLE = Path(__file__).with_name("unanswerable.csv")
FIRST = 3  # findings that a person with little time reads


@dataclass(frozen=True, slots=True)
class AnswerScore:
    """How well one question was answered."""

    question: str
    ndcg: float
    once: float  # nDCG@10 with a recommendation that is printed several times judged once
    in_first: bool  # whether one of the first few is an answer
    told: str  # what is said to be missing


def score(
    judged: JudgedQuery, answered: AnsweredQuestion, grades: dict[str, int], printed: Mapping[str, str]
) -> AnswerScore:
    """Return how well one question was answered; an answer has the best grade that the library holds.

    `printed` gives the id of the first printing for each further one.
    """
    ids = [hit.id for hit in answered.results.hits]
    best = max(grades.values())
    in_first = any(grades.get(id_) == best for id_ in ids[:FIRST])
    judged_once: dict[str, int] = {}
    for id_, grade in grades.items():
        first = printed.get(id_, id_)
        judged_once[first] = max(grade, judged_once.get(first, 0))
    shown = list(dict.fromkeys(printed.get(id_, id_) for id_ in ids))
    once = ndcg(shown, judged_once)
    return AnswerScore(judged.query, ndcg(ids, grades), once, in_first, answered.understood.nothing)


def further_printings(held: Iterable[FindingInContext]) -> dict[str, str]:
    """Return the id of the first printing for each further printing of a recommendation."""
    asked = [one for one in held if one.finding.kind is Kind.RECOMMENDATION]
    reprints = Reprints(asked, ())
    found: dict[str, str] = {}
    for one in asked:
        for again in reprints.group(one.finding.id):
            if one.finding.id not in found:
                found[again.finding.id] = one.finding.id
    return {id_: first for id_, first in found.items() if id_ != first}


def ask(library: Library, question: str) -> AnsweredQuestion:
    """Return the first ten that a page gives."""
    return library.ask(Query(question, size=10))


def grades_of(judged: JudgedQuery, held: tuple[FindingInContext, ...]) -> dict[str, int]:
    """Return the grade of each finding that answers or touches a question."""
    texts = ((one.finding.id, text_of(one.finding.last_heading, one.finding.text)) for one in held)
    return {id_: grade for id_, text in texts if (grade := judged.grade(text))}


def unanswerable(name: str) -> list[str]:
    """Return the questions of a set that the 67 documents do not answer."""
    with UNANSWERABLE.open(encoding="utf-8", newline="") as lines:
        return [row["query"] for row in csv.DictReader(lines) if row["set"] == name]


def print_set(library: Library, name: str, held: tuple[FindingInContext, ...], *, each: bool) -> None:
    """Print the figures of one set."""
    printed = further_printings(held)
    scores = [
        score(judged, ask(library, judged.query), grades, printed)
        for judged in judgements()
        if judged.set == name and (grades := grades_of(judged, held))
    ]
    if each:
        for one in sorted(scores, key=lambda one: one.ndcg):
            print(f"  {one.ndcg:.2f} {'yes' if one.in_first else 'no ':3} {one.question} {one.told}")
    mean, once = (sum(getattr(one, name) for one in scores) / len(scores) for name in ("ndcg", "once"))
    in_first = sum(one.in_first for one in scores)
    wrongly = sum(bool(one.told) for one in scores)
    print(f"{name}: {len(scores)} questions, nDCG@10 {mean:.3f}, judged once {once:.3f}", end="")
    print(f", an answer in the first {FIRST}: {in_first}", end="")
    print(f", told as missing: {wrongly}")
    missing = unanswerable(name)
    if missing:
        told = [one for one in missing if ask(library, one).understood.nothing]
        print(f"{name}: {len(missing)} that nothing answers, told: {len(told)}")
        if each:
            print(f"  not told: {'; '.join(one for one in missing if one not in told)}")


def main() -> None:
    """Print the figures of each set."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("sets", nargs="+")
    parser.add_argument("--each", action="store_true", help="a line for each question")
    options = parser.parse_args()
    known = {judged.set for judged in judgements()}
    if unknown := [name for name in options.sets if name not in known]:
        parser.error(f"there is no set {unknown[0]!r}; there are {', '.join(sorted(known))}")
    with Library.open(Settings(data=options.folder)) as library:
        held = library.findings()
        for name in options.sets:
            print_set(library, name, held, each=options.each)


if __name__ == "__main__":
    main()
