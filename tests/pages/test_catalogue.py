"""The catalogue: finding a concept by id, title or alias, however it is written."""

from __future__ import annotations

import pytest

from corpus.catalogue import Catalogue, names_of, normalise_name
from tests.building import concept

CACHE = concept("kv-cache", title="Key-Value (KV) Caching", aliases=["KV cache", "key\u2013value store"])
BAYES = concept("naive-bayes", title="Naïve Bayes' Classifier")
PLUS = concept("c-plus-plus", title="C++")
SHARP = concept("c-sharp", title="C#")
FORGETTING = concept("forgetting", title="Catastrophic Forgetting", aliases=["interference", "drift"])
SHIFT = concept("data-shift", title="Data Shift", aliases=["Drift"])

CATALOGUE = Catalogue([SHIFT, CACHE, FORGETTING, BAYES, SHARP, PLUS])


@pytest.mark.parametrize(
    ("name", "normal"),
    [
        ("Self-Attention", "self attention"),
        ("  Self   attention ", "self attention"),
        ("Naïve Bayes'", "naive bayes"),
        ("ÉTALE", "etale"),
        ("Straße", "strasse"),
        ("top-k/top-p", "top k top p"),
        ("key\u2013value", "key value"),
        ("C++", "c++"),
        ("C#", "c#"),
        ("注意", "注意"),
        ("?!", ""),
    ],
)
def test_normal_form(name: str, normal: str) -> None:
    assert normalise_name(name) == normal
    assert normalise_name(normal) == normal


def test_names_of_a_concept_are_title_bare_title_id_and_aliases_once_each() -> None:
    assert names_of(CACHE) == ("key value kv caching", "key value caching", "kv cache", "key value store")


@pytest.mark.parametrize(
    "name",
    [
        "kv-cache",
        "KV-Cache",
        "kv cache",
        "Key-Value (KV) Caching",
        "key value caching",
        "KEY\u2013VALUE STORE",
        "key-value  store!",
    ],
)
def test_found_by_id_title_and_alias(name: str) -> None:
    assert CATALOGUE.find(name) == ("kv-cache",)


@pytest.mark.parametrize("name", ["naive bayes classifier", "Naïve-Bayes", "NAI\u0308VE BAYES"])
def test_found_without_accents(name: str) -> None:
    assert CATALOGUE.find(name) == ("naive-bayes",)


def test_signs_that_are_part_of_a_name_are_kept() -> None:
    assert CATALOGUE.find("c++") == ("c-plus-plus",)
    assert CATALOGUE.find("C#") == ("c-sharp",)
    assert CATALOGUE.find("C") == ()


def test_ambiguous_name_finds_all_in_order_of_id() -> None:
    assert CATALOGUE.find("drift") == ("data-shift", "forgetting")
    assert CATALOGUE.names["drift"] == ("data-shift", "forgetting")


def test_an_id_wins_over_the_alias_of_another() -> None:
    catalogue = Catalogue([concept("loss"), concept("lossless", aliases=["Loss"])])
    assert catalogue.find("loss") == ("loss",)
    assert catalogue.find("Loss") == ("loss", "lossless")


@pytest.mark.parametrize("name", ["", "  ", "?", "cache", "kv", "key value cachings"])
def test_anything_else_is_not_found(name: str) -> None:
    assert CATALOGUE.find(name) == ()


def test_iteration_is_in_order_of_id() -> None:
    assert [page.id for page in CATALOGUE] == [
        "c-plus-plus",
        "c-sharp",
        "data-shift",
        "forgetting",
        "kv-cache",
        "naive-bayes",
    ]
    assert len(CATALOGUE) == 6


def test_access_by_id() -> None:
    assert CATALOGUE["kv-cache"] is CACHE
    assert "kv-cache" in CATALOGUE
    assert "KV cache" not in CATALOGUE
    with pytest.raises(KeyError):
        CATALOGUE["kv cache"]


def test_names_cannot_be_changed_from_outside() -> None:
    with pytest.raises(TypeError):
        CATALOGUE.names["new"] = ("kv-cache",)  # type: ignore[index]  # that is what is tested


def test_two_concepts_with_one_id() -> None:
    with pytest.raises(ValueError, match="same id"):
        Catalogue([CACHE, concept("kv-cache")])


def test_empty_catalogue() -> None:
    catalogue = Catalogue([])
    assert (len(catalogue), list(catalogue), catalogue.find("anything")) == (0, [], ())
