"""Keep the library in order: reindex, retag, reprocess, withdraw, doctor, settings, backup and restore."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer
from pydantic_core import PydanticUndefined

from kb.app import backup as app_backup
from kb.app import backup_rotation
from kb.app.backup_places import tell_places
from kb.app.database_checks import MOST_EXAMPLES
from kb.app.library import ActFilter, ChangeReport, Diagnosis, Library
from kb.app.reports import REFUSED
from kb.cli import speaking
from kb.cli.adding import as_record, line, worth_saying
from kb.cli.speaking import complain, library, operator, progress, say, say_json, say_table
from kb.core.errors import NotHeld
from kb.core.settings import MOST_DAYS, Settings
from kb.text.formatting import count_phrase, shorten

_EXAMPLES = 3
_DAYS = ["%Y-%m-%d"]
_LINE = 140

AsJson = Annotated[bool, typer.Option("--json", help="Answer in JSON.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Show what would change, and change nothing.")]


def enter(app: typer.Typer) -> None:
    """Add this file's commands."""
    for command in (
        reindex,
        retag,
        reprocess,
        withdraw,
        reinstate,
        doctor,
        audit,
        backup,
        restore,
        rebuild,
        tidy,
        settings,
    ):
        app.command()(command)


def reindex() -> None:
    """Rebuild the search index. If the sentence encoder is switched off, findings are also linked again without it."""
    with library() as opened:
        say(f"The search index has {count_phrase(opened.reindex(), 'finding')}.")


def retag(dry_run: DryRun = False, as_json: AsJson = False) -> None:
    """Find the themes of every finding again after the vocabulary has changed. What people decided stays."""
    with library() as opened:
        report = opened.retheme(dry_run)
    if as_json:
        say_json(report)
        return
    _say_changes(report)


def reprocess(dry_run: DryRun = False, as_json: AsJson = False) -> None:
    """Read every original file again with this version. Findings whose words stay the same keep their addresses."""
    with library() as opened, progress("Reading"):
        report = opened.reread(dry_run)
    if as_json:
        say_json(report)
    else:
        _say_changes(report)
    if report.troubles:
        raise typer.Exit(1)


def _say_changes(report: ChangeReport) -> None:
    """Say what changes, by theme or by sort of difference, each with a few examples."""
    counted = Counter((change.what, change.change) for change in report.changes)
    for (what, how), number in sorted(counted.items()):
        say(f"{what}: {number} {how}")
        examples = [change for change in report.of(what) if change.change == how][:_EXAMPLES]
        say(*(f"    {change.name}: {shorten(change.text, _LINE)}" for change in examples))
    if report.conflicts:
        say("These corrections disagree with what is read now. They hold; the desk's pages ask which is right:")
        say(*(f"    {one}" for one in report.conflicts))
    say(*report.troubles)
    would = "would change" if report.dry_run else "changed"
    touched = len({change.finding for change in report.changes})
    among = f"{count_phrase(report.findings, 'finding')} in {count_phrase(report.documents, 'document')}"
    say(f"{touched:,} of {among} {would}.")


def withdraw(
    document: Annotated[str, typer.Argument(help="The document's id, as `kb list` shows it.")],
    reason: Annotated[str, typer.Option(help="Why, for the audit trail. Do not name anyone.")] = "",
) -> None:
    """Withdraw a document: it is no longer shown, its words are deleted, and it cannot be added again."""
    with library() as opened:
        older = opened.older_versions({document})
        opened.withdraw(document, reason, operator())
        away = tell_places(opened.settings.data)
        on_server = opened.settings.database.startswith("postgresql") and not opened.settings.database_rewrite
    say(f"{document} is withdrawn. Backups made before still hold it: withdrawn.jsonl beside them keeps it away.")
    for one in older:
        say(f"Readers now see its older version, {one.name} ({one.id}), again. Withdraw that too if it must go.")
    for place in away:
        complain(f"{place}, where backups stand, cannot be reached. Copy withdrawn.jsonl there before you restore one.")
    if on_server:
        say("The database server may hold bytes of its words in its files until it writes others there.")


def reinstate(document: Annotated[str, typer.Argument(help="The id of a withdrawn document.")]) -> None:
    """Allow a withdrawn document to be added again."""
    with library() as opened:
        opened.reinstate(document, operator())
    say(f"{document} may be added again.")


