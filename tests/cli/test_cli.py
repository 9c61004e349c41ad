"""The command line as people and programs meet it: what it prints, and with what status it ends."""

from __future__ import annotations

import json
import shutil
import tomllib
from dataclasses import replace
from pathlib import Path

import pytest

from kb.cli.speaking import strip_control_characters
from kb.core.model import Kind, Status
from kb.core.settings import Settings
from tests.cli.command import Kb, apart, command
from tests.conftest import ROOT
from tests.hostile import HOSTILE, LIBRARY
from tests.papers import child_z, mr_v
from tests.web import shelf

# add


def test_a_refused_file_is_named_and_the_status_is_one(kb: Kb, tmp_path: Path) -> None:
    inbox = tmp_path / "in"
    child_z(inbox)
    HOSTILE["empty"][0](inbox)
    done = kb("add", str(inbox))
    assert done.returncode == 1
    assert done.stdout.splitlines() == [
        "refused: empty.pdf is empty: there is nothing in it to read.",
        "2 files seen: 1 kept, 0 kept with notes, 1 refused, 0 already held.",
    ]


def test_add_answers_machines_in_json_and_the_four_add_up(kb: Kb, tmp_path: Path) -> None:
    inbox = tmp_path / "in"
    child_z(inbox)
    HOSTILE["unknown"][0](inbox)
    (inbox / ".hidden").touch()
    kb("add", str(inbox / "child-z.md"))
    told = json.loads(kb("add", "--json", str(inbox)).stdout)
    assert told["seen"] == told["kept"] + told["kept_with_notes"] + told["refused"] + told["already_held"] == 2
    assert told["passed_over"] == 1
    assert [(one["outcome"], one["code"]) for one in told["files"]] == [
        ("already_held", ""),
        ("refused", "unknown_format"),
    ]


def test_a_path_that_is_not_there_is_refused(kb: Kb, tmp_path: Path) -> None:
    done = kb("add", str(tmp_path / "nowhere"))
    assert (done.returncode, done.stdout.splitlines()[0]) == (1, "refused: nowhere is not there. Check the path.")


def test_a_folder_without_permission_is_refused_and_the_rest_is_kept(tmp_path: Path) -> None:
    inbox = tmp_path / "in"
    child_z(inbox / "open")
    mr_v(inbox / "closed")
    (inbox / "closed").chmod(0)
    try:
        done = apart(tmp_path / "library", "add", str(inbox))
    finally:
        (inbox / "closed").chmod(0o700)
    assert done.returncode == 1
    assert done.stdout.splitlines() == [
        "refused: closed could not be opened: you have no permission to read it.",
        "2 files seen: 1 kept, 0 kept with notes, 1 refused, 0 already held.",
    ]


def test_a_faulty_manifest_is_wrong_use(kb: Kb, tmp_path: Path) -> None:
    (tmp_path / "manifest.toml").write_text("this is = not [TOML")
    child_z(tmp_path)
    done = kb("add", str(tmp_path))
    assert done.returncode == 2
    assert "manifest.toml is not TOML" in done.stderr


def test_wrong_use_has_status_two(kb: Kb, tmp_path: Path) -> None:
    assert kb("add").returncode == 2
    assert apart(tmp_path / "library", "no-such-command").returncode == 2


def test_a_library_that_cannot_be_opened_is_said_so_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    done = command(tmp_path / "file" / "library", "list")
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "KB_DATA" in done.stderr


# ask


def test_texts_of_documents_without_findings_are_searched(kb: Kb, tmp_path: Path) -> None:
    (tmp_path / "minutes.txt").write_text("The lantern at Osterholm pier was lit at dusk. Ring 020 7946 0018.\n")
    kb("add", str(tmp_path / "minutes.txt"))
    told = kb("search", "lanterns", "--texts").stdout
    assert told.startswith("In full texts: 1 document.")
    assert "lantern at Osterholm pier" in told
    assert "7946" not in told
    assert json.loads(kb("search", "lanterns", "--texts", "--json").stdout)["total"] == 1
    assert kb("search", "lanterns", "--texts", "--kind", "lesson").returncode == 2


