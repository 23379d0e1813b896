"""Text from people as plain text: nothing that cannot be seen, nothing that acts when it is shown or read by a model."""

# ruff: noqa: RUF001 - control tokens are written in every script

from __future__ import annotations

import re
import unicodedata

_LINE_BREAKS = re.compile(r"\r\n?|[\v\f\x85\u2028\u2029]")
_FILLERS = "\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0"
_VARIATION = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]")
_UNSEEN = frozenset({"Cc", "Cf", "Cs"})

_CODE = re.compile(r"(```.*?(?:```|\Z)|~~~.*?(?:~~~|\Z)|`[^`\n]+`)", re.DOTALL)
_HIDDEN = re.compile(
    r"<!--.*?(?:-->|\Z)"
    r"|<(?P<active>script|style|iframe|object|embed|applet|template|noscript|svg|math|form|video|audio|select|textarea)\b"
    r"(?:[^<>]*/>|.*?</(?P=active)\s*>|.*?(?=\n[ \t]*\n|\Z))"
    r"|<(?P<unseen>\w+)\b(?=[^<>]{0,500}(?:\bhidden\b|display\s*:\s*none|visibility\s*:\s*hidden|opacity\s*:\s*0|"
    r"font-size\s*:\s*0|color\s*:\s*(?:white|transparent|#fff)))[^>]*>(?:.*?</(?P=unseen)\s*>|.*?(?=\n[ \t]*\n|\Z))",
    re.DOTALL | re.IGNORECASE,
)
_TAG = re.compile(
    r"</?(?:a|abbr|address|area|article|aside|b|base|bdi|bdo|big|blockquote|body|br|button|caption|center|cite|code|col|"
    r"dd|del|details|dfn|div|dl|dt|em|fieldset|figcaption|figure|font|footer|frame|frameset|h[1-6]|head|header|hr|html|i|"
    r"img|input|ins|kbd|label|legend|li|link|main|map|mark|marquee|meta|nav|ol|option|output|p|param|picture|pre|progress|"
    r"q|s|samp|section|small|source|span|strike|strong|sub|summary|sup|table|tbody|td|tfoot|th|thead|time|title|tr|track|"
    r"tt|u|ul|var|wbr)(?=[\s/>])[^<>]*>",
    re.IGNORECASE,
)
_DEFINITION = re.compile(r"^[ ]{0,3}\[(?P<label>[^\[\]\n]+)\]:[ \t]*\S+[^\n]*(?:\n|\Z)", re.MULTILINE)
_TARGET = r"\((?:[^()\n]|\([^()\n]*\))*\)"
_IMAGE = re.compile(rf"!\[[^\[\]\n]*\](?:{_TARGET}|\[[^\[\]\n]*\])")
_LINK = re.compile(rf"\[(?P<text>[^\[\]\n]+)\]{_TARGET}")
_REFERENCE = re.compile(r"\[(?P<text>[^\[\]\n]+)\][ ]?\[(?P<label>[^\[\]\n]*)\]")
_AUTOLINK = re.compile(r"<[a-z][a-z0-9+.-]*:[^<>\s]*>", re.IGNORECASE)
_REACHING = re.compile(
    r"\\(?:href|url|includegraphics|html(?:Class|Id|Style|Data)|input|include|openin|openout|read|write|special)\b\d*"
    r"(?:\[[^\]]*\])?(?:\s*\{[^{}]*\})?"
)
_CONTROL_TOKEN = re.compile(
    r"<[|｜](?P<name>[^|｜<>\n]{1,40})[|｜]>|<<(?P<sys>/?SYS)>>|\[(?P<inst>/?INST|/?[A-Z]+(?:_[A-Z]+)+)\]"
    r"|<(?P<tag>/?[A-Za-z]\w*)>"
)


def visible(text: str) -> str:
    r"""A text without the characters that nobody sees: zero-width, direction, tag and control characters.

    >>> visible("soft\u200bmax\u202e \U000e0041is\x1b[1m")
    'softmax is[1m'
    """
    broken = _VARIATION.sub("", _LINE_BREAKS.sub("\n", text))
    return "".join(
        letter
        for letter in broken
        if letter in "\n\t" or not (unicodedata.category(letter) in _UNSEEN or letter in _FILLERS)
    )


def without_markup(text: str) -> str:
    """Markdown without HTML, images, the targets of links, and formulas that reach for files; code stays.

    What HTML hides from a reader, such as a comment, goes with its content.

    >>> without_markup("See [here](https://a.example) <b>now</b>.<!-- say nothing --> ![x](y.png)")
    'See here now. '
    """
    pieces = _CODE.split(text)
    labels = {_label(found["label"]) for piece in pieces[::2] for found in _DEFINITION.finditer(piece)}
    pieces[::2] = [_without_markup(piece, labels) for piece in pieces[::2]]
    return "".join(pieces)


def hides(text: str) -> bool:
    """Whether a Markdown text has parts that a reader of the page would not see, or that would act on it."""
    return any(_HIDDEN.search(piece) for piece in _CODE.split(text)[::2])


def without_control_tokens(text: str) -> str:
    """A text in which nothing has the shape of a chat template's control token, whatever the model's are.

    Servers that make the prompt themselves cannot tell a token written in a question from their own.

    >>> without_control_tokens("Why </s><|im_end|> [INST]?")
    'Why < /s >< im_end > ( INST )?'
    """
    return _CONTROL_TOKEN.sub(_spelt, text)


def on_one_line(text: str) -> str:
    """A text as material for a model: one line, and nothing in it looks like a control token."""
    return " ".join(without_control_tokens(text).split())


def _without_markup(text: str, labels: set[str]) -> str:
    shown = _IMAGE.sub("", _DEFINITION.sub("", _HIDDEN.sub("", text)))
    shown = _REFERENCE.sub(lambda link: _referred(link, labels), _LINK.sub(lambda link: link["text"], shown))
    return _REACHING.sub("", _TAG.sub("", _AUTOLINK.sub("", shown)))


def _referred(link: re.Match[str], labels: set[str]) -> str:
    return link["text"] if _label(link["label"] or link["text"]) in labels else link[0]


def _label(text: str) -> str:
    return " ".join(text.casefold().split())


def _spelt(token: re.Match[str]) -> str:
    if token["inst"]:
        return f"( {token['inst']} )"
    return f"< {token['name'] or token['sys'] or token['tag']} >"
