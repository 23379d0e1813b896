"""How a front door writes: its marks and remarks, and the only places where text is made safe for HTML."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from corpus.types import ConceptId
from tutor.types import Citation

_MARKUP = re.compile(r"[\"#$&'()*+\-.:<=>@\[\\\]^_`{|}~]")
_SPECIAL = re.compile(r"[&<>\[\]$@]|:(?=//)|(?<=\bwww)\.", re.IGNORECASE)
"""What would become HTML, an image, a link or a formula, an address written in full among them."""
_DOLLAR = "<span>&#36;</span>"
_MARKDOWN = re.compile(r"[\\`*_{}\[\]<>#|~$]|^[-+=]|(?<=^\d)[.)]|(?<=^\d\d)[.)]", re.MULTILINE)
"""What would be Markdown or HTML in a file; nobody numbers a list beyond 99."""
_NO_LANGUAGE = re.compile(r"[^\w+#.-]")
_IN_MATH = re.compile(r"[&<>\[\]]")
_SEGMENT = re.compile(
    r"(?P<fence>^```(?P<language>[^\n`]*)\n(?P<block>.*?)^```[ \t]*$)"
    r"|(?P<code>(?P<ticks>`+)(?P<inside>.+?)(?<!`)(?P=ticks)(?!`))"
    r"|(?P<math>\$\$.+?\$\$|(?<![\\$\w])\$(?=\S)[^$]+?(?<=\S)\$(?!\d))",
    re.DOTALL | re.MULTILINE,
)


def escape_plain(text: str) -> str:
    """Words as they were written: neither HTML nor Markdown nor formulas.

    >>> escape_plain("<b>*hi*</b>")
    '&#60;b&#62;&#42;hi&#42;&#60;/b&#62;'
    """
    return _MARKUP.sub(_entity, text)


def escape_prose(text: str) -> str:
    """Markdown from a page or the model: emphasis, lists, code and formulas stay; HTML, links and images do not.

    >>> escape_prose("**a** <i> $x<y$ costs $5 `<b>`")
    '**a** &#60;i&#62; $x&#60;y$ costs <span>&#36;</span>5 <code>&#60;b&#62;</code>'
    """
    return _outside_segments(text, lambda part: _SPECIAL.sub(_entity, part), _segment)


def escape_attribute(text: str) -> str:
    """Words inside a quoted attribute of an HTML tag."""
    return escape_plain(text).replace(_DOLLAR, "&#36;")


def _entity(match: re.Match[str]) -> str:
    """A character reference; a dollar sign stands alone, so that two of them never enclose a formula."""
    return _DOLLAR if match[0] == "$" else f"&#{ord(match[0])};"


def _outside_segments(text: str, change: Callable[[str], str], inside: Callable[[re.Match[str]], str]) -> str:
    """A text changed outside its code and formulas, and in another way inside them."""
    parts: list[str] = []
    end = 0
    for segment in _SEGMENT.finditer(text):
        parts += [change(text[end : segment.start()]), inside(segment)]
        end = segment.end()
    return "".join([*parts, change(text[end:])])


def _segment(segment: re.Match[str]) -> str:
    if (math := segment["math"]) is not None:
        return _IN_MATH.sub(_entity, math)
    if (code := segment["inside"]) is not None:
        return f"<code>{escape_plain(code.strip() or code)}</code>"
    if "$" in segment["block"] or segment["language"].strip() == "mermaid":
        return f"<pre><code>{escape_plain(segment['block'])}</code></pre>"
    return _fenced(segment)


def _fenced(segment: re.Match[str]) -> str:
    # A fence may be closed by a longer or an indented one, and what follows would be HTML; none closes the longest.
    ticks = "`" * max(3, 1 + max(map(len, re.findall("`+", segment["block"])), default=0))
    return f"{ticks}{_NO_LANGUAGE.sub('', segment['language'])}\n{segment['block']}{ticks}"


def _segment_in_file(segment: re.Match[str]) -> str:
    if segment["math"] is not None:
        return segment["math"].replace("<", r"\lt ")
    return _fenced(segment) if segment["fence"] else segment[0]


@dataclass(frozen=True)
class Dialect:
    """How one front door writes.

    Attributes:
        plain: Words that are no markup.
        prose: Markdown of a page or the model.
        said: A sentence of the model, from its Markdown and the passages that it was checked against.
        own: A sentence of a page, from its Markdown and where it stands.
        mark: The mark of a citation, put behind a text, from that citation and the text.
        concept: A concept's name, from its id and title.
        note: A discreet remark, from Markdown.
        quote: A quotation, from Markdown.
        fold: A remark with more behind it, in Markdown; what is behind is left out where nothing can be opened.
    """

    plain: Callable[[str], str]
    prose: Callable[[str], str]
    said: Callable[[str, Sequence[Citation]], str]
    own: Callable[[str, Sequence[Citation]], str]
    mark: Callable[[Citation, str], str]
    concept: Callable[[ConceptId, str], str]
    note: Callable[[str], str]
    quote: Callable[[str], str]
    fold: Callable[[str, Sequence[str]], str]


def _as_it_is(text: str, _: object = None) -> str:
    return text


TERMINAL = Dialect(
    plain=_as_it_is,
    prose=_as_it_is,
    said=_as_it_is,
    own=_as_it_is,
    mark=lambda citation, _: f" [{citation.number}]",
    concept=lambda _, title: f"**{title}**",
    note=lambda text: f"*{text}*",
    quote=lambda text: "\n".join(f"> {line}".rstrip() for line in text.splitlines()),
    fold=lambda text, _: f"*{text}*",
)
"""Plain Markdown, as a terminal or another program reads it."""

WORDS = replace(
    TERMINAL,
    mark=lambda *_: "",
    concept=lambda _, title: title,
    note=_as_it_is,
    quote=_as_it_is,
    fold=_as_it_is,
)
"""Nothing but the words, for searching."""

MARKDOWN = replace(
    TERMINAL,
    plain=lambda text: _MARKDOWN.sub(r"\\\g<0>", text),
    prose=lambda text: _outside_segments(text, lambda part: part.replace("<", r"\<"), _segment_in_file),
    mark=lambda citation, _: f"[^{citation.number}]",
)
"""Markdown with footnotes for a file that people open elsewhere; nothing in it becomes HTML."""
