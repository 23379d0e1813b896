"""Events in words, the same for every front door."""

from __future__ import annotations

import re
from html import unescape
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.types import Passage, SectionName
from graph.concept_graph import ConceptGraph
from graph.paths import learning_path
from tests.building import concept
from tutor.errors import TutorError
from tutor.events import (
    AskedBack,
    Bridged,
    CitedText,
    Compared,
    ComparedRow,
    Declined,
    Event,
    FarAhead,
    Finished,
    KnowledgeStated,
    NextFound,
    NextStep,
    OnPath,
    PathFound,
    Queued,
    Quoted,
    Retrieved,
    Said,
    SentenceShown,
    SourcesDiffer,
    Suggested,
    Uncovered,
    Understood,
)
from tutor.types import Citation, Conversation, Intent, Learner, Timing, Understanding
from ui.dialect import MARKDOWN, WORDS, escape_attribute, escape_plain, escape_prose
from ui.render import event_markdown, speed, trouble
from ui.web.chat.markup import WEB

GRAPH = ConceptGraph.of(
    [concept("vector"), concept("softmax"), concept("attention", "vector", "softmax", level="advanced", minutes=70)]
)
PASSAGE = Passage(
    id="softmax#formula", concept="softmax", title="Softmax", section=SectionName.FORMULA, text="$x<y$\nis <b>bold</b>"
)
CITATION = Citation(number=3, passage=PASSAGE)


def understood(text: str, question: str) -> Understood:
    return Understood(understanding=Understanding(text=text, question=question, intent=Intent.ASK))


def finished(**fields: object) -> Finished:
    return Finished.model_validate({"conversation": Conversation(), "timing": Timing(), **fields})


EVENTS: list[tuple[Event, str]] = [
    (understood("why?", "why?"), ""),
    (understood("why?", "Why softmax?"), "*Understood as: Why softmax?*"),
    (Retrieved(citations=(CITATION,), hits=()), ""),
    (Queued(position=1), "*Someone else is being answered; you are next.*"),
    (Queued(position=3), "*Others are being answered first; you are number 3 in the queue.*"),
    (SentenceShown(text="It sums to one.", citations=(CITATION, CITATION)), "It sums to one. [3] [3]"),
    (SentenceShown(text="It sums to one.", citations=(CITATION,), quoted=True), "“It sums to one.” [3]"),
    (Uncovered(names=("Kubernetes", "Helm")), "*I have no source on Kubernetes and Helm; this answers the rest.*"),
    (
        Bridged(
            concept="attention",
            known=("vector",),
            lacking="softmax",
            text="Softmax makes shares.",
            because="Attention needs shares.",
            citation=CITATION,
        ),
        "You already know **Vector**. First, **Softmax**: Softmax makes shares. [3] Attention needs shares.",
    ),
    (Bridged(concept="attention", known=("vector",)), "You already know **Vector**."),
    (
        FarAhead(concept="attention", missing=12, minutes=130, start="vector"),
        "***Attention** rests on 12 concepts that are new to you, about 2 h 10 min. Begin with **Vector**.*",
    ),
    (
        OnPath(aim=("attention",), step="softmax", minutes=10, left=3),
        "*On your path to **Attention**: next is **Softmax**, 10 min, 3 steps left.*",
    ),
    (
        OnPath(aim=("attention",), step="attention", minutes=10, left=1),
        "*On your path to **Attention**: next is **Attention**, 10 min, the last step.*",
    ),
    (
        Compared(
            concepts=("vector", "softmax"),
            rows=(
                ComparedRow(
                    name="What it is", cells=(CitedText(text="A list."), CitedText(text="a|b", citation=CITATION))
                ),
            ),
            differences=(CitedText(text="One is a function.", citation=CITATION),),
        ),
        (
            "|  | **Vector** | **Softmax** |\n| --- | --- | --- |\n| What it is | A list. | a&#124;b [3] |\n\n"
            "One is a function. [3]"
        ),
    ),
    (SourcesDiffer(text="One says so.", citation=CITATION), "*Sources differ: One says so. [3]*"),
    (
        Quoted(citation=CITATION, reason="Word for word."),
        "*Word for word.*\n\n> $x<y$\n> is <b>bold</b>\n>\n> — Softmax · Formula [3]",
    ),
    (
        PathFound(path=learning_path(GRAPH, ["attention"])),
        (
            "Study path to **Attention**: 3 steps, about 1 h 30 min.\n\n"
            "1. **Softmax** · 10 min · beginner  \n   Needed for Attention: attention needs softmax.\n"
            "2. **Vector** · 10 min · beginner  \n   Unlocks Attention: attention needs vector.\n"
            "3. **Attention** · 1 h 10 min · advanced"
        ),
    ),
    (PathFound(path=learning_path(GRAPH, ["vector"], ["vector"])), "Nothing is missing: you already know **Vector**."),
    (
        NextFound(ready=(NextStep(concept="vector", title="Vector", minutes=10, why="it comes first"),)),
        "Ready to learn now:\n\n- **Vector** · 10 min  \n  It comes first",
    ),
    (NextFound(ready=()), "There is nothing left that is ready to learn: you know it all."),
    (
        KnowledgeStated(concepts=("vector", "softmax"), learner=Learner()),
        "Noted: you know **Vector** and **Softmax**, and what comes before.",
    ),
    (AskedBack(message="Which?", options=("This?", "That?")), "Which?\n\n- This?\n- That?"),
    (Declined(message="No source.", nearest=("softmax",)), "No source.\n\nThe nearest things I teach: **Softmax**."),
    (Declined(message="No source.", nearest=()), "No source."),
    (Said(text="Hello!"), "Hello!"),
    (
        Suggested(missing=("vector",), ready=("attention",), questions=("And then?",)),
        "*Worth knowing first: **Vector**. Opens the way to **Attention**.*\n\nYou could ask next:\n\n- And then?",
    ),
    (Suggested(missing=(), ready=(), questions=()), ""),
    (finished(), ""),
    (finished(dropped=("a",), cancelled=True), "*Stopped. 1 sentence left out: not supported by the sources.*"),
    (finished(cancelled=True), "*Stopped.*"),
    (
        finished(replaced=("a", "b"), dropped=("c",)),
        "*2 sentences replaced by the page's own words and 1 left out: not supported by the sources.*",
    ),
]


