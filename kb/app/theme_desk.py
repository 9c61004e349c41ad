"""Change the themes of a library: add, edit, merge, split, retire; tried before it is kept, and undone like any change.

A change is first a value, `ThemeChange`: the texts of the theme files that it would write. It is kept in the library's
own vocabulary folder, recorded with its person and reason; the findings get their themes afterwards (`Retagging`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from kb.app.retagging import Retagging
from kb.app.try_themes import FailedExample, ThemeDifference, differences, failed_examples
from kb.core import corrections as c
from kb.core.corrections import Amendment
from kb.core.errors import BadQuestion, LibraryUnavailable, NotHeld
from kb.core.model import FindingInContext, squeeze
from kb.store import Store, slugify
from kb.text.plain_line import plain_line
from kb.vocabulary import Cues, Theme, Vocabulary
from kb.vocabulary.theme_files import held_text, theme_toml, with_themes, write_theme

LONGEST_LABEL = 80
LONGEST_DEFINITION = 500
MOST_LINES = 600  # cues or sentences of one sort
NEAR_SIGN = " + "  # between the parts of cues that stand close together


@dataclass(frozen=True, slots=True)
class ThemeDraft:
    """What a keeper may write of a theme."""

    label: str
    group: str
    definition: str
    also_called: tuple[str, ...] = ()
    strong: tuple[str, ...] = ()
    weak: tuple[str, ...] = ()
    near: tuple[str, ...] = ()  # parts with NEAR_SIGN between them
    spare: tuple[str, ...] = ()
    must_match: tuple[str, ...] = ()
    must_spare: tuple[str, ...] = ()
    everywhere: bool = False  # its words stand in nearly every review
    harm: bool = False  # "no evidence of ..." denies it
    # None leaves as it is:
    related: tuple[str, ...] | None = None  # names or slugs of themes
    questions: tuple[str, ...] | None = None  # for a training room
    notice: str | None = None  # the content notice
    notice_words: tuple[str, ...] | None = None
    described_words: tuple[str, ...] | None = None

    @classmethod
    def of(cls, theme: Theme) -> ThemeDraft:
        """Return what a theme says now."""
        return cls(
            theme.label,
            theme.group,
            theme.definition,
            theme.also_called,
            theme.cues.strong,
            theme.cues.weak,
            tuple(map(NEAR_SIGN.join, theme.cues.near)),
            theme.cues.spare,
            theme.must_match,
            theme.must_spare,
            theme.weak,
            theme.harm,
            theme.related,
            theme.questions,
            theme.notice,
            theme.notice_words,
            theme.described_words,
        )


@dataclass(frozen=True, slots=True)
class ThemeChange:
    """A change of themes: what it does, the theme to look at afterwards, and the text of each file it writes."""

    act: str
    sentence: str
    theme: str
    texts: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ThemeTrial:
    """What a change would do to the library's findings, and sentences that would not come out as their theme says."""

    differences: tuple[ThemeDifference, ...]
    failed: tuple[FailedExample, ...]


