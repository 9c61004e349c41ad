"""Reading the vocabulary's TOML files: every file is checked, and a fault names the file, the field and the remedy."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping, Set
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from kb.core.errors import BadVocabulary
from kb.core.expressions import expression
from kb.core.toml_text import BadToml, read_toml
from kb.text.cue_words import cue_tokens
from kb.text.cues import faults
from kb.vocabulary import weights
from kb.vocabulary.file_forms import (
    AlikeFile,
    CuesFile,
    EntryFile,
    KindFile,
    ReviewTypeFile,
    SynonymsFile,
    ThemeFile,
    Words,
)
from kb.vocabulary.values import Cues, KindEntry, ReviewType, Theme, Vocabulary, VocabularyEntry

HERE = Path(__file__).parent
_SLUG = expression(r"[a-z0-9]+([_-][a-z0-9]+)*")
_REQUIRED_LISTS = (
    "groups",
    "review-types",
    "document-types",
    "agencies",
    "statuses",
    "polarities",
    "subjects",
    "schemes",
)
_LISTS_OF_CUES = ("polarities", "subjects")  # lists that are matched in running text, in the language of cues
_NO_PLAIN_PHRASE = expression(r"\.\.|[^\w\s'’&/,.-]")

_Model = TypeVar("_Model", bound=BaseModel)


def read(extra: Path | None = None) -> Vocabulary:
    """Read the vocabulary supplied, with the files of `extra` added to it or in place of those with the same name.

    Raises BadVocabulary with a sentence that names the file and the field.
    """
    try:
        return _read([HERE] if extra is None else [HERE, _folder(extra)])
    except OSError as error:  # a file that went since its folder was listed
        raise BadVocabulary(f"{error.filename} cannot be read: {error.strerror}.") from error


def _read(folders: list[Path]) -> Vocabulary:
    lists = _lists(folders)
    themes, retired = _themes(folders, lists["groups"], lists["schemes"])
    kinds = {path.stem: _kind(path) for path in _files(folders, "kinds")}
    review_types = {slug: one for slug, one in lists["review-types"].items() if isinstance(one, ReviewType)}
    _check_themes_of_types(review_types, themes, retired)
    return Vocabulary(
        themes=themes,
        retired=retired,
        groups=lists["groups"],
        kinds=kinds,
        acronyms=_acronyms(folders),
        synonyms=_synonyms(folders),
        alike=_read_alike_groups(folders),
        review_types=review_types,
        document_types=lists["document-types"],
        agencies=lists["agencies"],
        statuses=lists["statuses"],
        polarities=lists["polarities"],
        subjects=lists["subjects"],
        schemes=lists["schemes"],
        lists=lists,
        weights=_weights(folders),
        fingerprint=_fingerprint(folders),
    )


def _check_themes_of_types(
    review_types: Mapping[str, ReviewType], themes: Mapping[str, Theme], retired: Mapping[str, Theme]
) -> None:
    """Raise BadVocabulary for the first review type whose theme there never was, under an old name or a new one."""
    known = {*themes, *retired, *(old for theme in themes.values() for old in theme.replaces)}
    for slug, listed in review_types.items():
        if listed.theme and listed.theme not in known:
            raise BadVocabulary(f"lists/review-types.toml: {slug}.theme: there is no theme '{listed.theme}'.")


def _folder(extra: Path) -> Path:
    if not extra.is_dir():
        raise BadVocabulary(
            f"{extra} is not a folder: KB_VOCABULARY must name one that holds themes/, kinds/ or lists/."
        )
    return extra


def _files(folders: Iterable[Path], name: str) -> tuple[Path, ...]:
    """Return the TOML files of `name` in order of their slugs; a later folder's file takes an earlier one's place."""
    found = {path.stem: path for folder in folders for path in sorted((folder / name).glob("*.toml"))}
    for stem, path in found.items():
        if not _SLUG.fullmatch(stem):
            raise BadVocabulary(
                f"{path}: a file's name is its slug: small letters, digits and hyphens, such as 'early-help'."
            )
    return tuple(found[stem] for stem in sorted(found))


def _toml(path: Path) -> dict[str, Any]:
    try:
        return read_toml(path)
    except BadToml as error:
        raise BadVocabulary(f"{path} {error}.") from error
    except OSError as error:
        raise BadVocabulary(f"{path} cannot be read: {error.strerror}.") from error


def _validate(model: type[_Model], values: object, path: Path, inside: str = "") -> _Model:
    try:
        return model.model_validate(values)
    except ValidationError as error:
        faults = "; ".join(
            f"{'.'.join([*([inside] if inside else []), *map(str, fault['loc'])])}: {fault['msg']}"
            for fault in error.errors()
        )
        raise BadVocabulary(f"{path}: {faults}.") from error


def _themes(
    folders: list[Path], groups: Mapping[str, VocabularyEntry], schemes: Mapping[str, VocabularyEntry]
) -> tuple[dict[str, Theme], dict[str, Theme]]:
    """Return the themes in use and those that were retired, each in the order of their groups."""
    themes = [(path, *_theme(path)) for path in _files(folders, "themes")]
    used = {theme.slug for _, theme, retired in themes if not retired}
    now = {old: theme.slug for _, theme, retired in themes if not retired for old in theme.replaces}
    gone = {theme.slug for _, theme, retired in themes if retired}
    for path, theme, _ in themes:
        if theme.group not in groups:
            raise BadVocabulary(f"{path}: group: there is no group '{theme.group}'; there are {', '.join(groups)}.")
        for other in theme.related:
            if other not in used | gone:
                raise BadVocabulary(f"{path}: related: there is no theme '{other}'.")
        for scheme in theme.crosswalk:
            if scheme not in schemes:
                raise BadVocabulary(
                    f"{path}: crosswalk: there is no scheme '{scheme}'; there are {', '.join(schemes)}."
                )
        for old in theme.replaces:
            if old in used:
                raise BadVocabulary(f"{path}: replaces: '{old}' is still a theme of its own; delete its file first.")
    order = list(groups)
    inside = sorted(((theme, retired) for _, theme, retired in themes), key=lambda one: order.index(one[0].group))
    used_now = [replace(one, related=_related_now(one, used, now)) for one, retired in inside if not retired]
    return {one.slug: one for one in used_now}, {one.slug: one for one, retired in inside if retired}


def _related_now(theme: Theme, used: Set[str], now: Mapping[str, str]) -> Words:
    """Return the related themes that are in use, by the names that they have now."""
    named = (other if other in used else now.get(other, "") for other in theme.related)
    return tuple(dict.fromkeys(one for one in named if one and one != theme.slug))


def _theme(path: Path) -> tuple[Theme, bool]:
    """Return the theme of a file, and whether it was retired."""
    now = path.stat()
    return _read_theme(path, (now.st_mtime_ns, now.st_size, now.st_ino))


@lru_cache(maxsize=512)  # one changed theme is tried with all the others as they were
def _read_theme(path: Path, _: tuple[int, int, int]) -> tuple[Theme, bool]:
    file = _validate(ThemeFile, _toml(path), path)
    if not (file.cues.strong or file.cues.weak or file.cues.near):
        raise BadVocabulary(f"{path}: cues: a theme needs at least one strong, weak or near cue.")
    for near in file.cues.near:
        if len(near) < 2:
            raise BadVocabulary(f"{path}: cues.near: {list(near)} needs two parts or more.")
    noticed = file.content_notice
    of_notice = (*noticed.words, *noticed.described) if noticed else ()
    for name, cue in (*_all_cues(file.cues), *(("content_notice", cue) for cue in of_notice)):
        fault = faults(cue)
        if fault:
            raise BadVocabulary(f"{path}: {name}: '{cue}' {fault}.")
    theme = Theme(
        slug=path.stem,
        label=file.label,
        group=file.group,
        definition=file.definition,
        cues=Cues(file.cues.strong, file.cues.weak, file.cues.near, file.cues.spare),
        also_called=file.also_called,
        related=file.related,
        crosswalk=file.crosswalk,
        weak=file.weak,
        harm=file.harm,
        replaces=file.replaces,
        must_match=file.check.must_match,
        must_spare=file.check.must_spare,
        questions=file.questions,
        notice=noticed.says if noticed else "",
        notice_words=noticed.words if noticed else (),
        described_words=noticed.described if noticed else (),
    )
    return theme, file.retired


def _all_cues(cues: CuesFile) -> Iterable[tuple[str, str]]:
    for name in ("strong", "weak", "spare"):
        yield from ((f"cues.{name}", cue) for cue in getattr(cues, name))
    yield from (("cues.near", phrase) for near in cues.near for part in near for phrase in part.split("|"))


def _kind(path: Path) -> KindEntry:
    file = _validate(KindFile, _toml(path), path)
    more = dict(_flatten(file.model_extra or {}, path))
    cues: Words = ()
    if isinstance(file.cues, dict):
        more.update({f"cues.{name}": words for name, words in file.cues.items()})
        cues = tuple(word for words in file.cues.values() for word in words)
    else:
        cues = file.cues
    _check_phrases(path, {"headings": file.headings, "cues": cues, **more})
    for name in ("asked_for", "wanted"):
        for pattern in getattr(file, name):
            try:
                re.compile(pattern)
            except re.error as error:
                raise BadVocabulary(f"{path}: {name}: '{pattern}' is not a regular expression: {error}.") from error
    return KindEntry(
        slug=path.stem,
        label=file.label,
        definition=file.definition,
        plural=file.plural,
        called=file.called or file.label.casefold(),
        rank=file.rank,
        labels=file.labels,
        heading_labels=file.heading_labels,
        asked_for=file.asked_for,
        wanted=file.wanted,
        polarity=file.polarity,
        tone=file.tone,
        headings=file.headings,
        cues=cues,
        must_match=file.must_match,
        must_spare=file.must_spare,
        more=more,
    )


def _check_phrases(path: Path, named: Mapping[str, Words]) -> None:
    """Raise BadVocabulary for the first phrase of a kind's headings, lead-ins and cues that cannot be found."""
    for name, phrases in named.items():
        if name.partition("_")[0] in ("headings", "lead") or name.partition(".")[0] == "cues":
            for phrase in phrases:
                fault = faults(phrase)
                if fault:
                    raise BadVocabulary(f"{path}: {name}: '{phrase}' {fault}.")