@pytest.mark.parametrize(("event", "markdown"), EVENTS, ids=lambda value: getattr(value, "kind", ""))
def test_an_event_in_plain_markdown(event: Event, markdown: str) -> None:
    assert event_markdown(event, GRAPH.catalogue) == markdown


def test_the_table_above_has_every_event() -> None:
    assert {type(event) for event, _ in EVENTS} == set(get_args(get_args(Event)[0]))


@pytest.mark.parametrize("event", [event for event, _ in EVENTS], ids=lambda event: event.kind)
def test_the_web_page_writes_only_tags_of_ours(event: Event) -> None:
    tags = set(re.findall(r"<[^>]*>", event_markdown(event, GRAPH.catalogue, WEB)))
    ours = (
        r"</?span>|</?a>|</?blockquote>|</?(details|summary|p)>|<details class=\"note\">|<span class=\"(note|unseen)\">"
        r"|<a class=\"page\" href=\"\?concept=[a-z0-9-]+\">|<blockquote class=\"quoted\">"
        r"|<span class=\"(said|quoted)\" title=\"[^\"<>]*\">|<a class=\"cite\" href=\"#passage-\d+(\?words=[\w%+.~-]+)?\">"
    )
    assert [tag for tag in tags if not re.fullmatch(ours, tag)] == []


def test_a_mark_leads_to_its_passage_and_names_the_words_that_bear_the_sentence_out() -> None:
    passage = Passage(
        id="c#example", concept="softmax", title="Softmax", section=SectionName.EXAMPLE, text='It\'s "2 C++".'
    )
    event = SentenceShown(text="It's C++, $1$.", citations=(Citation(number=3, passage=passage),))
    shown = event_markdown(event, GRAPH.catalogue, WEB)
    said, mark = shown.split("</span><a ")
    assert said == '<span class="said" title="Checked against Softmax · Example">It\'s C++, $1$.'
    assert 'href="#passage-3?words=C%2B%2B"' in mark
    assert "Softmax · Example" in mark


