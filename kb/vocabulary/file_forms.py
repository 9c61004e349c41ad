"""The form of each of the vocabulary's TOML files: which keys it may have, and of which type."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, RootModel

Words = tuple[str, ...]


class StrictModel(BaseModel):
    """What is in a file, and nothing that has no name here."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)


class CuesFile(StrictModel):
    """`[cues]` of a theme."""

    strong: Words = ()
    weak: Words = ()
    near: tuple[tuple[str, ...], ...] = ()
    spare: Words = ()


class CheckFile(StrictModel):
    """`[check]` of a theme: its examples."""

    must_match: Words = ()
    must_spare: Words = ()


class NoticeFile(StrictModel):
    """`[content_notice]` of a theme."""

    says: str = Field(min_length=1)
    words: Words = Field(min_length=1)
    described: Words = ()


class ThemeFile(StrictModel):
    """`themes/<slug>.toml`."""

    label: str = Field(min_length=1)
    group: str
    definition: str = Field(min_length=1)
    also_called: Words = ()
    related: Words = ()
    weak: bool = False
    harm: bool = False
    replaces: Words = ()
    retired: bool = False
    questions: Words = ()
    content_notice: NoticeFile | None = None
    cues: CuesFile
    crosswalk: dict[str, Words] = {}
    check: CheckFile = CheckFile()


class KindFile(BaseModel):
    """`kinds/<slug>.toml`; tables of more phrases may stand beside these keys."""

    model_config = ConfigDict(extra="allow", str_strip_whitespace=True)

    label: str = Field(min_length=1)
    definition: str = ""
    plural: str = ""
    called: str = ""
    rank: int = Field(default=100, ge=0)
    labels: Words = ()
    heading_labels: Words = ()
    asked_for: Words = ()
    wanted: Words = ()
    polarity: Literal["failing", "improving", "working_well", ""] = ""
    tone: Literal["grey", "green", "turquoise", "blue", "purple", "pink", "red", "orange", "yellow"] = "grey"
    headings: Words = ()
    cues: Words | dict[str, Words] = ()
    must_match: Words = ()
    must_spare: Words = ()


class EntryFile(StrictModel):
    """An entry of `lists/*.toml`."""

    label: str = Field(min_length=1)
    definition: str = ""
    group: str = ""
    cues: Words = ()
    spare: Words = ()
    genres: Words = ()


class ReviewTypeFile(EntryFile):
    """An entry of `lists/review-types.toml`."""

    concerns: Literal["children", "adults", ""] = ""
    tells_case: bool = True
    follows: Literal["death", "harm", ""] = ""
    judges_service: bool = False
    counted_as: str = ""
    noun: str = "review"
    joins: Literal["same", "any", "none"] = "same"
    unspecific: bool = False
    into_deaths_by: str = ""
    theme: str = ""


class SynonymsFile(StrictModel):
    """`synonyms.toml`."""

    groups: tuple[Words, ...]


class AlikeFile(RootModel[dict[str, tuple[Words, ...]]]):
    """`alike.toml`: groups of phrases under headings of its own choice."""
