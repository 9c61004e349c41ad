"""A question understood: what is searched for it, what it names and what the person is after, as one value."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from kb.core.model import Review
from kb.core.remembering import once_for_each
from kb.text.formatting import join_words, shorten
from kb.text.stemming import stem
from kb.vocabulary import Vocabulary
from search.port import Query, Results
from search.understanding import correction, framing, mentions
from search.understanding.answerability import AnswerSigns
from search.understanding.asked_filters import AskedFilter
from search.understanding.combined_themes import Groups, groups
from search.understanding.intents import intents, quoting_intents, without_intents
from search.understanding.mentions import Spot
from search.understanding.part_coverage import telling_words
from search.understanding.professional_names import professional_names
from search.understanding.purposes import purposes, without_purpose
from search.understanding.thesaurus import words_said_otherwise
from search.understanding.years import named_years

NEAREST_FINDINGS = 10  # findings that are shown where nothing answers a question
NAMED_CHARACTERS = 120  # of what is reported as missing


@dataclass(frozen=True, slots=True)
class UnderstoodQuestion:
    """What a question in plain words means. `query` is what is searched; all else is what was noticed on the way."""

    typed: str
    query: Query
    corrected: str = ""  # the words that were surely meant, where they were searched in place of those typed
    suggestion: str = ""  # ... and where they may be meant
    described: tuple[str, ...] = ()  # the professional names of what the question only describes
    themes: Groups = ()  # those that it names, each with the themes that the name stands for
    meant: tuple[str, ...] = ()  # the theme of which all its telling words speak
    read_as: str = ""  # the theme that it surely speaks of by its sense as a whole, where its words show none
    combined: Groups = ()  # those that are wanted together
    kinds: tuple[str, ...] = ()
    areas: tuple[Spot, ...] = ()
    years: tuple[int | None, int | None] = (None, None)
    reviews: tuple[str, ...] = ()  # slugs
    intents: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()  # what no finding has
    not_covered: tuple[str, ...] = ()  # places that it asks about, from which nothing is held
    unanswered: bool = False  # whether what was found is only near to it
    in_part: bool = False  # whether only words of talk are missing, which reviews may say in others
    asked: tuple[AskedFilter, ...] = ()  # filters that its words ask for
    none_of_kind: str = ""  # the sentence that says so where nothing of the kind that was asked for answers

    def as_searched(self, query: Query) -> Query:
        """Return `query` with the words and filters that are searched in place of those that were typed."""
        shorter = self.query.text != self.typed and self.query.text == without_purpose(self.typed)
        taken = self.asked or self.corrected or shorter
        searched = self.query
        return replace(query, text=searched.text, filters=searched.filters, years=searched.years) if taken else query

    @property
    def left_out(self) -> tuple[str, ...]:
        """Return the words that are not searched because they say what the answer is for or how it should be."""
        return tuple(one for one in purposes(self.typed) if one not in self.query.text)

    @property
    def nothing(self) -> str:
        """Return the sentence that says what the library does not hold; empty where nothing is missing."""
        if not self.missing and not self.unanswered:
            places = join_words([f"“{one}”" for one in self.not_covered], "or")
            return f"No document in this library is from {places}." if places else ""
        if not self.missing:  # all of its parts are held, in different findings
            whole = shorten(mentions.without_signs(self.query.text), NAMED_CHARACTERS)
            return f"No finding in this library says all of “{whole}”."
        named = join_words([f"“{shorten(one, NAMED_CHARACTERS)}”" for one in self.missing], "or")
        if self.in_part:  # the same may be said in other words
            return f"No finding in this library has the {'word' if len(self.missing) == 1 else 'words'} {named}."
        return f"Nothing in this library is about {named}."


def understand(
    query: Query,
    reviews: Iterable[Review],
    vocabulary: Vocabulary,
    *,
    spelling: bool = True,
    likely: str = "",
    kept: frozenset[str] = frozenset(),
) -> UnderstoodQuestion:
    """Return what `query` means. `likely` is its text with a near word for each that no finding has, if any has one.

    Words of titles and areas and those `kept` are rightly spelt, whatever is near them.
    """
    held = tuple(reviews)
    right_ones = _title_words(held) | kept
    right, sure = correction.put_right(query.text, likely, vocabulary, right_ones) if likely else ("", False)
    asked = replace(query, text=right) if right and sure and spelling else query
    text = asked.text
    if not text or not mentions.is_plain_words(text):
        suggestion = right if asked is query else ""
        return UnderstoodQuestion(query.text, asked, suggestion=suggestion, intents=quoting_intents(text))
    named = named_years(text)
    entry = professional_names().find_described(text) if query.synonyms else None
    return UnderstoodQuestion(
        query.text,
        asked,
        corrected=right if asked is not query else "",
        suggestion=right if asked is query else "",
        described=entry.names if entry else (),
        themes=mentions.themes(text, vocabulary),
        combined=groups(asked, vocabulary),
        kinds=framing.kinds(text, framing.kind_signs(vocabulary)),
        areas=mentions.areas(text, (review.area for review in held)),
        years=(named.first, named.last) if named else (None, None),
        reviews=tuple(review.slug for review in mentions.reviews(text, held, vocabulary)),
        intents=intents(text),
    )


def with_found(understood: UnderstoodQuestion, results: Results, signs: AnswerSigns) -> UnderstoodQuestion:
    """Return a question with what was learnt from its answer: what no finding has, and whether any answers it."""
    if not understood.query.synonyms or not mentions.is_plain_words(understood.query.text):
        return understood
    if understood.described and understood.described[0] not in results.also:
        understood = replace(understood, described=())  # its words are one name, and describe nothing
    named = bool(signs.names) and not (signs.apart and understood.reviews)  # all of a review is from its place
    if not named and (understood.described or understood.reviews or (understood.combined and signs.on_all_named)):
        return understood
    unanswered = not signs.is_answer or (not results.total and bool(results.missing))
    missing = tuple(one for one in results.missing if without_intents(one))  # "vs" asks for a comparison
    told = (signs.names or missing) if unanswered else ()
    if unanswered and not told and not results.total and len(telling_words(understood.query.text)) == 1:
        told = (mentions.without_signs(understood.query.text),)  # of one matter nobody can hold only a part
    if not told and results.total:
        return understood  # each of its words is held: that no finding has all of them is true of most long questions
    plain = bool(told) and not signs.names and all(map(_is_plain_word, told))
    in_part = plain and (signs.held > 0 or all(stem(word) in words_said_otherwise() for word in told))
    return replace(understood, missing=told, unanswered=unanswered, in_part=in_part)


def _is_plain_word(part: str) -> bool:
    """Return whether a part of a question is one word in small letters: a name is not, nor a short form."""
    return part.isalpha() and part.islower()


@once_for_each
def _title_words(reviews: tuple[Review, ...]) -> frozenset[str]:
    """Return the words of what reviews and their areas are called."""
    names = (f"{review.title} {review.area} {review.partnership}" for review in reviews)
    return frozenset(word for name in names for word in mentions.folded_words(name))
