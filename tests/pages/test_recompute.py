"""The recomputation of the numbers on a page finds every wrong one."""

from __future__ import annotations

import pytest

from tests.pages.recompute import agrees, checked_lines, faults, python_blocks


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (0.7311, "0.731"),
        (0.7306, "0.731"),
        (2.675, "2.68"),
        (-0.58, "-0.6"),
        (8, "8"),
        (8.0, "8"),
        (0.1 + 0.2, "0.3"),
        (1e-17, "0.0"),
        (1e-17, "0"),
        (6931.125, "6931"),
        (9.54e-07, "9.5e-07"),
        (1_048_576, "1_048_576"),
        (True, "True"),
        ("cat", '"cat"'),
        (None, "None"),
        ([1, 2.04], "[1, 2.0]"),
        ((1, 2), "[1, 2]"),
        (((5, 2), (7, 3)), "[[5, 2], [7, 3]]"),
        ([], "[]"),
        ({"a": 1}, "{'a': 1}"),
    ],
)
def test_values_that_agree(value: object, written: str) -> None:
    assert agrees(value, written)


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (0.7311, "0.732"),
        (0.7311, "0.7310"),
        (3.4, "4"),
        (7, "8"),
        (0.58, "-0.58"),
        (1.2e-06, "9.5e-07"),
        (float("nan"), "0.0"),
        (float("inf"), "1.0"),
        (True, "1"),
        (1, "True"),
        ("8", "8"),
        (None, "0"),
        ([1, 2], "[1, 2, 3]"),
        ([1, 2, 3], "[1, 2]"),
        ([1, 2.06], "[1, 2.0]"),
        (1, "[1]"),
        ("ab", "['a', 'b']"),
        ({"a": 1}, "{'a': 2}"),
    ],
)
def test_values_that_do_not_agree(value: object, written: str) -> None:
    assert not agrees(value, written)


def test_blocks_of_a_text() -> None:
    markdown = "One:\n```python\na = 1\n```\nTwo:\n\n```\nnot code\n```\n```python\nb = 2\n```"
    assert python_blocks(markdown) == ["a = 1\n", "b = 2\n"]


def test_checked_lines_are_comments_and_not_strings() -> None:
    assert checked_lines('x = "# check: 1"\nx  # check: 2\n# checking\n') == {2: "# check: 2"}


def test_a_good_block() -> None:
    block = (
        "import math\n\ndef double(x):\n    return 2 * x\n\ndouble(4)  # check: 8\n[\n  math.pi,\n]  # check: [3.14]\n"
    )
    assert faults(block) == []


@pytest.mark.parametrize(
    ("block", "fault"),
    [
        ("1 + 1  # check: 3\n", "1 + 1 is 2, not 3"),
        ("x = 2  # check: 2\n", "no expression before '# check: 2'"),
        ("# check: 2\n", "no expression before '# check: 2'"),
        ("def f():\n    2  # check: 2\n    return 2\n", "no expression before '# check: 2'"),
        ("2  #check 2\n", "'#check 2' is not of the form '# check: VALUE'"),
        ("import numpy as np\nnp.pi  # check: 3.14\n", "imports numpy"),
        ("from torch.nn import Linear\n", "imports torch"),
        ("1 / 0  # check: 0\n", "1 / 0 raises ZeroDivisionError('division by zero')"),
    ],
)
def test_faults(block: str, fault: str) -> None:
    assert faults(block) == [fault]


def test_every_fault_of_a_block() -> None:
    assert faults("1  # check: 2\n3  # check: 3\n4  # check: 5\n") == ["1 is 1, not 2", "4 is 4, not 5"]
