"""Words with which any subject may be asked about, and whether a text says anything beyond them."""

from __future__ import annotations

from corpus.types import Concept
from tutor.retrieval.words import content_words, reduced, words

_FACETS = (
    "actual actually advantage again also alternative always analogy another answer application aren bad "
    "basically beat benefit best better big bigger bit break calculate calculated case catch cheap cheaper "
    "choice choose code common compare compared comparing comparison component compute computed con concrete contrast cost "
    "danger decide deep deeper default define definition demo demonstrate depth derivation derive derived "
    "detail detailed diagram differ difference different differently difficult disadvantage distinction "
    "distinguish doesn don downside draw drawback easy else end equation equivalent ever exactly example "
    "exercise expensive expression fail fast faster few first flavour formal formally formula go goal good "
    "happen happens hard help high higher history idea illustrate important ingredient input instance "
    "instead intuition invented inventor isn issue kind know large larger last learn less life limit "
    "limitation long look lot low lower many math mathematical mathematically mathematics maths matter mean "
    "meant measure memory more motivation much need needed never next notation now number ok okay opposed "
    "opposite option origin other output over parameter part phase pick picture piece please point popular "
    "practice practise prefer preferable preferred price pro problem programming proof prove pseudocode "
    "purpose python question quiz range rather read real really reason recap recipe relate related relation "
    "relationship repeat replace requirement risk round rule run said same say script second see set setting "
    "short show similar simple simpler simply size slow slower small smaller speed stage start step still "
    "stop strength stronger stuff summarize summary symbol thank thanks then theory thing think third time "
    "tip tldr too toy trick trouble try tune type typical understand understood unlike upside usage use "
    "useful usually variant version versus vs walk want weaker weakness won word work worse worst write "
    "wrong "
)
FACETS = frozenset(map(reduced, _FACETS.split()))
"""Words that name no subject: what it costs, how it differs, an example of it."""


def says_only_facets(text: str) -> bool:
    """Whether a text has words, and none that names a subject."""
    return bool(words(text)) and FACETS.issuperset(content_words(text))


def is_told_by(text: str, page: Concept) -> bool:
    """Whether a page speaks of most of what a text says beyond what may be asked of any subject."""
    said = [word for word in content_words(text) if word not in FACETS]
    told = set(words(" ".join((page.title, *page.aliases, *(section.text for section in page.sections)))))
    return bool(said) and 2 * len([word for word in said if word in told]) > len(said)
