"""What holds for every text that is cut into sentences, put into a prompt or typed by a learner."""

from __future__ import annotations

from hypothesis import example, given, settings
from hypothesis import strategies as st

from corpus.catalogue import Catalogue
from graph.concept_graph import ConceptGraph
from tests.building import concept
from tutor.dialogue.sentences import Sentence, SentenceStream, parse_sentence
from tutor.dialogue.understand import understand
from tutor.llm.template import template_pieces
from tutor.protocols import Message
from tutor.retrieval.names import NameMatcher
from tutor.retrieval.words import Vocabulary, spans
from tutor.types import Conversation, TurnRecord

PAGES = Catalogue([concept("attention"), concept("self-attention", "attention"), concept("kv-cache", "self-attention")])
GRAPH = ConceptGraph(PAGES)
NAMES = NameMatcher(PAGES, Vocabulary(PAGES))

PIECES = [
    "The cache",
    " grows",
    ".",
    "!",
    "?",
    " ",
    "\n",
    "[1]",
    "[2, 3]",
    "e.g.",
    "i.e. ",
    "3.5",
    "$x$",
    ")",
    '"',
    "- ",
    "1. ",
    "A",
    "b",
    "*",
]
prose = st.lists(st.sampled_from(PIECES), max_size=30).map("".join)
texts = prose | st.text(max_size=60)
asked = st.lists(
    st.sampled_from(
        [
            "it",
            "why",
            "attention",
            "KV cache",
            "vs",
            "path to",
            "I know",
            "next",
            "and",
            "?",
            "atention",
            "what",
            "different from",
        ]
    ),
    max_size=12,
).map(" ".join)


def cut(pieces: list[str]) -> list[Sentence]:
    stream, found = SentenceStream(), list[Sentence]()
    for piece in pieces:
        found += stream.feed(piece)
    return [*found, *stream.close()]


@settings(deadline=None)
@given(prose)
def test_a_stream_by_characters_is_cut_like_the_whole(text: str) -> None:
    assert cut(list(text)) == cut([text])


@settings(deadline=None)
@given(prose, st.data())
def test_any_pieces_are_cut_like_the_whole(text: str, data: st.DataObject) -> None:
    places = sorted(data.draw(st.sets(st.integers(0, len(text)), max_size=6)))
    ends = [*places, len(text)]
    pieces = [text[start:end] for start, end in zip([0, *places], ends, strict=True)]
    assert "".join(pieces) == text
    assert cut(pieces) == cut([text])


@settings(deadline=None)
@given(texts)
def test_no_word_is_invented_or_said_twice(text: str) -> None:
    said = "".join(sentence.text for sentence in cut([text]))
    left = iter(text)
    assert all(letter in left for letter in said if not letter.isspace())


@settings(deadline=None)
@given(texts)
def test_a_sentence_carries_no_mark_of_its_own(text: str) -> None:
    for sentence in cut([text]):
        assert parse_sentence(sentence.text).numbers == ()
        assert len(set(sentence.numbers)) == len(sentence.numbers)


@settings(deadline=None)
@given(st.lists(st.tuples(st.sampled_from(["system", "user", "assistant"]), st.text(max_size=30)), max_size=5))
def test_a_prompt_keeps_every_message_apart_from_the_template(chat: list[tuple[str, str]]) -> None:
    messages = [Message.model_validate({"role": role, "content": content}) for role, content in chat]
    pieces = list(template_pieces(messages, lambda turns: "".join(f"<{t['role']}>{t['content']}</>" for t in turns)))
    assert [text for text, own in pieces if not own] == [content for _, content in chat]
    assert "".join(text for text, own in pieces if own) == "".join(f"<{role}></>" for role, _ in chat)


@settings(deadline=None)
@given(asked | st.text(max_size=60))
def test_mentions_stand_apart_in_order_and_where_they_say(text: str) -> None:
    end = 0
    for mention in NAMES.find(text):
        assert end <= mention.start < mention.end <= len(text)
        assert text[mention.start : mention.end] == mention.text
        assert 0 <= NAMES.strength(mention) <= 1
        assert all(one in PAGES for one in mention.concepts)
        end = mention.end


@settings(deadline=None)
@given(asked | st.text(max_size=60))
def test_correcting_twice_changes_nothing_more(text: str) -> None:
    once = NAMES.corrected(text)
    assert NAMES.corrected(once) == once
    assert len(list(spans(once))) == len(list(spans(text)))


@settings(deadline=None)
@given(asked | st.text(max_size=60))
@example("KV cache vs I know it")
def test_whatever_is_typed_is_understood(text: str) -> None:
    before = TurnRecord(text="What is attention?", question="What is attention?", focus=("attention",))
    for conversation in (Conversation(), Conversation(turns=(before,))):
        understanding = understand(text, conversation, GRAPH, NAMES)
        assert understanding.text == text
        assert not set(understanding.focus) & set(understanding.known)
        assert all(one in PAGES for one in (*understanding.focus, *understanding.known))
        assert all(understanding.question[m.start : m.end] == m.text for m in understanding.mentions)
