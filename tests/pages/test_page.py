"""Reading one concept page: exact values from a complete page, and every kind of mistake with its file and line."""

from __future__ import annotations

import pytest

from corpus.errors import CorpusError
from corpus.page import parse_page
from corpus.types import Concept, Contrast, Item, Level, Option, Passage, Prerequisite, Section, SectionName

PATH = "kitchen/sourdough.md"

PAGE = """\
---
title: Sourdough Starter (Levain)
aliases: [levain, wild yeast culture]
level: intermediate            # after plain bread
minutes: 25
prerequisites:
  - concept: flour
    because: A starter is flour and water, and nothing else is added.
  - concept: fermentation
    because: "The bubbles are made by fermentation: without it the dough stays flat."
related: [rye-bread]
contrasts:
  - concept: bakers-yeast
    how: That one is a single species from a packet; this one is a colony from the kitchen.
questions:
  - Why does my jar smell of vinegar?
  - How often must I feed the jar?
sources: ["900#1", "901#12"]
---
A sourdough starter is a colony of yeasts and bacteria
that lives in flour and water.

## Intuition
A starter is a pet in a jar.

## Why it matters
Bread rises without a packet.

## Formula
$$d = 2^{t/h}$$

## Example
Feed it twice:

```python
## this comment is no heading
2 ** 3  # check: 8
```

## Misconceptions
- **It never dies.** It starves in a warm kitchen.

## Where sources differ
One source feeds by weight, another by volume.

## Check
**What lives in the jar?** (recall)
- [ ] Only yeast. — Bacteria make the acid. (see: fermentation)
- [x] Yeasts and bacteria. — Both feed on the flour.
- [ ] Nothing. — Then nothing would rise.

**The colony doubles every 4 hours. How many times as large is it after 12?** (compute)
- [X] 8 — Three doublings — two, four, eight.
- [ ] 3 — That is the number of doublings.
"""


def parse(text: str) -> Concept:
    return parse_page(text, concept="sourdough", area="kitchen", path=PATH)


def changed(*replacements: tuple[str, str]) -> str:
    """The page with each old text, which stands on it once, replaced."""
    text = PAGE
    for old, new in replacements:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return text


def line_of(text: str, start: str) -> int:
    """The number of the only line that begins with a text."""
    (number,) = [number for number, line in enumerate(text.splitlines(), start=1) if line.startswith(start)]
    return number


def problems_of(text: str) -> list[tuple[int | None, str]]:
    """Line and message of every problem; asserts that each names the file."""
    with pytest.raises(CorpusError) as caught:
        parse(text)
    problems = caught.value.problems
    assert {problem.path for problem in problems} == {PATH}
    assert all(str(problem) in str(caught.value) for problem in problems)
    assert "docs/corpus-format.md" in caught.value.hint
    return [(problem.line, problem.message) for problem in problems]


def only_problem(text: str) -> tuple[int | None, str]:
    (problem,) = problems_of(text)
    return problem


def test_fields_of_the_front_matter() -> None:
    page = parse(PAGE)
    assert (page.id, page.area, page.path) == ("sourdough", "kitchen", PATH)
    assert page.title == "Sourdough Starter (Levain)"
    assert page.aliases == ("levain", "wild yeast culture")
    assert (page.level, page.minutes) == (Level.INTERMEDIATE, 25)
    assert page.prerequisites == (
        Prerequisite(concept="flour", because="A starter is flour and water, and nothing else is added."),
        Prerequisite(
            concept="fermentation", because="The bubbles are made by fermentation: without it the dough stays flat."
        ),
    )
    assert page.related == ("rye-bread",)
    assert page.contrasts == (
        Contrast(
            concept="bakers-yeast",
            how="That one is a single species from a packet; this one is a colony from the kitchen.",
        ),
    )
    assert page.questions == ("Why does my jar smell of vinegar?", "How often must I feed the jar?")
    assert page.sources == ("900#1", "901#12")


def test_sections_in_page_order_without_the_check() -> None:
    definition = "A sourdough starter is a colony of yeasts and bacteria\nthat lives in flour and water."
    example = "Feed it twice:\n\n```python\n## this comment is no heading\n2 ** 3  # check: 8\n```"
    page = parse(PAGE)
    assert page.sections == (
        Section(name=SectionName.DEFINITION, text=definition),
        Section(name=SectionName.INTUITION, text="A starter is a pet in a jar."),
        Section(name=SectionName.WHY, text="Bread rises without a packet."),
        Section(name=SectionName.FORMULA, text="$$d = 2^{t/h}$$"),
        Section(name=SectionName.EXAMPLE, text=example),
        Section(name=SectionName.MISCONCEPTIONS, text="- **It never dies.** It starves in a warm kitchen."),
        Section(name=SectionName.DIFFER, text="One source feeds by weight, another by volume."),
    )
    assert page.definition == definition
    assert page.section(SectionName.EXAMPLE) == Section(name=SectionName.EXAMPLE, text=example)
    assert page.section(SectionName.CHECK) is None


