"""An invented corpus of any size: findings with a vocabulary, themes, agencies and areas in lifelike proportions.

Words follow a Zipf-Mandelbrot law. The most frequent ones are English and of the field; the rest are made up, many of
them in several forms ("brend", "brends", "brended"). Each finding is also kept as stems, so that engines without an
analysis of their own can index the same terms.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np

from kb.text.stemming import stem
from search.port import IndexEntry

FACETS = ("theme", "agency", "kind", "review_type", "area")
KINDS = ("lesson", "recommendation", "good_practice", "missed_opportunity", "action", "question")
REVIEW_TYPES = ("cspr", "scr", "rapid", "dhr", "sar", "thematic", "briefing", "audit")
AGENCIES = (
    "social_care police health_visiting midwifery gp school housing mental_health probation hospital voluntary "
    "adult_care early_help ambulance"
).split()
AREAS = tuple(
    f"{name} {kind}"
    for kind in ("Borough", "County", "City", "Partnership")
    for name in (f"{first}{last}" for first in "Ash Bram Carl Dun Ely Frome Gail Hex".split() for last in
                 "bury combe dale ford ham ley mere ton wick worth stead".split())
)[:340]  # fmt: skip
THEMES = {
    "domestic_abuse": "domestic abuse|coercive control|violence perpetrator marac refuge stalking harassment",
    "neglect": "home conditions|graded care|neglect hungry hygiene nursery unkempt dirty",
    "information_sharing": "information sharing|timely sharing|consent confidentiality records database",
    "curiosity": "professional curiosity|disguised compliance|curiosity challenge assume triangulate",
    "voice": "voice of the child|lived experience|wishes feelings heard observed alone",
    "mental_health": "mental health|postnatal depression|anxiety psychosis crisis psychiatric",
    "substances": "substance misuse|alcohol use|drugs cocaine cannabis recovery intoxicated",
    "hidden_men": "hidden males|new partner|fathers unseen stepfather household invisible",
    "injury": "unexplained bruising|skeletal survey|fracture bruising immobile paediatrician",
    "sexual_abuse": "sexual abuse|harmful behaviour|disclosure medical intrafamilial",
    "exploitation": "child exploitation|county lines|grooming missing gang trafficking",
    "suicide": "self harm|suicidal ideation|overdose ligature wellbeing",
    "housing": "temporary accommodation|moved area|homeless eviction overcrowding tenancy",
    "assessment": "single assessment|family history|chronology analysis dynamic",
    "planning": "child protection plan|core group|conference outcomes category drift",
    "escalation": "professional disagreement|escalation policy|resolve managers dispute",
    "supervision": "reflective supervision|management oversight|caseload capacity supervisor",
    "thresholds": "threshold document|referral pathway|contact step level",
    "early_help": "early help|lead professional|voluntary universal targeted",
    "fathers": "engaging fathers|parental responsibility|invited attend father",
    "education": "home education|school attendance|exclusion withdrawn welfare",
    "disability": "disabled children|special needs|communication respite carers wheelchair",
    "culture": "cultural competence|interpreter used|faith ethnicity identity adultification",
    "transitions": "transition planning|care leaver|adult handover eighteen pathway",
    "unborn": "unborn baby|concealed pregnancy|midwife antenatal booking",
    "sleep": "safer sleep|overlay risk|infant bedding sudden",
    "workforce": "staff turnover|agency staff|vacancies recruitment training induction",
    "learning": "action plan|learning review|audit embed dissemination impact",
}
COMMON = (
    "the of and to a in was for that with not on by were be as their had this from child family children they his her "
    "at which were have been who are there or an it should when also social school health police services care "
    "professionals agencies mother risk worker support information practice assessment parents concerns review needs "
    "plan between contact during home about period time visit staff partner case would did no other more after before "
    "team meeting abuse young person adult local known however seen made issues work process referral history"
).split()


class RaceEntry(NamedTuple):
    """One finding, with its texts as written and as stems."""

    entry: IndexEntry
    title: str  # stems
    body: str  # stems


def vocabulary(size: int = 80_000) -> list[str]:
    """Return words, the most frequent first."""
    dice = np.random.default_rng(3)
    known = dict.fromkeys([*COMMON, *(word for told in THEMES.values() for word in told.replace("|", " ").split())])
    onsets = "b br c ch cl d dr f g gr h j k l m n p pl pr r s sh st t tr v w".split()
    vowels = "a e i o u ai ea ou".split()
    codas = "n r t l m nd st ck ng x th".split()
    while len(known) < size:
        root = "".join(
            onsets[dice.integers(len(onsets))] + vowels[dice.integers(len(vowels))] for _ in range(dice.integers(1, 4))
        )
        root += codas[dice.integers(len(codas))]
        endings = ("", "s", "ed", "ing") if dice.random() < 0.3 else ("",)
        if len(root) > 3:
            known.update(dict.fromkeys(root + ending for ending in endings))
    return list(known)[:size]


Floats = np.ndarray[tuple[int], np.dtype[np.float64]]


class _Mint:
    """Makes one document after the other."""

    def __init__(self) -> None:
        words = vocabulary()
        self.dice = np.random.default_rng(20240611)
        self.law = np.cumsum(_falling(len(words), 2.7, 1.05))
        self.written = list(words)
        self.topics = [self._learn(told.split("|")) for told in THEMES.values()]
        self.stems = [" ".join(map(stem, word.split())) for word in self.written]
        self.agencies = [self._some(AGENCIES, 1 + turn % 3, _falling(14, 2.0, 0.8)) for turn in range(3000)]
        self.number = self.document = 0

    def _learn(self, phrases: list[str]) -> tuple[int, int]:
        """Add a theme's words and phrases; return where they begin and how many there are."""
        told = [phrases[0]] * 3 + [phrases[1]] * 2 + phrases[2].split() * 2
        self.written += told
        return len(self.written) - len(told), len(told)

    def _some(self, names: list[str], count: int, shares: Floats) -> str:
        return "|".join(names[place] for place in self.dice.choice(len(names), count, replace=False, p=shares).tolist())

    def lines(self, size: int) -> list[str]:
        """Return a document of so many findings."""
        dice = self.dice
        self.document += 1
        about = dice.choice(len(THEMES), 4, replace=False, p=_falling(len(THEMES), 3.0, 0.7)).tolist()
        title = np.searchsorted(self.law, dice.random(6)).tolist()
        shared = (
            REVIEW_TYPES[int(dice.integers(8))],
            AREAS[int(dice.choice(len(AREAS), p=_falling(len(AREAS), 12.0, 0.8)))],
            int(dice.integers(2005, 2026)),
        )
        review = self.document - int(dice.random() < 0.2)
        kinds = dice.choice(6, size, p=(0.42, 0.22, 0.1, 0.12, 0.1, 0.04)).tolist()
        named = 1 + (dice.random(size) < 0.45) + (dice.random(size) < 0.18)
        found = []
        for place in range(size):
            self.number += 1
            tagged = [about[(place + turn) % 4] for turn in range(int(named[place]))]
            tokens = self._tokens(tagged)
            fields = (
                self.number, self.document, review, _sentence(self.written, title), _sentence(self.written, tokens),
                _sentence(self.stems, title), _sentence(self.stems, tokens), KINDS[kinds[place]], *shared,
                "|".join(list(THEMES)[theme] for theme in tagged), self.agencies[int(dice.integers(3000))],
            )  # fmt: skip
            found.append("\t".join(map(str, fields)) + "\n")
        return found

    def _tokens(self, themes: list[int]) -> list[int]:
        tokens: list[int] = np.searchsorted(self.law, self.dice.random(int(self.dice.integers(20, 121)))).tolist()
        for place in np.flatnonzero(self.dice.random(len(tokens)) < 0.1).tolist():
            first, count = self.topics[themes[place % len(themes)]]
            tokens[place] = first + int(self.dice.random() * count)
        return tokens


