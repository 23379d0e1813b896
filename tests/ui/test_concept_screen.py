"""A concept's page: what it says, where it stands, and what people can do on it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from html import unescape
from pathlib import Path
from urllib.parse import parse_qs

import pytest

from corpus.types import Concept, Level, Section, SectionName
from graph.concept_graph import ConceptGraph
from tutor.dialogue.understand import understand
from tutor.errors import TutorError
from tutor.learner.entries import Attempt
from tutor.learner.standing import Standing, standings
from tutor.learner.stores import Stores
from tutor.learner.study import Study
from tutor.retrieval.retriever import Retriever
from tutor.types import Conversation
from ui.web.chat.neighbourhood import neighbourhood_html
from ui.web.screen import Act, Shown, Visitor
from ui.web.screens.concept import ConceptScreen

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)
SCREEN = ConceptScreen()


@pytest.fixture
def stores(tmp_path: Path) -> Iterator[Stores]:
    with Stores(f"sqlite:///{tmp_path}/learners.db") as opened:
        yield opened


@pytest.fixture
def visitor(shipped_graph: ConceptGraph, stores: Stores) -> Visitor:
    study = Study(shipped_graph, stores.log, "ann")
    return Visitor(study=study, conversations=stores.conversations, now=NOW)


def shown(visitor: Visitor, name: str = "show", **values: str) -> Shown:
    return SCREEN.show(Act(screen="concept", name=name, values=values), visitor)


def words(body: str) -> str:
    """What is read on the page."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", body)).split())


def test_the_page_has_every_section_and_what_surrounds_it(visitor: Visitor) -> None:
    page = visitor.study.graph.catalogue["kv-cache"]
    seen = shown(visitor, concept="kv-cache")
    assert seen.title == page.title
    assert seen.address == "?concept=kv-cache"
    assert seen.body.startswith("<h1>")
    heads = re.findall(r'<h2 id="section-([\w-]+)"', seen.body)
    sections = [section.name.slug for section in page.sections[1:]]
    assert heads == [*sections, "before", "unlocks", "easily-confused-with", "check", "ask"]
    said = words(seen.body)
    assert "also called KV cache" in said
    assert "intermediate · 15 min" in said
    assert visitor.study.graph.reason("causal-self-attention", "kv-cache") in said
    assert page.contrasts[0].how in said
    assert "3 questions wait here" in said
    assert "Glossary 1, record 24" in said
    for address in ("?concept=gqa", "?screen=practice&amp;about=kv-cache", "?screen=path&amp;goal=kv-cache"):
        assert f'href="{address}"' in seen.body


def test_a_wrong_belief_and_its_correction_are_told_apart_without_colour(visitor: Visitor) -> None:
    body = shown(visitor, concept="kv-cache").body
    assert len(re.findall(r"<dt>\n.*✗.*Wrong: ", body)) == len(re.findall(r"<dd>\n.*✓.*Right: ", body)) == 3


@pytest.mark.parametrize("name", ["KV cache", "key-value cache", "Key-Value (KV) Caching"])
def test_any_name_leads_to_the_page_and_its_own_address(visitor: Visitor, name: str) -> None:
    assert shown(visitor, concept=name).address == "?concept=kv-cache"


def test_every_page_can_be_drawn_without_a_blank_line_between_tags(visitor: Visitor) -> None:
    for page in visitor.study.graph.catalogue:
        body = shown(visitor, concept=page.id).body
        assert body.count("<section") == body.count("</section>") == body.count("<h2 ")
        assert not re.search(r"^[ \t]+<", body, re.MULTILINE), page.id


def test_a_section_of_an_address_is_marked_and_gets_the_focus(visitor: Visitor) -> None:
    seen = shown(visitor, concept="kv-cache", section="intuition")
    assert '<h2 id="section-intuition" tabindex="-1" data-focus>' in seen.body
    assert seen.body.count("data-focus") == 1
    assert seen.address == "?concept=kv-cache&section=intuition"
    assert (
        'id="section-definition" tabindex="-1" data-focus' in shown(visitor, concept="lora", section="definition").body
    )
    assert re.search(r"<input [^>]*data-focus", shown(visitor, concept="lora", section="ask").body)
    assert "data-focus" not in shown(visitor, concept="lora", section='"><script>').body


def test_saying_that_one_knows_it_is_noted_and_can_be_taken_back(visitor: Visitor) -> None:
    assert "not yet" in words(shown(visitor, concept="softmax").body)
    known = shown(visitor, "know", concept="softmax")
    assert "softmax" in visitor.study.state(NOW).known
    assert known.said.startswith("Noted: you know Softmax")
    assert "✓ known You said that you know it." in words(known.body)
    assert re.search(r'data-act="not&#45;yet"[^>]* data-focus', known.body)
    later = Visitor(study=visitor.study, conversations=visitor.conversations, now=NOW + timedelta(minutes=1))
    back = shown(later, "not-yet", concept="softmax")
    assert "softmax" not in visitor.study.state(later.now).known
    assert "I know this" in words(back.body)


def test_prerequisites_show_where_the_learner_stands(visitor: Visitor) -> None:
    assert "It builds on Causal (Masked) Self-Attention , which you do not know yet." in words(
        shown(visitor, concept="kv-cache").body
    )
    visitor.study.say(["causal-self-attention"], NOW, known=True)
    body = shown(visitor, concept="kv-cache").body
    assert "which you do not know yet" not in words(body)
    assert "Causal (Masked) Self-Attention ✓ known" in words(body)