def test_find_shows_words_review_page_and_themes(held_library: Kb) -> None:
    done = held_library("search", "flats", "--exact")
    assert done.returncode == 0
    assert done.stdout.startswith("2 findings in 2 sources.")
    assert "Child Z, 2021" in done.stdout
    assert "housing-moves" in done.stdout


def test_find_narrows_by_theme_kind_and_year(held_library: Kb) -> None:
    assert held_library("search", "--theme", "Domestic abuse").stdout.startswith("1 finding in 1 source.")
    assert held_library("search", "--kind", "good_practice").stdout.startswith("1 finding in 1 source.")
    assert held_library("search", "flats", "--exact", "--year", "2022..").stdout.startswith("1 finding in 1 source.")
    assert held_library("search", "flats", "--exact", "--where", "area=Exby").stdout.startswith(
        "1 finding in 1 source."
    )


def test_find_answers_machines_in_json(held_library: Kb) -> None:
    told = json.loads(held_library("search", "flats", "--exact", "--json").stdout)
    assert (told["total"], told["reviews"]) == (2, 2)
    assert {one["kind"] for one in told["findings"]} == {"lesson"}
    assert told["facets"]["area"][0]["findings"] == 1


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("search", "--theme", "no such theme"), "There is no theme 'no such theme'. It can be:"),
        (("search", "--year", "lately"), "A year is written 2019"),
        (("search", "--where", "colour=red"), "NAME is one of theme, kind"),
        (("export", "everything"), "“everything” cannot be exported. Choose one of: findings, reviews"),
        (("export", "findings", "--format", "novel"), "not as “novel”"),
        (("export", "follow-up"), "--review"),
        (("recurrence", "--by", "colour"), "not by 'colour'"),
        (("check", "no-such-file.txt"), "cannot be read"),
    ],
)
def test_a_question_that_cannot_be_answered_is_wrong_use_in_words(
    arguments: tuple[str, ...], sentence: str, held_library: Kb
) -> None:
    done = held_library(*arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert sentence in done.stderr


def test_list_gives_the_ids_by_which_documents_are_known(held_library: Kb) -> None:
    told = json.loads(held_library("list", "--json").stdout)
    plain = held_library("list").stdout
    assert all(one["id"] in plain and one["name"] in plain for one in told)


def test_trace_shows_what_every_station_saw_and_keeps_nothing(held_library: Kb) -> None:
    before = held_library("list").stdout
    done = held_library("trace", str(LIBRARY / "tarnshire-family-d-report-2021.pdf"))
    for station in ("READ", "BLOCKS", "ABOUT", "SECTIONS", "FINDINGS", "ANSWERS", "why:", "theme "):
        assert station in done.stdout
    assert held_library("list").stdout == before


def test_trace_says_why_a_file_is_refused(held_library: Kb, tmp_path: Path) -> None:
    done = held_library("trace", str(HOSTILE["unknown"][0](tmp_path)))
    assert (done.returncode, done.stdout) == (1, "")
    assert "is not in a format that we can read" in done.stderr


def test_recur_counts_reviews_and_tells_threads(held_library: Kb) -> None:
    done = held_library("recurrence", "--theme", "housing-moves")
    assert "Housing moves" in done.stdout
    assert "found again" in done.stdout
    told = json.loads(held_library("recurrence", "--json").stdout)
    assert told["table"]["by"] == "year"


def test_recur_dates_a_finding_by_the_time_that_its_document_covers_where_it_states_no_date(tmp_path: Path) -> None:
    earlier = shelf.child_a()
    about = replace(earlier.about, published=None, period=shelf.stated_value("October 2012 to September 2013"))
    lesson, *others = earlier.findings
    done = replace(lesson, kind=Kind.ACTION, status=Status.REPORTED_COMPLETE)
    earlier = replace(earlier, about=about, findings=(done, *others))
    shelf.fill_library(tmp_path, (earlier, shelf.family_q())).close()
    back = command(tmp_path, "recurrence", "--came-back", KB_SEARCH="memory:").stdout
    assert "covers time to September 2013  action (reported complete)  Child A" in back
    threads = command(tmp_path, "recurrence", "--theme", "cp-plans-core-groups", KB_SEARCH="memory:").stdout
    assert "covers time to September 2013  acted  Child A" in threads
    assert "20 November 2019  found again  Family Q" in threads


# themes


def test_themes_are_listed_explained_and_tried(held_library: Kb) -> None:
    told = {one["theme"]: one for one in json.loads(held_library("themes", "list", "--json").stdout)}
    assert told["housing-moves"]["reviews"] >= 2
    assert "strong cues" in held_library("themes", "show", "housing-moves").stdout
    assert held_library("themes", "show", "nothing").returncode == 1
    tried = held_library("themes", "try", "Nobody asked her about domestic abuse.").stdout
    assert "domestic-abuse): yes" in tried
    assert "by the words “domestic abuse”" in tried
    assert held_library("themes", "try", "The cat sat.").stdout.startswith("No theme fits this sentence.")


# keep


def test_settings_shows_every_setting_with_its_reason(kb: Kb) -> None:
    told = {one["variable"]: one for one in json.loads(kb("settings", "--json", KB_PORT="8123").stdout)}
    assert set(told) == {f"KB_{name.upper()}" for name in Settings.model_fields}
    assert all(one["reason"] for one in told.values())
    assert (told["KB_PORT"]["value"], told["KB_PORT"]["default"]) == ("8123", "8000")
    assert "KB_PORT=8123 (default 8000)" in kb("settings", KB_PORT="8123").stdout


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("KB_PORT", "eight"),
        ("KB_QUERY_SECONDS", "nan"),
        ("KB_QUERY_SECONDS", "0"),
        ("KB_READ_MEMORY", "-5"),
        ("KB_READ_CPU", "9" * 30),
        ("KB_DATABASE_LOCK_SECONDS", "inf"),
    ],
)
def test_a_setting_that_makes_no_sense_is_wrong_use(kb: Kb, name: str, value: str) -> None:
    done = kb("list", **{name: value})
    assert done.returncode == 2
    assert name in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("tidy", "--days", "9999999999"), "36500"),
        (("audit", "--since", "yesterday"), "yesterday"),
        (("audit", "--until", "2026-02-30"), "2026-02-30"),
    ],
)
def test_a_day_that_is_none_is_wrong_use(own: Kb, arguments: tuple[str, ...], said: str) -> None:
    done = own(*arguments)
    assert done.returncode == 2
    assert said in done.stderr


