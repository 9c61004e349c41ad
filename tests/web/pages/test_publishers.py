"""The list of publishers' pages by browser: saved whole, or asked for again with what was wrong."""

from __future__ import annotations

import pytest

from kb.app.library import Library
from tests.web import site

LIST = '[[source]]\nname = "Northby"\naddress = "https://northby.example/reviews"\n'


def test_a_list_is_saved_and_a_faulty_one_is_asked_for_again_as_it_was_typed(own: Library) -> None:
    with site.client(own) as http:
        assert http.post("/desk/publishers", data={"sources": LIST.replace("\n", "\r\n")}).status_code == 303
        assert [one.name for one in own.publishers.sources()] == ["Northby"]
        answer = http.post("/desk/publishers", data={"sources": LIST.replace("https", "file")})
        assert answer.status_code == 400
        page = site.tree(answer.text)
        assert "does not begin with" in page.text_content()
        assert "file://northby.example" in page.xpath("//textarea")[0].text
        assert own.publishers.text() == LIST
        assert "https://northby.example/reviews" in http.get("/desk/publishers").text


def test_a_page_is_added_by_its_name_and_address_without_a_file_to_write(own: Library) -> None:
    with site.client(own) as http:
        own.publishers.save(LIST, "ann")
        sent = {"do": "add", "name": 'The "Fenmere" Board', "address": "https://fenmere.example/all", "contains": "csp"}
        sent |= {"follow": "/all/"}
        assert http.post("/desk/publishers", data=sent).status_code == 303
    found = own.publishers.sources()
    assert [one.name for one in found] == ["Northby", 'The "Fenmere" Board']
    assert (found[1].address, found[1].contains, found[1].follow) == ("https://fenmere.example/all", "csp", "/all/")


@pytest.mark.parametrize(
    ("name", "address", "said"),
    [("", "https://fenmere.example", "Enter the name"), ("Fenmere", "fenmere", "does not begin with http")],
)
def test_a_page_that_cannot_be_added_is_asked_for_again(own: Library, name: str, address: str, said: str) -> None:
    with site.client(own) as http:
        answer = http.post("/desk/publishers", data={"do": "add", "name": name, "address": address})
        page = site.tree(answer.text)
    assert answer.status_code == 400
    assert said in page.text_content()
    assert page.xpath("//input[@id='address']/@value") == [address]
    assert own.publishers.text() == ""