def answered(concept: str, at: datetime, *, right: bool) -> Attempt:
    return Attempt(
        id=f"{concept}-{at:%d}", at=at, item=f"{concept}#1", concept=concept, right=right, credit=float(right)
    )


def test_what_is_due_or_being_learned_is_told_apart_from_what_is_known(visitor: Visitor) -> None:
    visitor.study.note(answered("softmax", NOW - timedelta(days=90), right=True))
    visitor.study.note(answered("lora", NOW, right=False))
    stands = standings(visitor.study.state(NOW), ["softmax", "lora", "kv-cache"], NOW)
    assert list(stands.values()) == [Standing.DUE, Standing.LEARNING, Standing.NOT_YET]
    said = words(shown(visitor, concept="softmax").body)
    assert "due for review 1 of 1 right, last 90 days ago." in said
    assert "learning 0 of 1 right, last today." in words(shown(visitor, concept="lora").body)


def test_a_question_goes_to_the_chat_and_names_its_subject(visitor: Visitor, retriever: Retriever) -> None:
    address = shown(visitor, "ask", concept="kv-cache", question="  why does it\ngrow? ").address
    (question,) = parse_qs(address.removeprefix("?"))["ask"]
    assert question == "why does it grow (Key-Value Caching)?"
    understood = understand(question, Conversation(), visitor.study.graph, retriever.names)
    assert understood.focus == ("kv-cache",)


def test_a_question_that_names_its_subject_stays_as_it_is(visitor: Visitor) -> None:
    address = shown(visitor, "ask", concept="kv-cache", question="Why does the KV cache grow?").address
    assert parse_qs(address.removeprefix("?"))["ask"] == ["Why does the KV cache grow?"]


def test_the_page_offers_three_of_its_own_questions_and_comparisons(visitor: Visitor) -> None:
    body = shown(visitor, concept="kv-cache").body
    asked = [parse_qs(unescape(one))["ask"][0] for one in re.findall(r'href="\?(ask=[^"]+)"', body)]
    compare, *own = asked
    assert compare == "How does Key-Value Caching differ from Gradient Checkpointing?"
    assert own == list(visitor.study.graph.catalogue["kv-cache"].questions[:3])


@pytest.mark.parametrize("question", ["", "   "])
def test_no_question_is_told_in_a_sentence(visitor: Visitor, question: str) -> None:
    with pytest.raises(TutorError, match="no question yet"):
        shown(visitor, "ask", concept="kv-cache", question=question)


def test_an_act_that_there_is_not_is_refused(visitor: Visitor) -> None:
    with pytest.raises(TutorError, match="nothing called 'explode'"):
        shown(visitor, "explode", concept="kv-cache")
    assert visitor.study.entries() == ()


def test_an_unknown_name_leads_to_the_nearest_and_to_a_search(visitor: Visitor) -> None:
    seen = shown(visitor, concept="kv cach")
    assert "There is no concept called 'kv cach'." in words(seen.body)
    assert 'href="?concept=kv-cache"' in seen.body
    assert re.search(r'data-go="concepts".*value="kv cach"', seen.body)
    assert "names no concept" in words(shown(visitor).body)


def test_a_name_of_several_concepts_asks_which_one(visitor: Visitor) -> None:
    shared = next((name for name, ids in visitor.study.graph.catalogue.names.items() if len(ids) > 1), None)
    assert shared is not None
    seen = shown(visitor, concept=shared)
    assert seen.title == "Which one?"
    assert all(f'href="?concept={one}"' in seen.body for one in visitor.study.graph.catalogue.names[shared])


def test_nothing_that_people_write_becomes_html(stores: Stores) -> None:
    bad = "<script>alert(1)</script>"
    sections = (
        Section(name=SectionName.DEFINITION, text=f"A {bad}\n\n<img src=x onerror=alert(1)>"),
        Section(name=SectionName.NOTES, text=f"- **{bad}** [x](javascript:alert(1))"),
        Section(name=SectionName.MISCONCEPTIONS, text=f"- **{bad}** {bad}\n- not a pair {bad}"),
    )
    page = Concept(
        id="note",
        area="notes",
        path="note.md",
        title=bad,
        aliases=(f'"{bad}',),
        level=Level.BEGINNER,
        minutes=5,
        questions=(f'What is "{bad}"?',),
        sources=(f"{bad}:3",),
        sections=sections,
    )
    visitor = Visitor(
        study=Study(ConceptGraph.of([page]), stores.log, "ann"), conversations=stores.conversations, now=NOW
    )
    for body in (shown(visitor, concept="note").body, shown(visitor, concept=f'"{bad}x').body):
        assert "<script" not in body
        assert "<img" not in body
        assert "](javascript" not in body
    own = shown(visitor, concept="note").body
    assert "From your notes" in own
    assert "Check yourself" not in own, "a page without questions has none to offer"


def test_the_neighbourhood_can_be_links_or_buttons(shipped_graph: ConceptGraph) -> None:
    linked = neighbourhood_html(shipped_graph, "kv-cache", (), linked=True)
    assert '<a class="concept" href="?concept=gqa"' in linked
    assert "<button" not in linked
    assert "<button" in neighbourhood_html(shipped_graph, "kv-cache", ())