@pytest.mark.parametrize("arguments", [("--act", "widthdraw"), ("--person", "nobody at all")])
def test_a_record_that_does_not_name_what_is_asked_for_is_no_empty_record(own: Kb, arguments: tuple[str, str]) -> None:
    done = own("audit", *arguments)
    assert done.returncode == 1
    assert f"does not name “{arguments[1]}”" in done.stderr


def test_a_database_address_with_a_port_that_is_no_number_is_told_without_its_password(kb: Kb) -> None:
    done = kb("list", KB_DATABASE="postgresql+pg8000://kb:hidden-word@127.0.0.1:port/kb")
    assert done.returncode == 1
    assert "a port is a number" in done.stderr
    assert "hidden-word" not in done.stderr


@pytest.mark.parametrize("arguments", [("undo", "9" * 20), ("audit", "--limit", "9" * 20)])
def test_a_number_beyond_any_is_reported_in_words(kb: Kb, arguments: tuple[str, ...]) -> None:
    done = kb(*arguments)
    assert done.returncode == 2
    assert "too large" in done.stderr


def test_doctor_has_status_nought_when_well_and_one_when_not(own: Kb, tmp_path: Path) -> None:
    assert own("doctor").returncode == 0
    shutil.rmtree(tmp_path / "copy" / "originals")
    done = own("doctor")
    assert done.returncode == 1
    assert "FAULT  originals" in done.stdout
    assert json.loads(own("doctor", "--json").stdout)["well"] is False


