"""`kb themes`: show the vocabulary, try it on a sentence, check it against its own examples."""

from __future__ import annotations

from typing import Annotated

import typer

from kb.app.try_themes import failed_examples, missing_parts, try_sentence
from kb.cli.speaking import library, say, say_json, say_table, settings
from kb.core.errors import NotHeld
from kb.core.model import Means
from kb.text.formatting import count_phrase
from kb.vocabulary import Vocabulary, labels, load

app = typer.Typer(
    help="See the themes, try them on a sentence, and check them against their own sentences.", no_args_is_help=True
)

_SHOWN_BY = {
    Means.CUE: "by the words",
    Means.MODEL: "by words that it has learned:",
    Means.PERSON: "by a person:",
    Means.CONTEXT: "by what stands around it:",
}

AsJson = Annotated[bool, typer.Option("--json", help="Answer in JSON.")]


def enter(parent: typer.Typer) -> None:
    """Add this file's commands."""
    for name, command in (("list", list_), ("show", show), ("try", try_), ("check", check)):
        app.command(name)(command)
    parent.add_typer(app, name="themes")


def list_(as_json: AsJson = False) -> None:
    """List every theme with how many findings and reviews it has in this library."""
    with library() as opened:
        counts, vocabulary = opened.theme_counts(), opened.vocabulary
    if as_json:
        say_json(
            [
                {
                    "theme": theme.slug,
                    "label": theme.label,
                    "group": theme.group,
                    "definition": theme.definition,
                    "findings": counts[theme.slug][0],
                    "reviews": counts[theme.slug][1],
                }
                for theme in vocabulary.themes.values()
            ]
        )
        return
    rows = [
        (theme.slug, theme.label, theme.group, *map(str, counts[theme.slug])) for theme in vocabulary.themes.values()
    ]
    say_table(("theme", "label", "group", "findings", "reviews"), rows)


def show(slug: Annotated[str, typer.Argument(help="The theme's short name (slug).")], as_json: AsJson = False) -> None:
    """Explain a theme: its definition, the words that show it, related themes, and its test sentences."""
    theme = _vocabulary().theme(slug)
    if theme is None:
        raise NotHeld(f"There is no theme {slug!r}. `kb themes list` shows them all.")
    if as_json:
        say_json(theme)
        return
    say(f"{theme.label} ({theme.slug}), in {theme.group}", theme.definition)
    for what, words in (
        ("also called", theme.also_called),
        ("strong cues", theme.cues.strong),
        ("weak cues", theme.cues.weak),
        ("near each other", tuple(" … ".join(parts) for parts in theme.cues.near)),
        ("never inside", theme.cues.spare),
        ("related", theme.related),
    ):
        if words:
            say("", f"{what}: {', '.join(words)}")
    for what, sentences in (("must match", theme.must_match), ("must spare", theme.must_spare)):
        say("", *(f"{what}: {sentence}" for sentence in sentences))


def try_(
    sentence: Annotated[str, typer.Argument(help="A sentence as it might stand in a review.")],
    heading: Annotated[str, typer.Option(help="The heading that it might stand under.")] = "",
    as_json: AsJson = False,
) -> None:
    """Show which themes a sentence would be given, how surely, and by which words."""
    vocabulary = _vocabulary()
    finding = try_sentence(sentence, vocabulary, heading)
    if as_json:
        say_json(finding)
        return
    if not finding.tags:
        say("No theme fits this sentence.")
    for tag in finding.tags:
        theme = vocabulary.theme(tag.theme)
        say(f"{theme.label if theme else tag.theme} ({tag.theme}): {tag.certainty.value}, {tag.confidence:.2f}")
        say(*(f"    {_SHOWN_BY[one.means]} “{one.words}” in the {one.where}" for one in tag.evidence))
    people = ", ".join(subject.value for subject in finding.subjects)
    say(
        f"What went well or badly: {labels.polarity_label(finding.polarity, vocabulary) or 'not stated'}.",
        f"People: {people or 'none named'}.",
    )


def check(as_json: AsJson = False) -> None:
    """Test every theme on the sentences in its file, and list what the file lacks.

    Exit status 1 if a sentence gives the wrong result.
    """
    vocabulary = _vocabulary()
    faults = list(failed_examples(vocabulary))
    if as_json:
        say_json(faults)
    else:
        say(*(f"{fault.theme} should {fault.should}: {fault.sentence}" for fault in faults))
        say(*missing_parts(vocabulary))
        sentences = sum(len(theme.must_match) + len(theme.must_spare) for theme in vocabulary.themes.values())
        tried, of = count_phrase(sentences, "sentence"), count_phrase(len(vocabulary.themes), "theme")
        say(f"{tried} of {of}: {count_phrase(len(faults), 'fault')}.")
    if faults:
        raise typer.Exit(1)


def _vocabulary() -> Vocabulary:
    return load(settings().vocabulary_folder)
