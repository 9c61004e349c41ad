"""How right content notices are on invented cases: `python -m benchmarks.notices [--errors]`.

Each case is added to a library of its own as a document is, with the type that it states. FILES stand in the order in
which they were written: each before it was run, and rules were changed after a look at it, but for the last.

A notice is right where the death or harm is told as written there or with less that is true ("a person", "the death of
or serious harm to"), no required subject is missing, and nothing is told that is neither required nor allowed. A false
notice tells of a death, harm or subject that the case does not have.
"""

from __future__ import annotations

import argparse
import tempfile
import tomllib
from dataclasses import dataclass
from pathlib import Path

from kb.app.library import Library
from kb.core.case_values import ContentNotice
from kb.core.settings import Settings

LABELS = Path(__file__).parent / "labels"
_WHAT = ("the death of ", "serious harm to ")
_EITHER = "the death of or serious harm to "
FILES = (
    "notices.toml",
    "notices_later.toml",
    "notices_third.toml",
    "notices_unseen.toml",
    "notices_last.toml",
    "notices_fresh.toml",
    "notices_sixth.toml",
)


@dataclass(frozen=True, slots=True)
class LabelledCase:
    """An invented case and what a reader of it should be told beforehand."""

    title: str
    type: str
    outcome: str
    subjects: frozenset[str]
    may: frozenset[str]
    text: str

    @property
    def outcomes(self) -> frozenset[str]:
        """The outcome and what says less of it and is true: "a person" for "a child", death or harm for either."""
        if not self.outcome:
            return frozenset()
        what, whom = next((what, self.outcome.removeprefix(what)) for what in _WHAT if self.outcome.startswith(what))
        return frozenset(f"{how}{who}" for how in (what, _EITHER) for who in (whom, "a person"))

    def subjects_missing(self, told: ContentNotice) -> frozenset[str]:
        """Return what should have been told and was not."""
        missing = self.subjects - set(told.subjects)
        return missing if told.outcome in self.outcomes or not self.outcome else missing | {self.outcome}

    def subjects_untrue(self, told: ContentNotice) -> frozenset[str]:
        """Return what was told and should not have been."""
        return frozenset(told.all_subjects) - self.subjects - self.may - self.outcomes


def labelled_cases(name: str) -> tuple[LabelledCase, ...]:
    """Return every case of one file."""
    told = tomllib.loads((LABELS / name).read_text(encoding="utf-8"))["case"]
    return tuple(
        LabelledCase(
            one["title"], one["type"], one["outcome"], frozenset(one["subjects"]), frozenset(one["may"]), one["text"]
        )
        for one in told
    )


def notice_of(case: LabelledCase) -> ContentNotice:
    """Return the notice of a case that was added as a document is."""
    with tempfile.TemporaryDirectory() as data, tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        (folder / "case.md").write_text(f"# {case.title}\n\n## What happened\n\n{case.text}\n", encoding="utf-8")
        stated = f'review_type = "{case.type}"\n' if case.type else ""
        review = f'[[review]]\nslug = "case"\ntitle = "{case.title}"\n{stated}'
        (folder / "manifest.toml").write_text(f'{review}\n[[document]]\nfile = "case.md"\nreview = "case"\n')
        with Library.open(Settings(data=Path(data), search="memory:")) as library:
            library.add([folder])
            return library.content_notice("case")


def main() -> None:
    """Print how many notices are right and how many are false."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--errors", action="store_true", help="print what is wrong")
    options = parser.parse_args()
    for name in FILES:
        _score(name, errors=options.errors)


def _score(name: str, *, errors: bool) -> None:
    cases = [(one, notice_of(one)) for one in labelled_cases(name)]
    right = sum(not one.subjects_missing(told) and not one.subjects_untrue(told) for one, told in cases)
    false = sum(bool(one.subjects_untrue(told)) for one, told in cases)
    exact = sum(told.outcome == one.outcome for one, told in cases)
    print(f"{name}: right {right} of {len(cases)}; with something untrue {false}; outcome as exact as can be {exact}")
    for one, told in cases if errors else ():
        missed, untrue = sorted(one.subjects_missing(told)), sorted(one.subjects_untrue(told))
        if missed or untrue:
            print(f"  {one.title}: missing {missed}, untrue {untrue}")


if __name__ == "__main__":
    main()
