"""Whatever stands in a passage: on the page it fetches nothing, runs nothing and leads nowhere."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from ui.dialect import escape_prose

PAGE = MarkdownIt("gfm-like", {"html": True, "linkify": False})
OURS = re.compile(
    r"</?(?:p|em|strong|ul|ol|li|h[1-6]|blockquote|hr|br|pre|code|span|s|table|thead|tbody|tr|t[hd])\b[^<>]*>"
)
IMAGE = "<img src=https://a.example/p.gif>"


def html(text: str) -> str:
    """What a browser is given, without the code it shows."""
    return re.sub(r"<code[^>]*>.*?</code>", "", PAGE.render(escape_prose(text)), flags=re.DOTALL)


@pytest.mark.parametrize(
    "text",
    [
        IMAGE,
        "![x](https://a.example/p.gif)",
        "![x][r]\n\n[r]: https://a.example/p.gif",
        "[x](https://a.example)",
        "<https://a.example>",
        "<script>alert(1)</script>",
        f"```\ncode\n   ```\n{IMAGE}\n```",
        f"```\ncode\n````\n{IMAGE}\n```",
        f"- ```\n\n{IMAGE}\n\n```\n```",
        f"```<img\nx\n```\n{IMAGE}",
        f"`{IMAGE}",
        f"$x$ {IMAGE} $y$",
        f"~~~\n{IMAGE}\n~~~\n{IMAGE}",
    ],
)
def test_nothing_is_fetched_run_or_linked(text: str) -> None:
    assert not OURS.sub("", html(text)).count("<")
    assert "href" not in html(text)


@given(
    st.lists(st.sampled_from(["```", "````", "   ```", "`", "\n", "\n\n", "    ", "- ", "> ", "$", "a", IMAGE, "~~~"]))
)
def test_no_mixture_of_fences_lets_an_image_through(pieces: list[str]) -> None:
    assert "<img" not in html("".join(pieces))


@pytest.mark.parametrize("address", ["https://a.example/x", "www.a.example", "someone@a.example", "WWW.a.example"])
def test_an_address_written_in_full_stays_text(address: str) -> None:
    shown = escape_prose(f"See {address}.")
    assert address not in shown
    assert "&#" in shown


def test_code_is_shown_as_it_is() -> None:
    assert PAGE.render(escape_prose("```python\nx = '<b>'\n```")).count("x = '&lt;b&gt;'") == 1
