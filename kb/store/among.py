"""The condition that a column has one of many values, told in one parameter.

SQLAlchemy makes a parameter of each value of `IN` and writes the statement again for each number of them: a page that
reads six hundred findings with their tags, answers and pairs spent more on that than the database on its answers.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Dialect, Integer, Text, bindparam
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import TypeDecorator, TypeEngine

Value = TypeVar("Value", str, int)


class _Values(TypeDecorator[Sequence[str | int]]):
    """Texts or whole numbers in one parameter: an array, or where the database has none its JSON."""

    impl = Text
    cache_ok = True

    def __init__(self, numbers: bool) -> None:
        super().__init__()
        self.numbers = numbers

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        array = ARRAY(Integer()) if self.numbers else ARRAY(Text())
        return dialect.type_descriptor(array if dialect.name == "postgresql" else Text())

    def process_bind_param(self, value: Sequence[str | int] | None, dialect: Dialect) -> Any:
        told = list(value or ())
        return told if dialect.name == "postgresql" else json.dumps(told, ensure_ascii=False)


class _ValueList(FunctionElement[str]):
    """What stands after `IN`."""

    type = Text()
    inherit_cache = True


@compiles(_ValueList, "sqlite")
def _list_of_json(element: _ValueList, compiler: SQLCompiler, **named: Any) -> str:
    return f"(SELECT value FROM json_each({compiler.process(element.clauses, **named)}))"  # noqa: S608


@compiles(_ValueList, "postgresql")
def _list_of_array(element: _ValueList, compiler: SQLCompiler, **named: Any) -> str:
    return f"(SELECT unnest({compiler.process(element.clauses, **named)}))"


def is_among(column: ColumnElement[Value], values: Iterable[Value]) -> ColumnElement[bool]:
    """Return the condition that a column has one of these texts or whole numbers, however many they are."""
    told = bindparam(None, list(values), type_=_Values(isinstance(column.type, Integer)), unique=True)
    return column.op("IN", is_comparison=True)(_ValueList(told))
