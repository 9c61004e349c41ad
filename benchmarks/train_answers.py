"""Learn which action answers which recommendation, or none: `python -m benchmarks.train_answers` (needs the encoder).

The labels are those of benchmarks.links_given: reviews whose documents are put together and whose links have both ends.
Beside the papers of a review stand others that answer nothing of it: papers of other libraries by themselves
("strangers"), and at the beginning or end of its own papers ("mixed"), as a report on a year tells of other matters.
Whole libraries are left out to judge, and strangers come from libraries that are left out together. The weights are
written into kb/recurrence/data/answers.json; "--try" writes nothing.
"""

from __future__ import annotations

import json
import random
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

import kb.recurrence
from benchmarks.links_across import libraries
from benchmarks.links_given import GivenReview, reviews
from kb.core.model import FindingInContext, Kind, Review
from kb.recurrence import Meanings, Reprints, find_encoder
from kb.recurrence.answer_words import words_said
from kb.recurrence.answers_by_score import SIGNS, papers_of, signs_of_paper, words_of_recommendations
from kb.recurrence.reprints import asked_and_given
from kb.recurrence.terms import Wording
from kb.recurrence.word_vectors import Floats
from kb.vocabulary import load

DATA = Path(kb.recurrence.__file__).parent / "data" / "answers.json"
PARTS = 8  # of the libraries, each left out in turn
STRANGE_PAPERS = 8  # papers of other libraries that are held against each review
STRANGE_WEIGHT, MIXED_WEIGHT = 0.5, 0.7  # what their actions count beside those of a review's own papers
BARS = {"words": 0.4, "meaning": 0.3}
TRIED = (0.3, 0.4, 0.5, 0.6)
RIDGE = 1.0
SEED = 5


@dataclass(frozen=True, slots=True)
class HeldPaper:
    """The actions of a paper held against the recommendations of a review.

    `signs` are (actions, recommendations, signs); `right` says which answers are wanted and `counts` (0 to 1) what
    each counts: 0 for more of a passage that is wanted. `ends` are the wanted links that each would make.
    """

    part: int
    sort: str  # own, strange, mixed
    signs: Floats
    right: Floats
    counts: Floats
    strange: tuple[bool, ...]
    ends: dict[tuple[int, int], set[tuple[int, int]]]


@dataclass(frozen=True, slots=True)
class LearnedReview:
    """A review of a library: the recommendations of its report, and the actions of each of its papers."""

    place: int
    part: int
    given: GivenReview
    asked: Sequence[FindingInContext]
    papers: Sequence[Sequence[FindingInContext]]
    first: dict[str, str]  # for each finding the first printing


def learned_reviews(parts: dict[str, int]) -> Iterator[LearnedReview]:
    """Yield the reviews of all libraries."""
    vocabulary = load()
    every = (papers for half in ("open", "held") for papers in libraries(half))
    given = [one for papers in every for one in reviews(papers, vocabulary)]
    for place, one in enumerate(given):
        held = list(one.findings.values())
        made = [told for told in held if told.finding.kind is Kind.RECOMMENDATION]
        joined = Reprints(made, ())
        first = {id_: min([id_, *(told.finding.id for told in joined.group(id_))]) for id_ in one.findings}
        asked, actions = asked_and_given(held, made)
        if asked and actions:
            yield LearnedReview(place, parts[one.library], one, asked, list(papers_of(asked, actions)), first)


def held_papers(every: Sequence[LearnedReview], wording: Wording, meanings: Meanings | None) -> Iterator[HeldPaper]:
    """Yield the papers of each review, those with strange actions beside them, and strange papers."""
    drawn = random.Random(SEED)
    for review in every:
        others = [
            paper
            for one in every
            if one.part == review.part and one.given.library != review.given.library
            for paper in one.papers
        ]
        for paper in review.papers:
            yield _hold(review, paper, (), "own", wording, meanings)
            if others:
                strange = drawn.choice(others)
                yield _hold(review, paper, strange, "mixed", wording, meanings, before=drawn.random() < 0.5)
        for _ in range(STRANGE_PAPERS if others else 0):
            yield _hold(review, (), drawn.choice(others), "strange", wording, meanings)