def test_check_items() -> None:
    first = Item(
        id="sourdough/1",
        concept="sourdough",
        kind="recall",
        stem="What lives in the jar?",
        options=(
            Option(text="Only yeast.", right=False, feedback="Bacteria make the acid.", see="fermentation"),
            Option(text="Yeasts and bacteria.", right=True, feedback="Both feed on the flour."),
            Option(text="Nothing.", right=False, feedback="Then nothing would rise."),
        ),
    )
    second = Item(
        id="sourdough/2",
        concept="sourdough",
        kind="compute",
        stem="The colony doubles every 4 hours. How many times as large is it after 12?",
        options=(
            Option(text="8", right=True, feedback="Three doublings — two, four, eight."),
            Option(text="3", right=False, feedback="That is the number of doublings."),
        ),
    )
    assert parse(PAGE).items == (first, second)


def test_passages_are_the_sections_with_stable_ids_and_labels() -> None:
    passages = parse(PAGE).passages
    assert [passage.id for passage in passages] == [
        "sourdough#definition",
        "sourdough#intuition",
        "sourdough#why-it-matters",
        "sourdough#formula",
        "sourdough#example",
        "sourdough#misconceptions",
        "sourdough#where-sources-differ",
        "sourdough#easily-confused-with",
    ]
    assert passages[1] == Passage(
        id="sourdough#intuition",
        concept="sourdough",
        title="Sourdough Starter (Levain)",
        section=SectionName.INTUITION,
        text="A starter is a pet in a jar.",
    )
    assert passages[1].label == "Sourdough Starter (Levain) · Intuition"


def test_a_page_of_only_the_needed_fields_and_a_definition() -> None:
    page = parse("---\ntitle: Salt\nlevel: beginner\nminutes: 5\n---\nSalt slows the colony.\n")
    assert page == Concept(
        id="sourdough",
        area="kitchen",
        path=PATH,
        title="Salt",
        level=Level.BEGINNER,
        minutes=5,
        sections=(Section(name=SectionName.DEFINITION, text="Salt slows the colony."),),
    )


def test_windows_line_ends_change_nothing() -> None:
    assert parse(PAGE.replace("\n", "\r\n")) == parse(PAGE)


@pytest.mark.parametrize(
    "text",
    ["", "Only prose.\n", "\n" + PAGE, PAGE.removeprefix("---\n"), "---\ntitle: Never closed\n"],
    ids=["empty file", "prose", "blank line first", "no opening line", "never closed"],
)
def test_no_front_matter(text: str) -> None:
    assert only_problem(text) == (1, "expected front matter between two lines of '---'")


def test_front_matter_that_is_not_yaml() -> None:
    text = changed(("minutes: 25", "minutes: 25: 30"))
    line, message = only_problem(text)
    assert line == line_of(text, "minutes:") == 5
    assert message.startswith("front matter is not YAML: ")


def test_front_matter_that_is_not_a_mapping() -> None:
    line, message = only_problem("---\n- title\n- level\n---\nA list.\n")
    assert line == 2
    assert message


def test_value_that_yaml_takes_for_an_impossible_date() -> None:
    text = changed(("title: Sourdough Starter (Levain)", "title: 2024-13-45"))
    line, _ = only_problem(text)
    assert line in {1, 2}


def test_unknown_field() -> None:
    text = changed(("related:", "relatives:"))
    line, message = only_problem(text)
    assert line == line_of(text, "relatives:") == 11
    assert message.startswith("unknown field 'relatives'; known are title, aliases, level")


def test_unknown_field_within_a_prerequisite() -> None:
    text = changed(("    because: A starter is", "    reason: A starter is"))
    assert [line for line, _ in problems_of(text)] == [7, 8]
    assert [message.partition(";")[0] for _, message in problems_of(text)] == [
        "the field 'prerequisites.0.because' is missing",
        "unknown field 'prerequisites.0.reason'",
    ]


@pytest.mark.parametrize(
    ("field", "line"),
    [
        ("title", "title: Sourdough Starter (Levain)\n"),
        ("level", "level: intermediate            # after plain bread\n"),
        ("minutes", "minutes: 25\n"),
    ],
)
def test_missing_field_is_reported_at_the_top_of_the_front_matter(field: str, line: str) -> None:
    assert only_problem(changed((line, ""))) == (2, f"the field '{field}' is missing")


