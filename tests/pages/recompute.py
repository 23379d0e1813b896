"""Recomputing the numbers of a page: the lines of its Python blocks that end in `# check: VALUE`.

The rule is the one of docs/corpus-format.md, "Numbers that are checked": the expression before the comment must equal
the value to the digits that are written, lists are compared element by element, and only the standard library may be
imported. An integer is compared exactly; 6931 stands for every float that rounds to it.
"""

from __future__ import annotations

import ast
import io
import math
import re
import sys
import tokenize
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

_BLOCK = re.compile(r"^```python\n(.*?)^```\s*$", re.MULTILINE | re.DOTALL)
_CHECK = re.compile(r"#\s*check\b", re.IGNORECASE)
_WELL_FORMED = re.compile(r"# check: (\S.*?)\s*")


def python_blocks(markdown: str) -> list[str]:
    """The Python blocks of a Markdown text, in order."""
    return _BLOCK.findall(markdown if markdown.endswith("\n") else f"{markdown}\n")


def checked_lines(block: str) -> dict[int, str]:
    """Line number → the comment, for every comment of a block that asks to be checked."""
    tokens = tokenize.generate_tokens(io.StringIO(block).readline)
    return {
        token.start[0]: token.string
        for token in tokens
        if token.type == tokenize.COMMENT and _CHECK.match(token.string)
    }


def faults(block: str) -> list[str]:
    """What is wrong with the checked lines of a block; empty when every one recomputes."""
    tree, comments = ast.parse(block), checked_lines(block)
    found = [f"imports {name}" for name in _imports(tree) if name not in sys.stdlib_module_names]
    if found:
        return found
    names: dict[str, Any] = {"__name__": "block"}
    for statement in tree.body:
        comment = comments.pop(statement.end_lineno or 0, None)
        try:
            found.extend(_run(statement, comment, names))
        except Exception as error:  # noqa: BLE001 - whatever a page raises is a fault of the page
            return [*found, f"{ast.unparse(statement)} raises {error!r}"]
    return [*found, *(f"no expression before '{comment}'" for comment in comments.values())]


def _run(statement: ast.stmt, comment: str | None, names: dict[str, Any]) -> Iterator[str]:
    # The blocks are our own, so running them is safe.
    if comment is not None and isinstance(statement, ast.Expr):
        value = eval(compile(ast.Expression(statement.value), "block", "eval"), names)
        yield from _compare(ast.unparse(statement), value, comment)
        return
    exec(compile(ast.Module([statement], []), "block", "exec"), names)
    if comment is not None:
        yield f"no expression before '{comment}'"


def agrees(value: object, written: str) -> bool:
    """Whether a value equals a Python literal to the digits that are written.

    >>> agrees(0.7311, "0.731"), agrees(0.7311, "0.732"), agrees((1, 2.04), "[1, 2.0]"), agrees(5, "4")
    (True, False, True, False)
    """
    return _agrees(value, ast.parse(written, mode="eval").body, written)


def _imports(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield (node.module or ".").partition(".")[0]


def _compare(expression: str, value: object, comment: str) -> Iterator[str]:
    written = _WELL_FORMED.fullmatch(comment)
    if written is None:
        yield f"'{comment}' is not of the form '# check: VALUE'"
    elif not agrees(value, written[1]):
        yield f"{expression} is {value!r}, not {written[1]}"


def _agrees(value: object, node: ast.expr, source: str) -> bool:
    if isinstance(node, ast.List | ast.Tuple):
        return (
            isinstance(value, Sequence)
            and not isinstance(value, str)
            and len(value) == len(node.elts)
            and all(_agrees(part, element, source) for part, element in zip(value, node.elts, strict=True))
        )
    expected = ast.literal_eval(node)
    if isinstance(expected, bool) or not isinstance(expected, int | float):
        return type(value) is type(expected) and value == expected
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        return False
    return _same_number(value, (ast.get_source_segment(source, node) or "").replace(" ", ""))


def _same_number(value: float, digits: str) -> bool:
    """Whether a number rounds to the written one, with room for its binary representation; integers are exact."""
    written = Decimal(digits)
    if isinstance(value, int) and not any(mark in digits for mark in ".eE"):
        return value == written
    half = Decimal((0, (5,), int(written.as_tuple().exponent) - 1))
    return abs(Decimal(value) - written) <= half + Decimal("1e-9") * abs(written)