def test_withdraw_takes_down_and_reinstate_lets_in_again(own: Kb, tmp_path: Path) -> None:
    document = next(one["id"] for one in json.loads(own("list", "--json").stdout) if one["name"] == "mr-v.md")
    assert "is withdrawn" in own("withdraw", document, "--reason", "asked for").stdout
    assert own("search", '"fire service"').stdout.startswith("No findings.")
    assert "was withdrawn on" in own("add", str(mr_v(tmp_path))).stdout
    assert own("reinstate", document).returncode == 0
    assert own("add", str(mr_v(tmp_path))).returncode == 0
    assert own("withdraw", "nothing").returncode == 1


def test_a_backup_is_made_and_restored_into_an_empty_folder(
    held_library: Kb, prepared_folder: Path, tmp_path: Path
) -> None:
    assert "3 documents" in held_library("backup", str(tmp_path / "backups")).stdout
    (folder,) = (tmp_path / "backups").glob("library-*")
    done = command(tmp_path / "new", "restore", str(folder))
    assert (done.returncode, done.stdout.splitlines()[0]) == (0, "Restored 3 documents.")
    assert held_library("restore", str(folder)).returncode == 2


def test_a_backup_without_an_original_is_told_and_costs_no_older_backup(own: Kb, tmp_path: Path) -> None:
    assert own("backup", str(tmp_path / "backups")).returncode == 0
    original = next((tmp_path / "copy" / "originals").glob("??/*"))
    original.chmod(0o600)
    original.write_bytes(b"bits that fell over")
    done = own("backup", str(tmp_path / "backups"), "--keep", "1")
    assert done.returncode == 1
    assert "1 document is missing, unreadable or changed on disk and not in this backup" in done.stderr
    assert len(list((tmp_path / "backups").glob("library-*"))) == 2


def test_reindex_reprocess_and_retag_say_what_they_did(own: Kb) -> None:
    assert "The search index has " in own("reindex").stdout
    assert "0 of" in own("reprocess", "--dry-run").stdout
    assert "would change" in own("retag", "--dry-run").stdout


# serve


def test_a_page_can_be_had_without_a_server(held_library: Kb) -> None:
    done = held_library("get", "/")
    assert done.returncode == 0
    assert "<!DOCTYPE html>" in done.stdout
    assert held_library("get", "/no/such/page").returncode == 1
    assert held_library("get", "/search?q=\udcff").returncode == 0
    assert "status 200" in held_library("get", "/", "--head").stdout


def test_every_command_explains_itself(kb: Kb) -> None:
    top = kb("--help").stdout
    for name in ("add", "search", "list", "trace", "export", "reindex", "reprocess", "retag", "recurrence", "check",
                 "themes", "cases", "settings", "doctor", "backup", "restore", "withdraw", "reinstate", "tidy",
                 "serve", "get", "echo", "theme"):  # fmt: skip
        assert f" {name} " in top


def test_what_would_steer_a_terminal_is_shown_harmless() -> None:
    assert strip_control_characters("a\x1b[2Jb\u202ec\x9bd\n") == "a\ufffd[2Jb\ufffdc\ufffdd\n"


def test_the_version_is_told_and_is_the_package_s(tmp_path: Path) -> None:
    stated = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    done = command(tmp_path, "--version")
    assert (done.returncode, done.stdout) == (0, f"kb {stated}\n")


def test_an_error_of_the_system_that_nobody_foresaw_ends_in_a_sentence(
    own: Kb, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise OSError(24, "Too many open files", "/srv/x")

    monkeypatch.setattr("kb.app.library.Library.every_document", fail)
    done = own("list")
    assert done.returncode == 1
    assert done.stderr == "The system refused: Too many open files: /srv/x. What was already kept stays.\n"


@pytest.mark.parametrize("command", ["withdraw", "trace", "cases", "theme give x"])
def test_bytes_that_are_no_text_name_nothing(held_library: Kb, command: str) -> None:
    done = held_library(*command.split(), "\udcff\udcfe")
    assert done.returncode in (1, 2)
    assert "Traceback" not in done.stderr
    assert done.stderr.strip()
