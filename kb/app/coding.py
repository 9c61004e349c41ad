"""Coding rounds: findings drawn by stated rules, coded by several people who do not see what the others say."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from kb.app.accounts import Accounts
from kb.app.coding_results import RoundResults, round_results
from kb.core.access import AT_THE_MACHINE, Permission, Person
from kb.core.coding_values import Code, CodedFinding, CodingRound, RoundSample
from kb.core.errors import BadQuestion, NotHeld
from kb.core.model import FindingInContext, squeeze
from kb.store import Connection, Store, coding
from kb.text.formatting import count_phrase
from kb.vocabulary import Vocabulary

MOST_FINDINGS = 1000
MOST_CODERS = 12
LONGEST_TITLE = 200


@dataclass(frozen=True, slots=True)
class FindingToCode:
    """A finding of a round for one coder, what they said of it, and whether they spoke of its earlier words alone.

    One that was taken out since the round was made is coded all the same, so that all coders judge the same findings.
    """

    finding: FindingInContext
    code: Code | None
    is_outdated: bool
    is_dropped: bool = False


class Coding:
    """The coding rounds of one library."""

    def __init__(self, store: Store, vocabulary: Vocabulary, accounts: Accounts) -> None:
        self._store = store
        self._vocabulary = vocabulary
        self._accounts = accounts
        self._closed: dict[int, RoundResults] = {}  # nothing changes them any more

    def rounds(self) -> tuple[CodingRound, ...]:
        """Return all rounds, newest first."""
        with self._store.database.reading() as connection:
            return coding.rounds(connection)

    def rounds_of(self, coder: str) -> tuple[CodingRound, ...]:
        """Return the rounds that a coder is to code, newest first."""
        return tuple(one for one in self.rounds() if coder in one.coders)

    def round(self, number: int) -> CodingRound:
        """Return one round. Raises NotHeld."""
        with self._store.database.reading() as connection:
            return _find_round(connection, number)

    def make(self, title: str, sample: RoundSample, coders: Iterable[str], by: str) -> CodingRound:
        """Draw findings for a new round. Raises BadQuestion."""
        named = tuple(dict.fromkeys(filter(None, (one.strip() for one in coders))))
        title = squeeze(title)[:LONGEST_TITLE]
        if not title:
            raise BadQuestion("Give the round a title.")
        self._check_coders(named)
        drawn = self._draw(sample)
        made = CodingRound(0, self._store.now(), by, title, sample, named, size=len(drawn))
        codes = self._machine_codes(drawn)
        with self._store.database.writing() as connection:
            number = coding.insert_round(connection, made, [(one, codes.get(one)) for one in drawn])
            detail = {"findings": len(drawn), "coders": list(named), "seed": sample.seed}
            self._store.note(connection, "round_make", str(number), by, **detail)
        return replace(made, number=number)

    def _check_coders(self, named: tuple[str, ...]) -> None:
        if not named or len(named) > MOST_CODERS:
            raise BadQuestion(f"Name who codes: from 1 to {MOST_CODERS} people.")
        held = {one.name: one for one in self._accounts.listing()}
        able = {one.name for one in held.values() if not one.closed and Person("", one.role).may(Permission.CODE)}
        for one in named:
            if one not in able and (held or one != AT_THE_MACHINE.name):
                raise BadQuestion(f"{one} cannot code: name accounts with the role coder, editor or keeper.")

    def _draw(self, sample: RoundSample) -> tuple[str, ...]:
        """Return the ids of the findings drawn: those whose hash with the seed comes first, the same each time."""
        if not 0 < sample.size <= MOST_FINDINGS:
            raise BadQuestion(f"A round has from 1 to {MOST_FINDINGS} findings.")
        if sample.theme and sample.theme not in self._vocabulary.themes:
            raise BadQuestion(f"There is no theme {sample.theme!r}.")
        if sample.kind and sample.kind not in self._vocabulary.kinds:
            raise BadQuestion(f"There is no kind {sample.kind!r}.")
        if sample.document:
            self._store.document(sample.document)
        found = self._store.findings(
            document=sample.document or None, theme=sample.theme or None, kind=sample.kind or None
        )
        fitting = [one.finding.id for one in found if _is_of_years(one, sample)]
        if not fitting:
            raise BadQuestion("No finding fits this choice. Choose less narrowly.")
        return tuple(sorted(fitting, key=lambda one: _lot(sample.seed, one))[: sample.size])

    def _machine_codes(self, drawn: Sequence[str]) -> dict[str, Code]:
        """Return what the machine says of these findings, whatever people have corrected.

        Of a finding whose words people have chosen it says nothing: it read others.
        """
        held = self._store.holdings(drawn)
        words = {one.finding.id: one.finding.quotation for one in held}
        documents = {one.document.id for one in held}
        read = (one for document in documents for one in self._store.machine_reading(document).findings)
        return {one.id: Code(one.kind, frozenset(one.themes)) for one in read if words.get(one.id) == one.quotation}

    # coding

    def next_finding(self, number: int, coder: str) -> tuple[str, FindingInContext] | None:
        """Return the next finding of round `number` that a coder has not coded, with its id there; None where all are.

        What is withdrawn is passed over. Raises NotHeld where the round is not theirs, BadQuestion.
        """
        with self._store.database.reading() as connection:
            self._open_round_of(connection, number, coder)
            left = [one.finding for one in self._items(connection, number) if coder not in one.codes]
        return next(((one, held) for one in left if (held := self.drawn_finding(one))), None)

    def coded_finding(self, number: int, coder: str, finding: str) -> FindingToCode:
        """Return a finding of a round with what this coder alone said of it. Raises NotHeld, BadQuestion."""
        with self._store.database.reading() as connection:
            self._open_round_of(connection, number, coder)
            item = self._find_item(connection, number, finding)
        held, code, outdated = self.drawn_finding(finding), item.codes.get(coder), coder in item.outdated
        if held is None:
            return FindingToCode(self._store.finding(finding), code, outdated)  # raises what is wrong with it
        return FindingToCode(held, code, outdated, is_dropped=not self._store.holdings([finding]))

    def drawn_finding(self, finding: str) -> FindingInContext | None:
        """Return a finding of a round as it is held, or as it was until a person took it out; None where it is gone."""
        held = self._store.holdings([finding])
        return held[0] if held else self._store.dropped_finding(finding)

    def code(self, number: int, finding: str, code: Code, coder: str) -> None:
        """Keep what a coder says of a finding; it may be said anew until the round is closed.

        Raises NotHeld, BadQuestion.
        """
        self._check_code(code)
        with self._store.database.writing() as connection:
            self._open_round_of(connection, number, coder)
            self._find_item(connection, number, finding)
            coding.put_code(connection, number, finding, coder, code, self._store.now())
            self._store.note(connection, "code", finding, coder, round=number)

    def _items(self, connection: Connection, number: int) -> tuple[CodedFinding, ...]:
        """Return what was said in a round, each theme by the name that it has now: themes are renamed and merged."""
        return tuple(one.with_names(self._name_now) for one in coding.items(connection, number))

    def _name_now(self, theme: str) -> str:
        held = self._vocabulary.theme(theme)
        return held.slug if held else theme

    def _find_item(self, connection: Connection, number: int, finding: str) -> CodedFinding:
        for one in self._items(connection, number):
            if one.finding == finding:
                return one
        raise NotHeld(f"Finding {finding} is not in round {number}.")

    def _open_round_of(self, connection: Connection, number: int, coder: str) -> CodingRound:
        found = next((one for one in coding.rounds(connection) if one.number == number), None)
        if found is None or coder not in found.coders:
            raise NotHeld(f"No round {number} was given to you.")
        if found.closed:
            raise BadQuestion("This round is closed.")
        return found

    def _check_code(self, code: Code) -> None:
        if code.kind not in self._vocabulary.kinds:
            raise BadQuestion("Choose what kind of finding it is.")
        if not code.themes <= set(self._vocabulary.themes):
            raise BadQuestion("Choose themes from the list.")

    # settling

    def disputes(self, number: int, person: str) -> tuple[CodedFinding, ...]:
        """Return the findings on which the coders differ, once all have coded them. Raises NotHeld, BadQuestion."""
        with self._store.database.reading() as connection:
            made = self._round_to_settle(connection, number, person)
            return tuple(
                one for one in self._items(connection, number) if one.is_complete(made.coders) and one.is_disputed
            )

    def settle(self, number: int, finding: str, code: Code, by: str) -> None:
        """Keep what a third person says of a finding on which the coders differ. Raises NotHeld, BadQuestion."""
        self._check_code(code)
        with self._store.database.writing() as connection:
            made = self._round_to_settle(connection, number, by)
            item = self._find_item(connection, number, finding)
            if not item.is_complete(made.coders) or len(set(item.codes.values())) < 2:
                raise BadQuestion("There is nothing to settle: the coders do not differ, or have not all coded it.")
            coding.put_code(connection, number, finding, by, code, self._store.now(), settles=True)
            self._store.note(connection, "round_settle", finding, by, round=number)

    def _round_to_settle(self, connection: Connection, number: int, person: str) -> CodingRound:
        made = _find_round(connection, number)
        if made.closed:
            raise BadQuestion("This round is closed.")
        if person in made.coders:
            raise BadQuestion("You coded in this round. Somebody else settles what the coders disagree on.")
        return made

    def close(self, number: int, by: str) -> None:
        """Close a round: nobody codes in it any more, and its results are shown to readers. Raises NotHeld."""
        with self._store.database.writing() as connection:
            if not _find_round(connection, number).closed:
                coding.close_round(connection, number, self._store.now())
                self._store.note(connection, "round_close", str(number), by)

    # what came of it

    def results(self, number: int, person: str = "") -> RoundResults:
        """Return how far the coders of a round agree, and how right the machine is. Raises NotHeld.

        Raises BadQuestion where the person still codes in the round, so that nobody codes after having seen others.
        """
        with self._store.database.reading() as connection:
            made = _find_round(connection, number)
            if person in made.coders and not made.closed:
                raise BadQuestion("You code in this round. You see its results when it is closed.")
            return round_results(made, self._items(connection, number))

    def closed_results(self) -> tuple[RoundResults, ...]:
        """Return the results of all closed rounds, newest first."""
        closed = [one.number for one in self.rounds() if one.closed]
        for one in closed:
            if one not in self._closed:
                self._closed[one] = self.results(one)
        return tuple(self._closed[one] for one in closed)

    def changed_since_closing(self, number: int) -> int:
        """Return how many findings of a closed round people gave other words later; labels leave them out."""
        with self._store.database.reading() as connection:
            return len(coding.changed_since_closing(connection, number))

    def labels(self, number: int) -> tuple[dict[str, object], ...]:
        """Return what was decided in a closed round in the form of the training data. Raises NotHeld, BadQuestion.

        `themes` are settled or given by all coders, `also` by some of them. Findings that are no longer held, that
        not all coders coded, or whose words people have changed since, are left out.
        """
        with self._store.database.reading() as connection:
            made = _find_round(connection, number)
            changed = coding.changed_since_closing(connection, number)
            items = (one for one in self._items(connection, number) if one.finding not in changed)
            coded = {one.finding: one for one in items if one.is_complete(made.coders)}
        if not made.closed:
            raise BadQuestion("Close the round first: until then its codes may still change.")
        return tuple(
            {
                "text": held.finding.text,
                "themes": sorted(coded[held.finding.id].themes),
                "also": sorted(coded[held.finding.id].open_themes),
                "kind": coded[held.finding.id].kind,
                "source": held.document.id,
            }
            for held in self._store.holdings(list(coded))
            if held.finding.id in coded
        )


def sample_words(sample: RoundSample, vocabulary: Vocabulary) -> str:
    """Return in words which findings a round was drawn from."""
    theme, kind = vocabulary.theme(sample.theme), vocabulary.kinds.get(sample.kind)
    parts = [f"on {theme.label}"] if theme else []
    parts += [f"of the kind {kind.label.lower()}"] if kind else []
    parts += [f"of the document {sample.document}"] if sample.document else []
    parts += [f"published since {sample.since}"] if sample.since else []
    parts += [f"published until {sample.until}"] if sample.until else []
    return " ".join([count_phrase(sample.size, "finding"), *parts, f"drawn at random (seed {sample.seed})"])


def outdated_words(results: RoundResults) -> str:
    """Return in a sentence that codes of earlier words are left out; "" where none are."""
    if not results.outdated:
        return ""
    said = f"What was said of {count_phrase(results.outdated, 'finding')} before the words were changed is left out"
    return f"{said}." if results.round.closed else f"{said}; the coders are asked again."


def _find_round(connection: Connection, number: int) -> CodingRound:
    for one in coding.rounds(connection):
        if one.number == number:
            return one
    raise NotHeld(f"There is no coding round {number}.")


def _is_of_years(held: FindingInContext, sample: RoundSample) -> bool:
    if not sample.since and not sample.until:
        return True
    year = held.review.year
    return year is not None and sample.since <= year <= (sample.until or year)


def _lot(seed: str, finding: str) -> str:
    return hashlib.sha256(f"{seed}\n{finding}".encode()).hexdigest()