class ThemeDesk:
    """Changes the themes of one library, in the vocabulary folder that it has of its own."""

    def __init__(self, store: Store, vocabulary: Vocabulary, folder: Path, retagging: Retagging) -> None:
        self._store = store
        self._vocabulary = vocabulary
        self._folder = folder
        self._retagging = retagging

    # changes as values

    def add(self, draft: ThemeDraft) -> ThemeChange:
        """Return the change that adds a theme. Raises BadQuestion."""
        theme = self._with_draft(Theme(self._free_slug(draft.label), "", "", "", Cues()), draft)
        return ThemeChange("add", f"added the theme “{theme.label}”", theme.slug, _texts(theme))

    def edit(self, slug: str, draft: ThemeDraft) -> ThemeChange:
        """Return the change of a theme's label, words, cues and sentences; an earlier label stays a name of it.

        Raises BadQuestion, NotHeld.
        """
        held = self.theme(slug)
        theme = self._with_draft(held, draft)
        if theme.label != held.label and held.label not in theme.also_called:
            theme = replace(theme, also_called=(*theme.also_called, held.label))
        if theme == held:
            raise BadQuestion("Nothing was changed: the theme says that already.")
        renamed = theme.label != held.label
        told = (
            f"renamed the theme “{held.label}” to “{theme.label}”" if renamed else f"changed the theme “{held.label}”"
        )
        return ThemeChange("edit", told, theme.slug, _texts(theme))

    def merge(self, slug: str, into: str) -> ThemeChange:
        """Return the change by which a theme goes into another, with its names, cues and sentences; its address leads
        there. Raises BadQuestion, NotHeld.
        """
        gone, kept = self.theme(slug), self.theme(into)
        if gone.slug == kept.slug:
            raise BadQuestion("Choose another theme to merge it into.")
        cues = Cues(
            _both(kept.cues.strong, gone.cues.strong),
            _both(kept.cues.weak, gone.cues.weak),
            tuple(dict.fromkeys((*kept.cues.near, *gone.cues.near))),
            _both(kept.cues.spare, gone.cues.spare),
        )
        made = replace(
            kept,
            cues=cues,
            also_called=_without(_both(kept.also_called, (gone.label, *gone.also_called)), kept.label),
            related=_without(_both(kept.related, gone.related), kept.slug, gone.slug),
            replaces=_both(kept.replaces, (gone.slug, *gone.replaces)),
            crosswalk={
                scheme: _both(kept.crosswalk.get(scheme, ()), gone.crosswalk.get(scheme, ()))
                for scheme in (*kept.crosswalk, *gone.crosswalk)
            },
            must_match=_both(kept.must_match, gone.must_match),
            must_spare=tuple(one for one in _both(kept.must_spare, gone.must_spare) if one not in gone.must_match),
        )
        told = f"merged the theme “{gone.label}” into “{kept.label}”"
        return ThemeChange("merge", told, kept.slug, _texts(made) | _texts(gone, retired=True))

    def split(self, slug: str, draft: ThemeDraft, taken: Sequence[str]) -> ThemeChange:
        """Return the change by which some cues and sentences of a theme make a new one; they leave the old one.

        Raises BadQuestion, NotHeld.
        """
        held = self.theme(slug)
        chosen = frozenset(taken)
        if not chosen:
            raise BadQuestion("Choose the wordings that make the new theme.")
        whole = ThemeDraft.of(held)
        new = replace(
            _with_lines(whole, lambda line: line in chosen),
            label=draft.label,
            definition=draft.definition,
            group=draft.group or held.group,
            also_called=(),
            everywhere=False,
        )
        blank = Theme(self._free_slug(draft.label), "", "", "", Cues(), related=(held.slug,))
        made = self._with_draft(blank, new)
        left = self._with_draft(held, _with_lines(whole, lambda line: line not in chosen))
        left = replace(left, related=_both(left.related, (made.slug,)))
        told = f"split the theme “{made.label}” from “{held.label}”"
        return ThemeChange("split", told, made.slug, _texts(left) | _texts(made))

    def retire(self, slug: str) -> ThemeChange:
        """Return the change after which a theme is given to no finding. Raises BadQuestion, NotHeld."""
        held = self.theme(slug)
        if len(self._vocabulary.themes) == 1:
            raise BadQuestion("This is the only theme, so it cannot be retired.")
        return ThemeChange("retire", f"retired the theme “{held.label}”", held.slug, _texts(held, retired=True))

    # trying and keeping

    def trial(self, change: ThemeChange, held: Iterable[FindingInContext]) -> ThemeTrial:
        """Return what a change would do to these findings. Raises BadVocabulary with the file and the field."""
        then = with_themes(self._in_use(), change.texts)
        found = differences(held, self._vocabulary, then, change.texts.keys(), self._store.theme_refusals)
        return ThemeTrial(found, tuple(failed_examples(then, change.texts.keys())))

    def keep(self, change: ThemeChange, by: str, reason: str = "") -> int:
        """Write the files of a change and record it; return the number under which it is undone.

        Raises BadVocabulary, BadQuestion where a sentence of an added or changed theme does not come out as it should,
        LibraryUnavailable where the folder cannot be written. Nothing is changed then.
        """
        then = with_themes(self._in_use(), change.texts)
        if change.act != "merge":
            self._refuse_failed(failed_examples(then, change.texts.keys()))
        before = {slug: held_text(self._folder, slug) for slug in change.texts}
        rows = [
            (Amendment(f"{c.THEME}{slug}", c.THEME_FILE, {"text": text, "sentence": change.sentence}), before[slug])
            for slug, text in change.texts.items()
        ]
        batch = self._store.record_themes(rows, self._writing(before, change.texts), person=by, reason=reason)
        self._retagging.ask()  # again: a process that read the files before they were written has not seen them
        return batch

    def undo(self, batch: int, by: str) -> None:
        """Put back the files that a change wrote. Raises BadQuestion where they were changed since, NotHeld."""
        made = self._store.correction_batch(batch)
        now = {one.subject.removeprefix(c.THEME): one.value["text"] for one in made}
        texts = {one.subject.removeprefix(c.THEME): one.before for one in made}
        with_themes(self._in_use(), texts)
        self._store.undo_themes(batch, self._writing(now, texts), person=by)
        self._retagging.ask()

    def _writing(self, before: Mapping[str, str | None], after: Mapping[str, str | None]) -> Callable[[], None]:
        """Return what makes the files hold `after`, all or none, where they still hold `before`."""

        def write() -> None:
            if any(held_text(self._folder, slug) != text for slug, text in before.items()):
                raise BadQuestion("This theme was changed since. Look at it again, or undo the later change first.")
            self._retagging.ask()  # before the files change: even after a crash between, the findings are looked at
            done: list[str] = []
            try:
                for slug, text in after.items():
                    write_theme(self._folder, slug, text)
                    done.append(slug)
            except OSError as error:
                for slug in done:
                    write_theme(self._folder, slug, before[slug])
                raise LibraryUnavailable(
                    f"Nothing was changed: the themes could not be written ({error.strerror}: {self._folder}). Make "
                    "room or give permission, then try again."
                ) from error

        return write

    def _in_use(self) -> Path | None:
        return self._folder if self._folder.is_dir() else None

    def _refuse_failed(self, failed: Iterator[FailedExample]) -> None:
        wrong = next(failed, None)
        if wrong is not None:
            given = "is not given this theme" if wrong.should == "match" else "is given this theme"
            raise BadQuestion(
                f"The sentence “{wrong.sentence}” {given}. Change the wordings, or take the sentence out."
            )

    # parts of a change

    def theme(self, slug: str) -> Theme:
        """Return a theme in use. Raises NotHeld."""
        held = self._vocabulary.themes.get(slug)
        if held is None:
            raise NotHeld("There is no theme with this name.")
        return held

    def _with_draft(self, theme: Theme, draft: ThemeDraft) -> Theme:
        label, definition = plain_line(draft.label), plain_line(draft.definition)
        if not label or len(label) > LONGEST_LABEL:
            raise BadQuestion(f"Enter a name of up to {LONGEST_LABEL} characters.")
        if not definition or len(definition) > LONGEST_DEFINITION:
            raise BadQuestion(f"Say what the theme is, in up to {LONGEST_DEFINITION} characters.")
        if draft.group not in self._vocabulary.groups:
            raise BadQuestion("Choose the group that the theme belongs to.")
        names = {one.label.casefold() for one in self._vocabulary.themes.values() if one.slug != theme.slug}
        if label.casefold() in names:
            raise BadQuestion(f"There is a theme called “{label}” already.")
        cues = Cues(draft.strong, draft.weak, tuple(_near_parts(one) for one in draft.near), draft.spare)
        if not (cues.strong or cues.weak or cues.near):
            raise BadQuestion(f"“{label}” needs at least one cue: words by which to know it.")
        if max(map(len, (*_lists_of(draft), draft.also_called))) > MOST_LINES:
            raise BadQuestion(f"There are more than {MOST_LINES} lines in one box.")
        theme = self._with_reading(theme, draft)
        return replace(
            theme,
            label=label,
            group=draft.group,
            definition=definition,
            also_called=draft.also_called,
            cues=cues,
            must_match=draft.must_match,
            must_spare=draft.must_spare,
            weak=draft.everywhere,
            harm=draft.harm,
        )

    def _with_reading(self, theme: Theme, draft: ThemeDraft) -> Theme:
        """Return the theme with what readers and trainers see of it, where the draft says anything of that."""
        made = replace(
            theme,
            related=theme.related if draft.related is None else self._find_related(theme.slug, draft.related),
            questions=theme.questions if draft.questions is None else draft.questions,
            notice=theme.notice if draft.notice is None else squeeze(draft.notice),
            notice_words=theme.notice_words if draft.notice_words is None else draft.notice_words,
            described_words=theme.described_words if draft.described_words is None else draft.described_words,
        )
        if max(map(len, (made.related, made.questions, made.notice_words, made.described_words))) > MOST_LINES:
            raise BadQuestion(f"There are more than {MOST_LINES} lines in one box.")
        if (made.notice_words or made.described_words) and not made.notice:
            raise BadQuestion("Say what readers are told beforehand, or take its words away.")
        return made

    def _find_related(self, slug: str, names: Iterable[str]) -> tuple[str, ...]:
        known = {key: one.slug for one in self._vocabulary.themes.values() for key in (one.slug, one.label.casefold())}
        lost = [name for name in names if name.casefold() not in known]
        if lost:
            raise BadQuestion(f"There is no theme called “{lost[0]}” to be related to.")
        return tuple(dict.fromkeys(known[name.casefold()] for name in names if known[name.casefold()] != slug))

    def _free_slug(self, label: str) -> str:
        known = self._vocabulary
        taken = {*known.themes, *known.retired, *(old for one in known.themes.values() for old in one.replaces)}
        wanted = slugify(label)
        slug, turn = wanted, 2
        while slug in taken:
            slug, turn = f"{wanted}-{turn}", turn + 1
        return slug


def _texts(theme: Theme, *, retired: bool = False) -> dict[str, str]:
    return {theme.slug: theme_toml(theme, retired=retired)}


def _with_lines(draft: ThemeDraft, kept: Callable[[str], bool]) -> ThemeDraft:
    """Return a draft with those of its cues and sentences that are kept; what it spares stays."""
    return replace(
        draft,
        strong=tuple(filter(kept, draft.strong)),
        weak=tuple(filter(kept, draft.weak)),
        near=tuple(filter(kept, draft.near)),
        must_match=tuple(filter(kept, draft.must_match)),
    )


def _near_parts(line: str) -> tuple[str, ...]:
    return tuple(part for one in line.split(NEAR_SIGN.strip()) if (part := one.strip()))


def _both(one: Sequence[str], other: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*one, *other)))


def _without(words: Sequence[str], *taken: str) -> tuple[str, ...]:
    return tuple(word for word in words if word not in taken)


def _lists_of(draft: ThemeDraft) -> tuple[tuple[str, ...], ...]:
    return draft.strong, draft.weak, draft.near, draft.spare, draft.must_match, draft.must_spare
