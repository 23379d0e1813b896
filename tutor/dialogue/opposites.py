"""Words that say the opposite of each other, and words that make a statement stronger or weaker."""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_TABLE = """
increase increases increased increasing raise raises raised grow grows growing larger bigger rise rises higher more greater / decrease decreases decreased decreasing reduce reduces reduced shrink shrinks shrinking smaller lower lowers less fewer fall falls drop drops
faster quicker quick fast speeds / slower slow slows
before earlier previous preceding first start beginning / after later following next last end final
past / future
left / right
row rows / column columns
dense / sparse
many much / few little
improve improves improved better best / worsen worsens worse worst degrade degrades hurts
above over / below under
maximize maximise maximizes maximum largest highest most / minimize minimise minimizes minimum smallest lowest least
always / never
cheap cheaper / expensive costly
easy easier simple simpler / hard harder difficult complex
encoder / decoder
query queries / key keys
key keys / value values
input inputs / output outputs
positive / negative
add adds added adding plus / remove removes removed subtract subtracts subtracted minus
store stores stored keep keeps kept save saves / discard discards forget forgets drop drops recompute recomputes
sharper sharpens peaked / flatter flattens flat
deterministic / random stochastic
training train / inference testing test
supervised / unsupervised
labeled labelled / unlabeled unlabelled
encode encodes compress compresses / decode decodes decompress
multiply multiplies multiplied product / divide divides divided
numerator / denominator
forward / backward backwards
upper / lower
long longer / short shorter
large big / small tiny
high / low
strong stronger / weak weaker
same identical shared / different separate own
global / local
linear / nonlinear quadratic
static fixed frozen constant / dynamic changing trainable learned updated
early / late
wide / narrow deep
precision / recall
bias / variance
overfitting / underfitting
true / false
possible / impossible
independent / dependent
discrete / continuous
sequential sequentially / parallel
online / offline
teacher / student
generator / discriminator
minority / majority
lossless exact / lossy approximate
inside within / outside
rare / common frequent
known seen / unknown unseen
explicit explicitly / implicit implicitly
on / off
open / closed
accept accepts / reject rejects
win wins / lose loses
allow allows lets / prevent prevents forbids blocks
require requires needs / without
enable enables / disable disables
up / down
symmetric / asymmetric
unique distinct / shared same
half / double twice
stretch stretches stretched / squeeze squeezes squeezed
"""  # fmt: skip

OPPOSITES: tuple[tuple[frozenset[str], frozenset[str]], ...] = tuple(
    (_words(left), _words(right)) for left, _, right in (line.partition(" / ") for line in _TABLE.strip().splitlines())
)
"""Pairs of sets of lower-case words; a word of one set says the opposite of a word of the other."""

HEDGES = _words(
    "can could may might often some usually typically sometimes many most about roughly approximately tend tends "
    "generally likely partly mostly several few"
)
"""Words that leave room for exceptions."""

ALL = _words("all every each any everything always whatever whenever")
ONLY = _words("only alone solely exclusively just purely")
ABSOLUTE = (
    ALL
    | ONLY
    | _words(
        "never guarantee guarantees guaranteed completely entirely exactly must impossible cannot none perfectly necessarily"
    )
)
"""Words that leave no room for exceptions."""
