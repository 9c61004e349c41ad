"""A small invented vocabulary and library, with good defaults, for every test of search."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import replace

from kb.vocabulary import Cues, KindEntry, Theme, Vocabulary, VocabularyEntry
from kb.vocabulary.values import ReviewType
from search import IndexEntry as Found

KINDS = ("lesson", "recommendation", "action")
THEMES = ("domestic-abuse", "neglect", "housing-moves", "was-not-brought")
AREAS = ("Wexcombe", "North Tarn", "Ilde")

WORDS = """
abuse access address agencies agency appointment assessment baby babies boroughs brought child children's chronology
conference core dad damp did domestic family father fathers followed group home housing infant mother moved mould mum
neglect neglected not nursery parents partner plan plans police protection recorded rehoused risk school seen shared
sharing staff told violence visits was were
""".split()


def vocabulary() -> Vocabulary:
    """Return four themes, three kinds, a few acronyms and synonyms."""
    return Vocabulary(
        themes={
            slug: Theme(slug, label, "harm", label, Cues(strong=strong), also_called=also)
            for slug, label, also, strong in (
                ("domestic-abuse", "Domestic abuse", ("violence at home",), ("coercive control", "DA*")),
                ("neglect", "Neglect", (), ("unmet needs",)),
                ("housing-moves", "Housing moves", ("moving house",), ()),
                ("was-not-brought", "Was not brought", ("missed appointments",), ()),
            )
        },
        groups=_entries("harm"),
        kinds={slug: KindEntry(slug, slug.capitalize()) for slug in KINDS},
        acronyms={
            "DA": "domestic abuse",
            "CPP": "child protection plan",
            "CPC": "child protection conference",
            "SEND": "special educational needs and disabilities",
            "WNB": "was not brought",
        },
        synonyms=(
            ("domestic abuse", "domestic violence"),
            ("mother", "mum"),
            ("father", "dad"),
            ("baby", "infant"),
            ("rehoused", "moved address", "housing move"),
            ("was not brought", "did not attend", "missed appointment"),
        ),
        review_types={slug: ReviewType(slug, one.label) for slug, one in _entries("inquiry", "adult-review").items()},
        document_types=_entries("report", "briefing"),
        agencies=_entries("police", "housing", "school"),
        statuses=_entries("planned"),
        polarities=_entries("failing", "working_well"),
        subjects=_entries("child"),
        schemes={},
        lists={},
    )


def _entries(*slugs: str) -> Mapping[str, VocabularyEntry]:
    return {slug: VocabularyEntry(slug, slug.replace("-", " ").replace("_", " ").capitalize()) for slug in slugs}


def entry(number: int = 1, body: str = "Agencies did not share what they knew.", **changes: object) -> Found:
    """Return an entry that differs from the usual one as told."""
    usual = Found(
        number=number,
        id=f"f{number:05}",
        document="d1",
        review="r1",
        body=body,
        kind="lesson",
        area="Wexcombe",
        review_type="inquiry",
        document_type="report",
        year=2019,
        published="2019-05-01",
        polarity="failing",
    )
    return replace(usual, **changes)  # type: ignore[arg-type]  # the caller names fields of Entry


def library(size: int, seed: int = 7, first: int = 1) -> list[Found]:
    """Return entries of a few words each, the same ones for the same seed."""
    dice = random.Random(seed)
    return [_some_entry(dice, first + place) for place in range(size)]


def _some_entry(dice: random.Random, number: int) -> Found:
    review = dice.randrange(9)
    year = dice.choice((None, 2012, 2015, 2015, 2019, 2022))
    return entry(
        number,
        " ".join(dice.choice(WORDS) for _ in range(dice.randrange(1, 30))).capitalize() + ".",
        review=f"r{review}",
        document=f"d{review}-{dice.randrange(2)}",
        heading=" ".join(dice.choice(WORDS) for _ in range(dice.randrange(3))),
        title=f"{dice.choice(WORDS)} {dice.choice(WORDS)} review {review}",
        kind=dice.choice(KINDS),
        themes=tuple(dice.sample(THEMES, dice.randrange(3))),
        agencies=tuple(dice.sample(("police", "housing", "school"), dice.randrange(3))),
        review_type=dice.choice(("inquiry", "adult-review", "")),
        document_type=dice.choice(("report", "briefing")),
        area=dice.choice((*AREAS, "")),
        year=year,
        published="" if year is None else f"{year}{dice.choice(('', '-03', '-03-09', '-11-30'))}",
        polarity=dice.choice(("failing", "working_well", "neutral")),
        answered=dice.random() < 0.3,
        found_again=dice.random() < 0.3,
        recurring=dice.choice((0, 0, 0, 1, 2, 5)),
    )