def test_bad_level() -> None:
    text = changed(("level: intermediate", "level: expert"))
    line, message = only_problem(text)
    assert line == line_of(text, "level:") == 4
    assert message.startswith("'level': ")
    assert all(level.value in message for level in Level)


@pytest.mark.parametrize("minutes", ["0", "-5", "601", "a while", "2.5"])
def test_bad_minutes(minutes: str) -> None:
    line, message = only_problem(changed(("minutes: 25", f"minutes: {minutes}")))
    assert line == 5
    assert message.startswith("'minutes': ")


@pytest.mark.parametrize(
    ("old", "new", "place", "line"),
    [
        ("  - concept: fermentation", "  - concept: Fermenting Things", "prerequisites.1.concept", 9),
        ("related: [rye-bread]", "related: [rye_bread]", "related.0", 11),
        ("  - concept: bakers-yeast", "  - concept: -yeast", "contrasts.0.concept", 13),
    ],
)
def test_bad_id_names_its_own_line(old: str, new: str, place: str, line: int) -> None:
    found, message = only_problem(changed((old, new)))
    assert found == line
    assert message.startswith(f"'{place}': ")


def test_file_name_that_is_no_id() -> None:
    with pytest.raises(CorpusError) as caught:
        parse_page(PAGE, concept="Sour_Dough", area="kitchen", path="kitchen/Sour_Dough.md")
    assert [problem.path for problem in caught.value.problems] == ["kitchen/Sour_Dough.md"]


def test_unknown_section() -> None:
    text = changed(("## Why it matters", "## History"))
    line, message = only_problem(text)
    assert line == line_of(text, "## History")
    assert message.startswith("unknown section 'History'; known are Intuition, Why it matters, Formula")


@pytest.mark.parametrize("name", ["Definition", "From your notes"])
def test_sections_that_are_never_written_as_a_heading(name: str) -> None:
    text = changed(("## Intuition", f"## {name}"))
    line, message = only_problem(text)
    assert line == line_of(text, f"## {name}")
    assert message.startswith(f"unknown section '{name}'")


def test_section_twice_is_reported_at_the_second() -> None:
    text = changed(("## Formula", "## Intuition"))
    first, second = [number for number, line in enumerate(text.splitlines(), start=1) if line == "## Intuition"]
    line, message = only_problem(text)
    assert line == second > first
    assert message.startswith("section twice 'Intuition'")


def test_sections_out_of_order() -> None:
    text = changed(
        ("## Intuition", "## First"), ("## Why it matters", "## Intuition"), ("## First", "## Why it matters")
    )
    assert only_problem(text) == (
        line_of(text, "## Intuition"),
        "section 'Intuition' must stand before 'Why it matters'",
    )


def test_empty_section_with_a_blank_line() -> None:
    text = changed(("A starter is a pet in a jar.\n", ""))
    line, message = only_problem(text)
    assert message == "section 'Intuition' is empty"
    assert line in {line_of(text, "## Intuition"), line_of(text, "## Intuition") + 1}


def test_empty_section_right_before_the_next_heading() -> None:
    text = changed(("A starter is a pet in a jar.\n\n", ""))
    line, message = only_problem(text)
    assert message == "section 'Intuition' is empty"
    assert line in {line_of(text, "## Intuition"), line_of(text, "## Intuition") + 1}


def test_empty_definition() -> None:
    definition = "A sourdough starter is a colony of yeasts and bacteria\nthat lives in flour and water.\n"
    assert only_problem(changed((definition, ""))) == (20, "section 'Definition' is empty")


def test_empty_check() -> None:
    text = PAGE[: PAGE.index("**What lives")]
    line, message = only_problem(text + "\n")
    assert message == "section 'Check' is empty"
    assert line in {line_of(text, "## Check"), line_of(text, "## Check") + 1}


def test_prose_before_the_first_item() -> None:
    text = changed(("## Check\n", "## Check\nTry these.\n"))
    assert only_problem(text) == (
        line_of(text, "Try these."),
        "expected a check item: '**Stem?** (recall)', (understand) or (compute)",
    )


@pytest.mark.parametrize(
    "stem",
    ["**What lives in the jar?**", "**What lives in the jar?** (guess)", "What lives in the jar? (recall)"],
    ids=["no kind", "unknown kind", "not bold"],
)
def test_malformed_item(stem: str) -> None:
    text = changed(("**What lives in the jar?** (recall)", stem))
    line, message = problems_of(text)[0]
    assert line == line_of(text, stem)
    assert message.startswith("expected a check item")


