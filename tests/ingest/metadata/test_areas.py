"""Which area a line names: whole, however it is spelt, and never half of a name."""

from __future__ import annotations

import pytest

from benchmarks.areas import first_area, lines
from ingest.metadata.areas import name_of_row, places_in
from kb.core.model import StatedValue
from tests.ingest.reading import reading


def test_judged_lines_name_their_areas_and_none_another() -> None:
    judged = lines()
    assert [line for line, area in judged if first_area(line) not in ("", area)] == []
    assert sum(first_area(line) == area for line, area in judged) >= 0.97 * len(judged)


@pytest.mark.parametrize(
    ("line", "area"),
    [
        ("Telford and Wrekin Safeguarding Adults Board", "Telford and Wrekin"),
        ("Armagh, Banbridge and Craigavon Council", "Armagh, Banbridge and Craigavon"),
        ("ASHMERE UPON WEIR COMMUNITY SAFETY PARTNERSHIP", "Ashmere upon Weir"),
        ("Pant-y-Dderwen and Cwm Bàn Safeguarding Board", "Pant-y-Dderwen and Cwm Bàn"),
        ("Review of Mr Fern, Ashmere Safeguarding Adults Board", "Ashmere"),
        ("Ashmere Safer Communities Partnership", "Ashmere"),
        ("Safer Ashmere Partnership", "Ashmere"),
        ("Fernland City Council", "Fernland"),  # a name that ends as "and" does
        ("Strand County Council", "Strand"),
        ("Ashmere City and District Council", "Ashmere"),
        ("LB Ashmere Safeguarding Partnership", "Ashmere"),
        ("Ashmere Children Safeguarding Partnership", "Ashmere"),
        ("Published by Ashmere Children’s Safeguarding Partnership", "Ashmere"),
        ("Fernland Local Children's Safeguarding Board", "Fernland"),
        ("Ashmere and Fernland Adults’ Safeguarding Committee", "Ashmere and Fernland"),
        ("The Safeguarding Adults Board", ""),
        ("London Borough of Ashmere and Fernland Domestic Homicide Review", "Ashmere and Fernland"),
        ("Safeguarding Board for Fernland Case Management Review", "Fernland"),
        ("Royal Kensington and Chelsea Safeguarding Board", "Kensington and Chelsea"),
        ("States of Jersey Safeguarding Partnership Board", "Jersey"),
        ("Pan-Lancashire Child Death Overview Panel", "Lancashire"),
        ("Ashmere Police and Fernland City Council", "Fernland"),
        ("Ashmere Safeguarding Children Partnership and Fernland Safeguarding Adults Board", "Ashmere"),
        ("Cwm Taf Morgannwg Rhondda Cynon Taf County Borough Council", "Rhondda Cynon Taf"),
        ("Cyngor Sir Gâr", "Sir Gâr"),
        ("Comhairle nan Eilean Siar Significant Case Review", "Comhairle nan Eilean Siar"),
        ("Ashmere Safer Partnership", "Ashmere"),
        ("Rutland Children's Multi-Agency Resilience and Safeguarding Board", "Rutland"),
        ("RBWM Overview & Scrutiny Panel", "RBWM"),
        ("RUTLAND LSAB", "Rutland"),
        ("Children's Safeguarding Assurance Partnership", ""),
        ("Rutland Children First", "Rutland"),
        ("Joint inspection of adult support and protection in the Rutland partnership", "Rutland"),
        ("Station Road, Ashmere AB16 5GB Adult Protection Committee", ""),
        ("HM Coroner for the County of Devon, Plymouth and Torbay", "Devon, Plymouth and Torbay"),
        ("It was sent to the community safety partnership for Ashmere", "Ashmere"),
        ("It was sent to the community safety partnership in Spring 2020", ""),
        ("Ashmere General Hospital", ""),
    ],
)
def test_a_place_before_a_body_is_taken_whole(line: str, area: str) -> None:
    assert first_area(line) == area


def test_the_body_is_called_by_its_whole_name() -> None:
    (place,) = places_in("Published by Ashmere Safeguarding Adults Board in 2020")
    assert (place.name, place.called) == ("Ashmere", "Ashmere Safeguarding Adults Board")


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("Ada Wren, Senior Coroner, Inner South Tarnley", ["Inner South Tarnley"]),
        ("Dear Coroner, Ada Wren", []),
        ("HM Area Coroner, Dr Ada Wren", []),
    ],
)
def test_what_follows_a_coroner_is_an_area_and_no_name(line: str, names: list[str]) -> None:
    assert [one.name for one in places_in(line)] == names


def test_an_area_called_by_a_short_form_has_its_full_name() -> None:
    for short in ("B&NES", "BaNES"):
        about = reading(f"# Adult review\n\n{short} Safeguarding Adults Board\n\n## Learning\n\n- Ask.\n", "md").about
        assert about.area == StatedValue("Bath and North East Somerset", "the beginning")
        assert about.partnership == StatedValue(f"{short} Safeguarding Adults Board", "the beginning")


def test_an_area_in_welsh_is_found_by_its_english_name() -> None:
    about = reading("# Adolygiad Ymarfer Plant\n\nCyngor Sir Benfro\n\n## Dysgu\n\n- Ask.\n", "md").about
    assert about.area == StatedValue("Pembrokeshire", "the beginning")


