"""What was learned from labelled findings: how much each sign of a theme is worth."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from kb.core.errors import BadVocabulary
from kb.core.toml_text import first_fault


@dataclass(frozen=True, slots=True)
class Weights:
    """A linear model. A theme without a weight of its own is weighed as an average theme, a new cue as an average cue.

    `signs` are worth the same for every theme (how often its cues stand in a finding, how early, how densely);
    `themes` and `cues` say where one differs. `slope` and `shift` turn the sum into a chance.
    """

    signs: Mapping[str, float] = field(default_factory=dict)
    themes: Mapping[str, float] = field(default_factory=dict)
    cues: Mapping[str, Mapping[str, float]] = field(default_factory=dict)  # theme -> cue -> weight
    slope: float = 1.0
    shift: float = 0.0
    yes: float = 0.5  # the chance from which a theme is given
    unsure: float = 0.25  # the chance from which it is shown as unsure
    places: tuple[float, ...] = ()  # `yes` of the likeliest theme of a finding in a document, of the next one, ...
    findings: int = 0  # labelled findings behind it


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid")

    signs: dict[str, float]
    themes: dict[str, float]
    cues: dict[str, dict[str, float]]
    slope: float
    shift: float
    yes: float
    unsure: float
    places: tuple[float, ...] = ()
    findings: int


def read(path: Path) -> Weights:
    """Read the weights of `path`. Raises BadVocabulary with the file and the field at fault."""
    try:
        file = _File.model_validate(json.loads(path.read_text(encoding="utf-8")))
    except (json.JSONDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise BadVocabulary(f"{path}: not JSON: {error}. Make it again with benchmarks/train_themes.py.") from error
    except ValidationError as error:
        raise BadVocabulary(f"{path}: {first_fault(error)}.") from error
    return Weights(**file.model_dump())


def dump(weights: Weights) -> str:
    """Return weights as the text of their file."""
    values = {
        "findings": weights.findings,
        "yes": weights.yes,
        "unsure": weights.unsure,
        "places": weights.places,
        "slope": weights.slope,
        "shift": weights.shift,
        "signs": dict(sorted(weights.signs.items())),
        "themes": dict(sorted(weights.themes.items())),
        "cues": {theme: dict(sorted(cues.items())) for theme, cues in sorted(weights.cues.items())},
    }
    return json.dumps(values, indent=0, ensure_ascii=False) + "\n"
