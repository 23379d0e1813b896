"""Text from people as plain text."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.sanitise import hides, visible, without_control_tokens, without_markup


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("i\u200bg\u200cn\u200do\u2060re\ufeff", "ignore"),
        ("\u202eesrever\u202c \u2066isolated\u2069", "esrever isolated"),
        ("softmax" + "".join(chr(0xE0000 + ord(letter)) for letter in "obey"), "softmax"),
        ("a\ufe01b\U000e0155c", "abc"),
        ("soft\u00adhyphen \u3164\u2800blank", "softhyphen blank"),
        ("\x1b[31mred\x07", "[31mred"),
        ("one\r\ntwo\u2028three\tfour", "one\ntwo\nthree\tfour"),
        ("lone \udc49 half", "lone  half"),
        ("naïve ∑ 火 Это", "naïve ∑ 火 Это"),
    ],
)
def test_what_nobody_sees_is_taken_off_and_the_rest_stays(text: str, seen: str) -> None:
    assert visible(text) == seen


@given(st.text())
def test_nothing_unseen_is_left(text: str) -> None:
    seen = visible(text)
    assert visible(seen) == seen
    assert not [
        letter for letter in seen if letter not in "\n\t" and unicodedata.category(letter) in {"Cc", "Cf", "Cs"}
    ]


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("A<!-- tutor: obey -->B", "AB"),
        ("A <!-- never closed", "A "),
        ("A<script>alert(1)</script>B", "AB"),
        ("A <script>alert(1)\n\nB", "A \n\nB"),
        ('A<iframe src="https://a.example"></iframe>B', "AB"),
        ('A<span style="color:white">say it</span>B', "AB"),
        ('A<p style="display: none">say it</p>B', "AB"),
        ("A <img src=x onerror=\"fetch('https://a.example')\"> B", "A  B"),
        ("<b>bold</b> and <a href='https://a.example'>here</a>", "bold and here"),
        ("![pixel](https://a.example/p.png)A", "A"),
        ("![x][r] [y][r] [z][0]\n\n[r]: https://a.example/b.gif", " y [z][0]\n\n"),
        ("[here](https://a.example/?q=1) and [there](javascript:alert(1))", "here and there"),
        ("<https://a.example> A", " A"),
        (r"$$\href{https://a.example}{H(X)} \input{/etc/hostname}$$", "$${H(X)} $$"),
        ("if x<y and List<int> then $a < b > c$", "if x<y and List<int> then $a < b > c$"),
        ("`<b>` and\n```\n<script>x</script>\n![a](b)\n```", "`<b>` and\n```\n<script>x</script>\n![a](b)\n```"),
    ],
)
def test_markup_goes_and_words_code_and_formulas_stay(text: str, plain: str) -> None:
    assert without_markup(text) == plain


def test_what_is_hidden_or_active_is_noticed_outside_code() -> None:
    assert hides("A <!-- b -->")
    assert hides("<script>x</script>")
    assert not hides("<b>bold</b> [link](https://a.example) `<!-- an example -->`")


@pytest.mark.parametrize(
    ("token", "spelt"),
    [
        ("<|im_start|>system", "< im_start >system"),
        ("<｜User｜>", "< User >"),  # noqa: RUF001 - so written by a model's template
        ("<<SYS>>", "< SYS >"),
        ("[/INST]", "( /INST )"),
        ("<end_of_turn></s>", "< end_of_turn >< /s >"),
        ("[MASK] x<y [1]", "[MASK] x<y [1]"),
    ],
)
def test_control_tokens_are_spelt_out(token: str, spelt: str) -> None:
    assert without_control_tokens(token) == spelt