def _hold(
    review: LearnedReview,
    own: Sequence[FindingInContext],
    strange: Sequence[FindingInContext],
    sort: str,
    wording: Wording,
    meanings: Meanings | None,
    *,
    before: bool = False,
) -> HeldPaper:
    document = own[0].document if own else replace(strange[0].document, id="strange")
    slug = review.asked[0].review.slug
    others = [replace(one, document=document, review=Review(slug, slug)) for one in strange]
    paper = [*others, *own] if before else [*own, *others]
    kept = {one.finding.id for one in own}
    made = words_of_recommendations(review.asked, (), wording)
    signs = signs_of_paper(made, [words_said(one, wording) for one in paper], (), meanings)
    ends: dict[tuple[int, int], set[tuple[int, int]]] = {}
    for link, (recommendations, actions) in enumerate(review.given.wanted):
        wanted = {review.first[one] for one in recommendations}
        for row, one in enumerate(paper):
            for column, asked in enumerate(review.asked):
                if one.finding.id in actions & kept and review.first[asked.finding.id] in wanted:
                    ends.setdefault((row, column), set()).add((review.place, link))
    counts = np.full(signs.shape[:2], {"own": 1.0, "mixed": MIXED_WEIGHT, "strange": STRANGE_WEIGHT}[sort], np.float32)
    for row, column in ends:  # what stands beside is more of the same passage
        for beside in (row - 1, row + 1, row + 2):
            if 0 <= beside < len(paper) and (beside, column) not in ends and paper[beside].finding.id in kept:
                counts[beside, column] = 0
    right = np.zeros_like(counts)
    for place in ends:
        right[place] = 1
    return HeldPaper(review.part, sort, signs, right, counts, tuple(one.finding.id not in kept for one in paper), ends)


def fit(papers: Iterable[HeldPaper]) -> tuple[Floats, float]:
    """Return the weights of the signs and the constant, by ridge regression of the logit (Newton's method)."""
    some = list(papers)
    signs = some[0].signs.shape[-1]
    features = np.concatenate([one.signs.reshape(-1, signs) for one in some]).astype(float)
    right = np.concatenate([one.right.ravel() for one in some]).astype(float)
    counts = np.concatenate([one.counts.ravel() for one in some]).astype(float)
    mean, spread = features.mean(axis=0), features.std(axis=0) + 1e-9
    features = np.hstack([(features - mean) / spread, np.ones((len(features), 1))])
    ridge = np.diag([RIDGE] * signs + [1e-6])
    weights = np.zeros(signs + 1)
    for _ in range(40):
        chance = 1 / (1 + np.exp(-np.clip(features @ weights, -30, 30)))
        slope = features.T @ (counts * (chance - right)) + ridge @ weights
        step = np.linalg.solve((features * (counts * chance * (1 - chance))[:, None]).T @ features + ridge, slope)
        weights -= step
        if np.abs(step).max() < 1e-6:
            break
    own = weights[:-1] / spread
    return own.astype(np.float32), float(weights[-1] - own @ mean)


def judge(papers: Sequence[HeldPaper], chances: Sequence[Floats], bar: float) -> str:
    """Return in words how many links are made over a bar: own and mixed ones, wrong ones, and strangers."""
    said = []
    for sort in ("own", "mixed", "strange"):
        hits: set[tuple[int, int]] = set()
        made = wrong = strangers = linked = 0
        for paper, chance in ((one, told) for one, told in zip(papers, chances, strict=True) if one.sort == sort):
            for row, strange in enumerate(paper.strange):
                best = int(chance[row].argmax())
                answers = chance[row, best] >= bar
                strangers += strange
                linked += strange and answers
                if answers and not strange and paper.counts[row, best]:
                    hits |= paper.ends.get((row, best), set())
                    made += 1
                    wrong += not paper.right[row, best]
        own = f"{len(hits)} links, {wrong} of {made} wrong" if sort != "strange" else ""
        told = f"{linked} of {strangers} strangers" if sort != "own" else ""
        said.append(f"{sort}: {', '.join(one for one in (own, told) if one)}")
    return "; ".join(said)


def main() -> None:
    """Judge with libraries left out, and learn from all."""
    encoder = find_encoder()
    if encoder is None:
        raise SystemExit("The sentence encoder is not installed.")
    vocabulary = load()
    names = sorted(papers.name for half in ("open", "held") for papers in libraries(half))
    random.Random(SEED).shuffle(names)
    every = list(learned_reviews({name: place % PARTS for place, name in enumerate(names)}))
    wanted = sum(len(one.given.wanted) for one in every)
    print(f"{wanted} links wanted in {len(every)} reviews")
    learned = {}
    for name, meanings in (("words", None), ("meaning", Meanings(encoder, vocabulary.acronyms))):
        papers = list(held_papers(every, Wording(vocabulary), meanings))
        fitted = [fit(one for one in papers if one.part != part) for part in range(PARTS)]
        logits = [one.signs @ fitted[one.part][0] + fitted[one.part][1] for one in papers]
        chances = [1 / (1 + np.exp(-one)) for one in logits]
        for bar in TRIED:
            print(f"{name} from {bar}: {judge(papers, chances, bar)}")
        weights, constant = fit(papers)
        rounded = {sign: round(float(weight), 4) for sign, weight in zip(SIGNS[name], weights, strict=True)}
        learned[name] = {"bar": BARS[name], "constant": round(constant, 4), "weights": rounded}
    if "--try" not in sys.argv:
        DATA.write_text(f"{json.dumps(learned, indent=1)}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