@pytest.mark.parametrize("told", ["Rutland is not his real name", "The family chose the name Rutland for him"])
def test_a_pseudonym_that_is_a_place_is_no_area(told: str) -> None:
    assert reading(f"# Learning review: Rutland\n\n{told}.\n\n## Learning\n\n- Ask.\n", "md").about.area is None
    about = reading("# Learning review: Rutland\n\nHe was 54.\n\n## Learning\n\n- Ask.\n", "md").about
    assert about.area == StatedValue("Rutland", "the beginning")


@pytest.mark.parametrize(
    ("line", "area"),
    [
        ("Ash Council, Elm Borough Council and Oakshire County Council", "Ash, Elm and Oakshire"),
        ("Ash Safeguarding Children Partnership and Elm Safeguarding Children Partnership", "Ash and Elm"),
        ("Ash Safeguarding Children Partnership, with thanks to Elm Council", "Ash"),
    ],
)
def test_bodies_in_a_row_are_of_all_their_areas(line: str, area: str) -> None:
    assert name_of_row(line, places_in(line)) == area


def test_a_cover_in_capitals_names_its_area() -> None:
    about = reading("ASHMERE SAFEGUARDING ADULTS BOARD\n\nLearning review: Mr Fern\n\nKey learning\n\n- Ask.\n").about
    assert about.area == StatedValue("Ashmere", "the beginning")


def test_of_a_name_in_two_languages_the_english_one_is_the_area() -> None:
    covers = "Bwrdd Diogelu Dyffryn Aur\n\nGolden Vale Safeguarding Board\n\n## Learning\n\n- Ask.\n"
    area = reading(f"# Adult Practice Review\n\n{covers}", "md").about.area
    assert area == StatedValue("Golden Vale", "the beginning")
    assert reading("# Adolygiad\n\nBwrdd Diogelu Dyffryn Aur\n", "md").about.area == StatedValue(
        "Dyffryn Aur", "the beginning"
    )


@pytest.mark.parametrize(
    ("line", "area"),
    [
        ("Ellerby Integrated Safeguarding Partnership", "Ellerby"),
        ("Ellerby Children and Young People's Safeguarding Partnership", "Ellerby"),
        ("Ellerby multi-agency safeguarding arrangements", ""),
        ("Ellerby Crime and Disorder Reduction Partnership", "Ellerby"),
        ("Ellerby Children's Services Trust", "Ellerby"),
        ("Ellerby Alcohol and Drug Partnership", "Ellerby"),
        ("Local authority: Ellerby", "Ellerby"),
        ("Local authority: Redacted", ""),
        ("Area: Norfolk", "Norfolk"),
        ("Area: Mental Health", ""),
        ("Partnership: Police and Health", ""),
        ("Safer Streets Partnership", ""),
        ("Safeguarding Adults Board (Norfolk)", "Norfolk"),
        ("Norfolk – Safeguarding Adults Board", "Norfolk"),
        ("Police and Crime Commissioner for Norfolk", "Norfolk"),
        ("Safe Norfolk", "Norfolk"),
        ("Safe Sleep", ""),
        ("Domestic homicide review in Norfolk", "Norfolk"),
        ("Mrs Lincoln's Council tax", ""),
        ("Norfolk / Suffolk CSP", "Norfolk / Suffolk"),
        ("Norfolk Children's Services", "Norfolk"),
        ("Our Children's Services", ""),
        ("Chair: Mary Dean, formerly Director at Norfolk County Council", ""),
        ("The author is a retired detective of Norfolk County Council's partner force", ""),
        ("She has worked for Norfolk Safeguarding Adults Board since 2010", ""),
        ("Coroner area of Ellerby", "Ellerby"),
        ("NHS Fife and Dundee City Council", "Fife"),
        ("NHS Forth Valley and Stirling Council", "Forth Valley"),
    ],
)
def test_an_area_is_known_by_the_body_that_bears_it_and_by_its_label(line: str, area: str) -> None:
    assert first_area(line) == area


def test_a_short_name_is_completed_by_the_whole_one_on_the_cover() -> None:
    area = reading("# Review\n\nSafe Newcastle\n\nNewcastle upon Tyne City Council\n", "md").about.area
    assert area is not None
    assert area.value == "Newcastle upon Tyne"


@pytest.mark.parametrize(
    ("line", "area"),
    [
        ("Humberside Police", "Humberside"),
        ("Avon and Somerset Constabulary", "Avon and Somerset"),
        ("Kent Fire and Rescue Service", "Kent"),
        ("Held at Kent Coroner's Court", ""),
        ("Ellerby Police", ""),  # of an invented place nothing says that it is one
        ("Officers of Kent Police told the panel", ""),
        ("Heddlu Dyfed-Powys", "Dyfed-Powys"),
        ("NHS Orkney, Ellerby", "Orkney"),
        ("NHS Kent, Ellerby and Fernholt", ""),
        ("Coroner's area: Ellerby", "Ellerby"),
        ("the Chief Coroner of England and Wales", ""),
        ("Adult protection committee for the Shetland Islands", "Shetland Islands"),
        ("Sent to HMP Ellerby and Fernholt County Council", "Fernholt"),
        ("Sent to HMP Ellerby", ""),
        ("Ellerby Public Protection Network", "Ellerby"),
        ("Jersey Safeguarding Partnership Board", "Jersey"),
    ],
)
def test_forces_boards_of_health_prisons_and_islands_are_told_apart(line: str, area: str) -> None:
    assert first_area(line) == area


def test_a_gaelic_council_is_called_by_its_name_once() -> None:
    (council,) = places_in("Comhairle nan Eilean Siar")
    assert (council.name, council.called) == ("Comhairle nan Eilean Siar", "Comhairle nan Eilean Siar")
