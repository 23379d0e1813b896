"""Which words of a passage carry what a sentence says."""

from __future__ import annotations

from corpus.types import Passage, SectionName
from graph.concept_graph import ConceptGraph
from tutor.dialogue.evidence import evidence_sentences
from tutor.dialogue.supporting import MOST, supporting_words
from tutor.retrieval.words import content_words


def passage(text: str, section: SectionName = SectionName.DEFINITION) -> Passage:
    return Passage(id="cache#definition", concept="cache", title="Cache", section=section, text=text)


def test_the_nearest_sentence_comes_first_and_the_others_add_what_it_lacks() -> None:
    text = "Memory is scarce on a GPU. The cache grows by one key for every token. A cache is fast."
    assert supporting_words("The caches grow with each token and fill the memory.", passage(text)) == (
        "cache",
        "grows",
        "token",
        "Memory",
    )


def test_words_stand_as_the_passage_writes_them() -> None:
    assert supporting_words("It normalises a word.", passage("**Normalised** Words.")) == ("Normalised", "Words")


def test_words_that_every_text_has_do_not_count() -> None:
    assert supporting_words("It is what it is.", passage("This is what it is.")) == ()


def test_formulas_code_and_wrong_beliefs_do_not_count() -> None:
    beliefs = (
        "- **The cache stores weights.** It stores keys.\n\n```\nweights = cache\n```\n\nThe size is $weights + 2$."
    )
    found = supporting_words("The cache stores keys, and 2 weights.", passage(beliefs, SectionName.MISCONCEPTIONS))
    assert found == ("stores", "keys")


def test_numbers_count() -> None:
    assert supporting_words("There are 8 heads.", passage("With 8 heads, 64 each.")) == ("8", "heads")


def test_the_number_of_words_is_bounded() -> None:
    long = " ".join(f"word{place}" for place in range(100)) + "."
    assert supporting_words(long, passage(long)) == tuple(f"word{place}" for place in range(MOST))


def test_a_sentence_of_a_shipped_page_is_carried_by_its_own_words(shipped_graph: ConceptGraph) -> None:
    for concept in list(shipped_graph.catalogue)[::40]:
        first = concept.passages[0]
        sentence = evidence_sentences(first)[0]
        if "$" not in sentence:
            found = supporting_words(sentence, first)
            assert set(content_words(sentence)) <= set(content_words(" ".join(found))) or len(found) == MOST
