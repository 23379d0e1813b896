"""Working out the title of a definition that stands without one.

Each rule looks only at the words of the definition and answers None where it does not apply:

    "A decoder is a module that writes."       subject           -> "Decoder"
    "RoPE encodes positions by rotation."      subject           -> "RoPE"
    "Bias = a constant shift. Variance = …"    equated_names     -> "Bias and Variance"
    "WER counts wrong words. CER is similar."  acronym_subjects  -> "WER and CER"
    "… A perplexity of 20 means …"             measured_name     -> "Perplexity"
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

_LONGEST_SUBJECT = 6
_LINKING_VERBS = frozenset({"is", "are", "was", "were", "has", "have", "can", "means", "refers"})
_PLURAL_VERBS = frozenset({"describe", "give", "help", "keep", "learn", "let", "make", "map", "show", "store", "use"})
_PREPOSITIONS = frozenset({"of", "in", "for", "from", "to", "with"})
_NOUN_ENDINGS = ("ss", "us", "is")

# "In statistics, " at the beginning: where the concept is used, not what it is.
_LEAD_IN = re.compile(r"^In [^,.]+, ")
_ARTICLE = re.compile(r"^(?:An?|The)\s+", re.IGNORECASE)
# One to four words before "is" or "are", with no punctuation between them.
_DEFINED = re.compile(r"^(?P<term>[\w-]+(?: [\w-]+){0,3}) (?:is|are) ")
# A capitalised name before " = ", at the beginning of a sentence.
_EQUATED = re.compile(r"(?:^|(?<=[.!?] ))([A-Z]\w+) = ")
# Three or more capitals before a word in small letters, at the beginning of a sentence.
_ACRONYM = re.compile(r"(?:^|(?<=[.!?] ))([A-Z][A-Z\d-]{2,}) (?=[a-z])")
# "A perplexity of 20 means": a measure explained by one of its values.
_MEASURED = re.compile(r"\bAn? ([a-z-]+) of \d[\d.,]* means\b")


def defined_term(text: str) -> str | None:
    """The term in front of "is" or "are" at the beginning of a definition."""
    match = _DEFINED.match(_without_lead(text))
    return capitalised(match["term"]) if match else None


def subject(text: str) -> str | None:
    """The grammatical subject of the first sentence: the words before its verb, without the article."""
    words = _without_lead(text).split()[: _LONGEST_SUBJECT + 2]
    for position, (word, following) in enumerate(pairwise(words)):
        if position > 0 and words[position - 1] not in _PREPOSITIONS and _is_verb(word, following):
            return _without_apposition(capitalised(" ".join(words[:position])))
    return None


def equated_names(text: str) -> str | None:
    """The names that a definition beginning with "Name = " sets equal to something."""
    names = _EQUATED.findall(text)
    return _joined(names) if names and text.startswith(names[0]) else None


def acronym_subjects(text: str) -> str | None:
    """The acronyms that begin sentences of the definition."""
    return _joined(_ACRONYM.findall(text))


def measured_name(text: str) -> str | None:
    """The measure of which the definition explains one value."""
    match = _MEASURED.search(text)
    return capitalised(match[1]) if match else None


def opening_words(text: str) -> str:
    """The first words of the definition, for want of anything better."""
    first = re.split(r"[.,;:!?—(]\s*", _without_lead(text), maxsplit=1)[0] or text
    return capitalised(" ".join(first.split()[:_LONGEST_SUBJECT]))


def capitalised(name: str) -> str:
    """The name with a capital at its beginning; the rest stays as it is."""
    return name[:1].upper() + name[1:]


def _without_lead(text: str) -> str:
    return _ARTICLE.sub("", _LEAD_IN.sub("", text))


def _without_apposition(name: str) -> str:
    """The name without an insertion between commas: "Top-p, or nucleus," -> "Top-p"."""
    return name.partition(",")[0] if name.endswith(",") else name


def _is_verb(word: str, following: str) -> bool:
    """Whether a word is the verb: a known one, or one in -s that is not a plural noun before its verb or a bracket."""
    verbs = _LINKING_VERBS | _PLURAL_VERBS
    third_person = word.isalpha() and word.islower() and word.endswith("s") and not word.endswith(_NOUN_ENDINGS)
    return word in verbs or (third_person and following not in verbs and not following.startswith("("))


def _joined(names: Sequence[str]) -> str | None:
    return " and ".join(dict.fromkeys(names)) or None