def _flatten(table: Mapping[str, Any], path: Path, prefix: str = "") -> Iterable[tuple[str, Words]]:
    for name, value in table.items():
        if isinstance(value, dict):
            yield from _flatten(value, path, f"{prefix}{name}.")
        elif isinstance(value, list) and all(isinstance(word, str) for word in value):
            yield prefix + name, tuple(value)
        elif isinstance(value, str | int | float | bool):
            yield prefix + name, (str(value),)
        else:
            raise BadVocabulary(f"{path}: {prefix}{name}: must be a text or a list of texts.")


def _lists(folders: list[Path]) -> dict[str, dict[str, VocabularyEntry]]:
    lists: dict[str, dict[str, VocabularyEntry]] = {}
    for folder in folders:
        for path in sorted((folder / "lists").glob("*.toml")):
            entries = lists.setdefault(path.stem, {})
            for slug, values in _toml(path).items():
                if not _SLUG.fullmatch(slug):
                    raise BadVocabulary(f"{path}: '{slug}' is not a slug: small letters, digits and hyphens.")
                entry = entries[slug] = _entry(slug, values, path)
                for name, cues in (("cues", entry.cues), ("spare", entry.spare)):
                    _check_list_cues(path, f"{slug}.{name}", cues)
    missing = [name for name in _REQUIRED_LISTS if name not in lists]
    assert not missing, f"the package lacks lists/{missing[0]}.toml"
    return lists