def test_malformed_second_item() -> None:
    text = changed(("is it after 12?** (compute)", "is it after 12?**"))
    lines = [line for line, message in problems_of(text) if message.startswith("expected an option: ")]
    assert lines == [line_of(text, "**The colony")]


@pytest.mark.parametrize(
    ("old", "new", "options"),
    [
        ("- [ ] Only yeast.", "- [x] Only yeast.", 3),
        ("- [x] Yeasts and bacteria.", "- [ ] Yeasts and bacteria.", 3),
        ("- [ ] Nothing. — Then nothing would rise.\n", "- [x] Nothing. — Then nothing would rise.\n", 3),
    ],
    ids=["first also right", "none right", "last also right"],
)
def test_not_exactly_one_right_option(old: str, new: str, options: int) -> None:
    text = changed((old, new))
    message = f"a check item needs at least two options and exactly one '[x]', found {options} options"
    assert only_problem(text) == (line_of(text, "**What lives"), message)


def test_a_single_option() -> None:
    text = changed(("- [ ] 3 — That is the number of doublings.\n", ""))
    message = "a check item needs at least two options and exactly one '[x]', found 1 options"
    assert only_problem(text) == (line_of(text, "**The colony"), message)


@pytest.mark.parametrize(
    "option",
    [
        "- [ ] Nothing.",
        "- [ ] Nothing. - Then nothing would rise.",
        "- [] Nothing. — Then nothing would rise.",
        "* [ ] Nothing. — Then nothing would rise.",
        "Nothing. — Then nothing would rise.",
    ],
    ids=["no feedback", "hyphen for dash", "no room in the box", "asterisk", "no box"],
)
def test_malformed_option(option: str) -> None:
    text = changed(("- [ ] Nothing. — Then nothing would rise.", option))
    assert only_problem(text) == (
        line_of(text, option),
        "expected an option: '- [ ] text — feedback' or '- [x] text — feedback'",
    )


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("(see: fermentation)", "(see: -fermentation)", "- [ ] Only yeast."),
        ("- [ ] Nothing. — Then nothing would rise.", "- [ ] Nothing. —  ", "- [ ] Nothing."),
        ("**What lives in the jar?** (recall)", "** ** (recall)", "** **"),
    ],
    ids=["see that is no id", "blank feedback", "blank stem"],
)
def test_item_with_a_blank_or_impossible_part(old: str, new: str, line: str) -> None:
    text = changed((old, new))
    assert line_of(text, line) in [found for found, _ in problems_of(text)]


def test_heading_inside_a_code_fence_is_no_heading() -> None:
    fenced = "```\n## Intuition\n## No such section\n```"
    text = changed(("One source feeds by weight, another by volume.", fenced))
    section = parse(text).section(SectionName.DIFFER)
    assert section is not None
    assert section.text == fenced


def test_heading_after_a_code_fence_is_a_heading_again() -> None:
    text = changed(("## Misconceptions", "## Myths"))
    line, message = problems_of(text)[0]
    assert line == line_of(text, "## Myths")
    assert message.startswith("unknown section 'Myths'")


def test_deeper_headings_belong_to_their_section() -> None:
    text = changed(("A starter is a pet in a jar.", "### The jar\nA starter is a pet in a jar."))
    section = parse(text).section(SectionName.INTUITION)
    assert section is not None
    assert section.text == "### The jar\nA starter is a pet in a jar."


def test_every_mistake_is_reported_at_once() -> None:
    text = changed(
        ("title: Sourdough Starter (Levain)\n", ""),
        ("level: intermediate", "level: expert"),
        ("sources: [", "source: ["),
        ("## Why it matters", "## History"),
        ("- [ ] Only yeast.", "- [x] Only yeast."),
        ("- [ ] 3 — That is the number of doublings.", "- [ ] 3"),
    )
    found = {(line, message.split(";")[0].split(",")[0].split(": ")[0]) for line, message in problems_of(text)}
    assert found == {
        (2, "the field 'title' is missing"),
        (line_of(text, "level:"), "'level'"),
        (line_of(text, "source:"), "unknown field 'source'"),
        (line_of(text, "## History"), "unknown section 'History'"),
        (line_of(text, "**What lives"), "a check item needs at least two options and exactly one '[x]'"),
        (line_of(text, "- [ ] 3"), "expected an option"),
        (line_of(text, "**The colony"), "a check item needs at least two options and exactly one '[x]'"),
    }


def test_problems_are_shown_as_file_line_and_message() -> None:
    with pytest.raises(CorpusError) as caught:
        parse(changed(("minutes: 25\n", "")))
    assert str(caught.value).splitlines() == [
        f"{PATH} is not a concept page.",
        f"  {PATH}:2: the field 'minutes' is missing",
    ]