def make(size: int, path: Path) -> None:
    """Write a corpus of so many findings as lines of fields parted by tabs."""
    mint = _Mint()
    with path.open("w") as out:
        while mint.number < size:
            out.writelines(mint.lines(min(size - mint.number, int(mint.dice.integers(20, 61)))))


def _sentence(words: list[str], places: list[int]) -> str:
    return " ".join([words[place] for place in places])


def _falling(count: int, shift: float, power: float) -> Floats:
    weights = 1.0 / (np.arange(count) + shift) ** power
    shares: Floats = weights / weights.sum()
    return shares


def rows(path: Path) -> Iterator[RaceEntry]:
    """Read a corpus back."""
    with path.open() as lines:
        for line in lines:
            parts = line.rstrip("\n").split("\t")
            number, document, review, title, body, title_stems, body_stems, kind = parts[:8]
            sort, area, year, themes, agencies = parts[8:]
            yield RaceEntry(
                IndexEntry(
                    int(number), f"f{number}", f"d{document}", f"r{review}", body, title=title, kind=kind,
                    themes=tuple(themes.split("|")), agencies=tuple(agencies.split("|")), review_type=sort,
                    document_type="report", area=area, year=int(year), published=f"{year}-06-01",
                ),
                title_stems,
                body_stems,
            )  # fmt: skip