def _check_list_cues(path: Path, name: str, cues: Words) -> None:
    """Raise BadVocabulary for the first cue of a list's entry that could never be found."""
    for cue in cues:
        if path.stem in _LISTS_OF_CUES:
            fault = faults(cue)
        elif sign := _NO_PLAIN_PHRASE.search(cue):
            fault = f"holds '{sign.group()}': in this list a cue is a plain phrase; write each form as one of its own"
        else:
            fault = "" if any(map(str.isalnum, cue)) else "is empty"
        if fault:
            raise BadVocabulary(f"{path}: {name}: '{cue}' {fault}.")


def _entry(slug: str, values: object, path: Path) -> VocabularyEntry:
    if path.stem != "review-types":
        file = _validate(EntryFile, values, path, slug)
        return VocabularyEntry(slug, file.label, file.definition, file.group, file.cues, file.spare, file.genres)
    stated = _validate(ReviewTypeFile, values, path, slug)
    return ReviewType(
        slug=slug,
        label=stated.label,
        definition=stated.definition,
        group=stated.group,
        cues=stated.cues,
        spare=stated.spare,
        genres=stated.genres,
        concerns=stated.concerns,
        tells_case=stated.tells_case,
        follows=stated.follows,
        judges_service=stated.judges_service,
        counted_as=stated.counted_as,
        noun=stated.noun,
        joins=stated.joins,
        unspecific=stated.unspecific,
        into_deaths_by=stated.into_deaths_by,
        theme=stated.theme,
    )