def doctor(
    deep: Annotated[
        bool, typer.Option("--deep", help="Also read every original file again and compare. This can take hours.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Check the library; each fault comes with what to do about it. Exit status 1 where something is wrong."""
    with library() as opened:
        diagnosis = opened.doctor(deep)
    if as_json:
        say_json({"well": diagnosis.well, "checks": diagnosis.checks, "faults": diagnosis.faults})
    else:
        _say_diagnosis(diagnosis)
    if not diagnosis.well:
        raise typer.Exit(1)


def _say_diagnosis(diagnosis: Diagnosis) -> None:
    for fault in diagnosis.faults:
        say(f"{'FAULT' if fault.grave else 'note '}  {fault.check}: {fault.sentence}", f"       {fault.remedy}")
        say(*(f"         {example}" for example in fault.examples[:_EXAMPLES]))
    well = "No faults found" if diagnosis.well else "Faults found"
    say(f"{well}: {len(diagnosis.checks)} checks made ({', '.join(diagnosis.checks)}).")


def audit(
    person: Annotated[str, typer.Option(help="Only what this person did.")] = "",
    act: Annotated[str, typer.Option(help="Only one type of change, such as correct or withdraw.")] = "",
    subject: Annotated[str, typer.Option(help="Only of this document, finding, review or account.")] = "",
    since: Annotated[datetime | None, typer.Option(formats=_DAYS, help="From this day, such as 2026-03-01.")] = None,
    until: Annotated[datetime | None, typer.Option(formats=_DAYS, help="To this day.")] = None,
    limit: Annotated[int, typer.Option(min=1, help="How many rows to show, newest first.")] = 50,
    as_json: AsJson = False,
) -> None:
    """Show who changed what, when and why, newest first. Times are UTC."""
    with library() as opened:
        first, last = (day.date().isoformat() if day else "" for day in (since, until))
        rows = opened.audit(ActFilter(person, act, subject, first, last), limit)
        if not rows:
            _refuse_unknown_act(opened, person, act)
    if as_json:
        say_json(rows)
        return
    say_table(
        ("When", "Who", "What", "Of", "Details"),
        [(one.at[:16], one.person or "-", one.act, one.subject, one.detail) for one in rows],
    )


def _refuse_unknown_act(opened: Library, person: str, act: str) -> None:
    """Raise NotHeld for a person or a sort of change that the record does not name: nothing would be read as none."""
    people, acts = opened.actors()
    for wanted, known in ((person, people), (act, acts)):
        if wanted and wanted not in known:
            raise NotHeld(f"The record of changes does not name “{wanted}”. It names {', '.join(known) or 'nobody'}.")


def backup(
    to: Annotated[Path, typer.Argument(help="A folder for backups; a new folder is made in it.")],
    keep: Annotated[
        int | None,
        typer.Option(min=1, help="Keep this many of the newest backups in the folder and remove the others."),
    ] = None,
    verify: Annotated[
        bool, typer.Option("--verify", help="Restore the new backup into a temporary folder and check it.")
    ] = False,
) -> None:
    """Make a backup of the library: rows, originals and their hashes. People can go on using the library.

    Keep the file withdrawn.jsonl beside the backups. With it, restoring an old backup never brings back what was
    withdrawn.
    """
    with library() as opened:
        made = opened.back_up(to)
    held = f"{count_phrase(made.documents, 'document')} with {count_phrase(made.findings, 'finding')}"
    say(f"The backup in {made.folder} holds {held} ({made.bytes >> 20} MB).")
    if made.folder.resolve().is_relative_to(speaking.settings().data.resolve()):
        complain("The backup is in the library's own folder and is lost with it. Copy it to another disk.")
    if made.lost:
        _tell_lost(made.lost)
        raise typer.Exit(1)
    if verify:
        _rehearse(made.folder)
    if keep is not None:
        gone = backup_rotation.remove_old_backups(made.folder, keep)
        say(f"{count_phrase(len(gone), 'older backup')} removed.")


def _tell_lost(names: Sequence[str]) -> None:
    """Tell of documents whose original file could not be backed up: an older backup may hold the last whole copy."""
    files = (
        "The original file of 1 document is" if len(names) == 1 else f"The original files of {len(names)} documents are"
    )
    shown = ", ".join(names[:MOST_EXAMPLES]) + (" ..." if len(names) > MOST_EXAMPLES else "")
    complain(
        f"{files} missing, unreadable or changed on disk and not in this backup: {shown}. No older backup was removed. "
        "Run `kb doctor`, put the files back from an older backup, then make this backup again."
    )


def _rehearse(folder: Path) -> None:
    """Rehearse restoring; exit status 1 where the restored library is not well."""
    done = backup_rotation.rehearse_restore(folder, speaking.settings())
    if done.faults:
        for sentence in (f"{done.folder} can be restored, but the library in it is not well:", *done.faults):
            complain(sentence)
        raise typer.Exit(1)
    say(
        f"{done.folder} was restored into a folder of its own and is well: {count_phrase(done.documents, 'document')}, "
        f"{count_phrase(done.findings, 'finding')}. Nothing else was changed."
    )


def restore(
    folder: Annotated[Path, typer.Argument(help="A backup, as `kb backup` made it.")],
    rehearse: Annotated[
        bool,
        typer.Option(
            "--rehearse",
            help="Restore it, or the newest in a folder of backups, into a temporary folder, as a rehearsal.",
        ),
    ] = False,
) -> None:
    """Make KB_DATA, which must hold no library yet, from a backup; withdrawn documents stay withdrawn.

    With KB_DATABASE the rows go into that database, even if the backup was made from another kind of database.
    """
    if rehearse:
        _rehearse(folder)
        return
    chosen = speaking.settings()
    made = app_backup.restore(folder, chosen.data, chosen.database, chosen.originals_folder)
    with library() as opened:
        diagnosis = opened.doctor()
        held, since = len(opened.documents()), opened.withdrawn_documents() - made.withdrawn
        say(f"Restored {count_phrase(held, 'document')}.")
        if since:
            say(f"{since} more of this backup were withdrawn since and stay withdrawn.")
        lost = held + since < made.documents or (not since and opened.health().findings < made.findings)
    if lost:
        complain(
            f"That is fewer than the backup states: {count_phrase(made.documents, 'document')}, "
            f"{count_phrase(made.findings, 'finding')}."
        )
    _say_diagnosis(diagnosis)
    if lost or not diagnosis.well:
        raise typer.Exit(1)


def rebuild(as_json: AsJson = False) -> None:
    """Rebuild a lost database from the original files in KB_DATA. If you have a backup, restore that instead.

    Files' names, what manifests stated, decisions, verdicts, collections and the audit trail are not in the originals
    and do not come back. What withdrawn.jsonl lists stays withdrawn.
    """
    with Library.open(speaking.settings(), anew=True) as opened, progress("Reading") as tell:
        report = opened.rebuild(tell)
    if as_json:
        say_json(as_record(report))
    else:
        say(*(line(one) for one in report.outcomes if worth_saying(one)), report.sentence)
        if report.outcomes:
            say("Names, manifests, decisions and collections are not in the originals: state them again where needed.")
    if report.count(REFUSED):
        raise typer.Exit(1)


def tidy(
    days: Annotated[
        int | None, typer.Option(min=1, max=MOST_DAYS, help="Days without a change; else KB_COLLECTION_DAYS.")
    ] = None,
    dry_run: DryRun = False,
) -> None:
    """Remove collections that nobody has changed for a long time, except those with a recorded session."""
    with library() as opened:
        after = days or opened.settings.collection_days
        done = opened.tidy_collections(after, dry_run)
    say(
        f"{count_phrase(done, 'collection')} unchanged for {after} days {'would be' if dry_run else 'removed'}"
        f"{' removed' if dry_run else ''}."
    )


def settings(as_json: AsJson = False) -> None:
    """Show every setting: its value now, its default, and the reason for it. Each is the variable KB_<NAME>."""
    now = speaking.settings()
    rows = [
        {
            "variable": f"KB_{name.upper()}",
            "value": str(getattr(now, name)),
            "default": "" if field.default is PydanticUndefined else str(field.default),
            "reason": field.description or "",
        }
        for name, field in Settings.model_fields.items()
    ]
    if as_json:
        say_json(rows)
        return
    for row in rows:
        changed = "" if row["value"] == row["default"] else f" (default {row['default'] or 'none'})"
        say(f"{row['variable']}={row['value']}{changed}", f"    {row['reason']}")