def test_a_pages_own_words_are_marked_as_such() -> None:
    event = SentenceShown(text="It sums to $1$.", citations=(CITATION,), quoted=True)
    shown = event_markdown(event, GRAPH.catalogue, WEB)
    assert shown.startswith(
        '<span class="quoted" title="Word for word from Softmax · Formula">“It sums to $1$.”</span>'
    )


@pytest.mark.parametrize("event", [event for event, _ in EVENTS], ids=lambda event: event.kind)
def test_what_is_searched_has_no_marks(event: Event) -> None:
    words = event_markdown(event, GRAPH.catalogue, WORDS)
    assert not re.search(r"\[\^?\d", words)
    assert "**" not in words.replace("***", "")


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("*a* _b_ `c` [d](e) $f$", r"\*a\* \_b\_ \`c\` \[d\](e) \$f\$"),
        ("# title\n- list\n1. one", "\\# title\n\\- list\n1\\. one"),
        ("<script>x</script>", r"\<script\>x\</script\>"),
    ],
)
def test_words_in_a_file_stay_words(text: str, written: str) -> None:
    assert MARKDOWN.plain(text) == written


@pytest.mark.parametrize(
    ("prose", "written"),
    [
        ("**a** <i>b</i> $x<y$ `<c>`", r"**a** \<i>b\</i> $x\lt y$ `<c>`"),
        ("```\n<d>\n```", "```\n<d>\n```"),
        ("$$<img src=x>$$", r"$$\lt img src=x>$$"),
    ],
)
def test_pages_in_a_file_keep_their_markdown_and_bring_no_html(prose: str, written: str) -> None:
    assert MARKDOWN.prose(prose) == written


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_categories=["Cs"])))
def test_plain_words_survive_and_are_no_markup(text: str) -> None:
    safe = escape_plain(text)
    bare = safe.replace("<span>&#36;</span>", "&#36;")
    assert not set("<>[]`*_$\"'") & set(bare)
    assert re.sub(r"&#(\d+);", lambda found: chr(int(found[1])), bare) == text
    assert not set("<>\"'$") & set(escape_attribute(text))


@given(
    st.lists(
        st.sampled_from(["<script>", "![x](http://e.com)", "$", "$$", "`", "```", "\n", "a", " ", "1", "&lt;", "<"])
    )
)
def test_prose_never_lets_a_tag_a_link_or_an_image_through(pieces: list[str]) -> None:
    safe = escape_prose("".join(pieces))
    outside = re.sub(r"^```[^\n`]*\n.*?^```[ \t]*$", "", safe, flags=re.DOTALL | re.MULTILINE)
    assert set(re.findall(r"<[^>]*>?", outside)) <= {"<span>", "</span>", "<code>", "</code>", "<pre>", "</pre>"}
    assert "](" not in outside


@pytest.mark.parametrize(
    ("prose", "shown"),
    [
        ("$a<b$ and $$c&d$$ in $[0, 1]$", "$a<b$ and $$c&d$$ in $[0, 1]$"),
        ("`<b>` stays", "<code><b></code> stays"),
        ("costs $5 and $10", "costs <span>$</span>5 and <span>$</span>10"),
        ("- **one**\n- *two*", "- **one**\n- *two*"),
        ("```python\na < b\n```", "```python\na < b\n```"),
        ("```sh\necho $A $B\n```", "<pre><code>echo <span>$</span>A <span>$</span>B\n</code></pre>"),
        ("[link](http://e.com)", "[link](http://e.com)"),
    ],
)
def test_prose_reads_as_it_was_written(prose: str, shown: str) -> None:
    assert unescape(escape_prose(prose)) == shown


def test_trouble_is_a_sentence_with_a_next_step() -> None:
    assert trouble(TutorError("The disk is full.", hint="Make room.")) == "The disk is full. Make room."


def test_speed_says_nothing_where_the_model_was_not_asked() -> None:
    assert speed(Timing()) == ""
    assert (
        speed(Timing(answer_tokens=9, first_token_s=1.24, tokens_per_s=21.4)) == "first token after 1.2 s · 21 tokens/s"
    )
