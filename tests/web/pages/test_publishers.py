"""The list of publishers' pages by browser: saved whole, or asked for again with what was wrong."""

from __future__ import annotations

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