def _acronyms(folders: list[Path]) -> dict[str, str]:
    acronyms: dict[str, str] = {}
    for path in (folder / "acronyms.toml" for folder in folders):
        if not path.exists():
            continue
        for short, written in _toml(path).items():
            if not isinstance(written, str) or not written.strip():
                raise BadVocabulary(f"{path}: {short}: must be the words it stands for, as a text.")
            acronyms[short] = written
    return acronyms


def _synonyms(folders: list[Path]) -> tuple[tuple[str, ...], ...]:
    groups: list[tuple[str, ...]] = []
    for path in (folder / "synonyms.toml" for folder in folders):
        if not path.exists():
            continue
        file = _validate(SynonymsFile, _toml(path), path)
        groups += _check_groups(file.groups, path, "groups")
    return tuple(groups)


def _read_alike_groups(folders: list[Path]) -> tuple[Words, ...]:
    """Return the groups of `alike.toml`, which parts them under headings of its own choice."""
    groups: list[Words] = []
    for path in (folder / "alike.toml" for folder in folders):
        if path.exists():
            for heading, found in _validate(AlikeFile, _toml(path), path).root.items():
                groups += _check_groups(found, path, heading)
    return tuple(groups)


def _check_groups(groups: Iterable[Words], path: Path, heading: str) -> Iterable[Words]:
    for group in groups:
        if len(group) < 2:
            raise BadVocabulary(f"{path}: {heading}: {list(group)} needs two phrases or more.")
        if not all(cue_tokens(phrase) for phrase in group):
            raise BadVocabulary(f"{path}: {heading}: {list(group)} holds a phrase without a word.")
        yield group


def _weights(folders: list[Path]) -> weights.Weights:
    """Return the weights of the last folder that has some."""
    paths = [path for folder in reversed(folders) if (path := folder / "weights.json").exists()]
    return weights.read(paths[0]) if paths else weights.Weights()


def _fingerprint(folders: list[Path]) -> str:
    digest = hashlib.sha256()
    for folder in folders:
        for path in sorted([*folder.rglob("*.toml"), *folder.glob("weights.json")]):
            digest.update(str(path.relative_to(folder)).encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:16]
