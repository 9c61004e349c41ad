"""From a page value to HTML: the one Jinja environment, in which every value is text unless a template makes markup.

A trap of the design system: every macro option that ends in `html` is printed as it stands. Such an option is only ever
given a `{% set %}...{% endset %}` block, whose inside is escaped like everything else.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from jinja2 import ChoiceLoader, Environment, PackageLoader, PrefixLoader, select_autoescape
from jinja2.filters import do_striptags

from kb.core.expressions import expression
from kb.core.settings import COLOUR
from kb.text import formatting
from kb.text.masking import mask
from kb.vocabulary.glossary import abbreviations_in
from web import static_files, urls
from web.compiled_templates import CompiledTemplates

NAVIGATION = (
    ("Search", "/search"),
    ("Themes", "/themes"),
    ("Do lessons recur?", "/recurrence"),
    ("Reviews", "/reviews"),
    ("Check a draft", "/check"),
    ("Collection", "/basket"),
    ("Help", "/help"),
)
_HERE = Path(__file__)
_CHOICES = expression(r"<(select|aside|svg)\b.*?</\1>", re.DOTALL)
_UNDER = {
    "/threads": "/recurrence",
    "/documents": "/reviews",
    "/compare": "/reviews",
    "/collections": "/basket",
    "/follow-up": "/reviews",
    "/terms-of-reference": "/check",
}


@lru_cache(maxsize=1)
def environment() -> Environment:
    """Return the environment, made once a process."""
    env = Environment(
        loader=ChoiceLoader(
            [
                PackageLoader("web"),
                # The macros import each other by exactly this prefix.
                PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")}),
            ]
        ),
        autoescape=select_autoescape(["html", "xml", "svg"], default=True),
        trim_blocks=True,
        lstrip_blocks=True,
        bytecode_cache=CompiledTemplates(_HERE.parent / "templates" / "__pycache__", _HERE),
    )
    env.globals |= {
        "abbreviations_on": abbreviations_on,
        "links": urls,
        "navigation": navigation,
        "own_colour": lambda settings: settings.colour != COLOUR,
        "static": static_files.address,
    }
    env.filters |= {
        "counted": formatting.count_phrase,
        "dated": formatting.format_date,
        "inside": formatting.inside,
        "listed": formatting.join_words,
        "masked": mask,
        "shortened": formatting.shorten,
    }
    return env


def abbreviations_on(page: str, acronyms: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """Return the abbreviations that a page uses and does not write out; lists to choose from do not count."""
    return abbreviations_in(do_striptags(_CHOICES.sub(" ", page)), acronyms)


def render(template: str, **context: Any) -> str:  # templates take any value
    """Return a template filled with `context`."""
    return environment().get_template(template).render(**context)


def navigation(here: str, picked: int) -> list[dict[str, object]]:
    """Return the menu entries, with the one that contains `here` marked; `picked` findings are in the basket."""
    first = f"/{here.split('/')[1]}"
    on_desk = first == "/documents" and here.endswith(("/check", "/correct"))
    section = "/desk" if on_desk else _UNDER.get(first, first)
    return [
        {
            "text": f"{text} ({picked})" if href == "/basket" and picked else text,
            "href": href,
            "active": section == href,
            "current": here == href,
        }
        for text, href in NAVIGATION
    ]
