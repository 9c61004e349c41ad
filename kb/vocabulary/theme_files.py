"""Write a theme as the text of its file, and try a vocabulary with other theme files before they are kept."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from kb.core.disk import write_whole
from kb.core.errors import BadVocabulary
from kb.vocabulary.files import read
from kb.vocabulary.values import Theme, Vocabulary

FOLDER = "themes"
_LINE = 110  # characters up to which a list stands on one line


def theme_toml(theme: Theme, *, retired: bool = False) -> str:
    """Return the text of a theme's file. Reading it gives the theme again."""
    parts = [list(_head(theme, retired))]
    if theme.notice:
        words = (("words", theme.notice_words), ("described", theme.described_words))
        parts.append(["[content_notice]", f"says = {_string(theme.notice)}", *_lists(words)])
    cues = (("strong", theme.cues.strong), ("weak", theme.cues.weak))
    near = ["near = [", *(f"  {_list(parts_)}," for parts_ in theme.cues.near), "]"] if theme.cues.near else []
    parts.append(["[cues]", *_lists(cues), *near, *_lists((("spare", theme.cues.spare),))])
    if theme.crosswalk:
        parts.append(["[crosswalk]", *(f"{_string(one)} = {_list(codes)}" for one, codes in theme.crosswalk.items())])
    if theme.must_match or theme.must_spare:
        sentences = (("must_match", theme.must_match), ("must_spare", theme.must_spare))
        parts.append(["[check]", *_lists(sentences)])
    return "\n\n".join("\n".join(part) for part in parts) + "\n"


def _head(theme: Theme, retired: bool) -> Iterator[str]:
    for name in ("label", "group", "definition"):
        yield f"{name} = {_string(getattr(theme, name))}"
    yield from _lists((name, getattr(theme, name)) for name in ("also_called", "related", "replaces"))
    marks = {"weak": theme.weak, "harm": theme.harm, "retired": retired}
    yield from (f"{name} = true" for name, marked in marks.items() if marked)
    yield from _lists((("questions", theme.questions),))


def _lists(named: Iterable[tuple[str, tuple[str, ...]]]) -> Iterator[str]:
    for name, words in named:
        if not words:
            continue
        line = f"{name} = {_list(words)}"
        yield line if len(line) <= _LINE else "\n".join([f"{name} = [", *(f"  {_string(one)}," for one in words), "]"])


def _list(words: Iterable[str]) -> str:
    return f"[{', '.join(map(_string, words))}]"


def _string(words: str) -> str:
    """Return words as a TOML string: JSON writes all but one of its signs in the same way."""
    return json.dumps(words, ensure_ascii=False).replace("\x7f", "\\u007f")


def with_themes(extra: Path | None, texts: Mapping[str, str | None]) -> Vocabulary:
    """Return the vocabulary as it would be with these texts of theme files; None is no file of the library's own.

    Raises BadVocabulary with a sentence that names the file and the field.
    """
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        if extra is not None:
            _copy(extra, folder)
        (folder / FOLDER).mkdir(exist_ok=True)
        for slug, text in texts.items():
            write_theme(folder, slug, text)
        try:
            return read(folder)
        except BadVocabulary as error:
            raise BadVocabulary(str(error).replace(f"{folder}/", "")) from None


def _copy(extra: Path, folder: Path) -> None:
    for path in (*extra.rglob("*.toml"), *extra.glob("weights.json")):
        place = folder / path.relative_to(extra)
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, place)


def theme_file(folder: Path, slug: str) -> Path:
    """Return where a library keeps its own file of a theme."""
    return folder / FOLDER / f"{slug}.toml"


def held_text(folder: Path, slug: str) -> str | None:
    """Return the text of a library's own file of a theme; None where it has none."""
    path = theme_file(folder, slug)
    return path.read_text(encoding="utf-8") if path.exists() else None


def write_theme(folder: Path, slug: str, text: str | None) -> None:
    """Make a theme's file hold this text, in one step; None takes it away. Raises OSError."""
    path = theme_file(folder, slug)
    if text is None:
        path.unlink(missing_ok=True)
        return
    write_whole(path, text)
