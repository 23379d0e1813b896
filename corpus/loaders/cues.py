"""A small vocabulary of the field: phrases that give a concept away in a definition that never names it.

The vocabulary is a convenience, written by hand; it serves only `definition_list`, whose titles are always marked as
inferred. A cue fits when the definition contains all of its phrases, in any case. The first cue that fits wins, so the
more special cue stands before the more general one.
"""

from __future__ import annotations

_CUES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("Multi-Head Attention", ("attention", "in parallel")),
    ("Self-Attention", ("attends to every other",)),
    ("Attention", ("weigh", "importance", "input")),
    ("Positional Encoding", ("position", "word order")),
    ("Feed-Forward Network (FFN)", ("after attention", "linear layers")),
    ("Batch Normalization", ("normaliz", "mini-batch")),
    ("Layer Normalization", ("normaliz", "activations")),
    ("Loss Function", ("how far", "predictions")),
    ("Adam Optimizer", ("optimizer", "momentum", "adaptive")),
    ("Gradient Descent", ("algorithm", "adjusts", "direction", "loss")),
    ("Gradient", ("vector of partial derivatives",)),
    ("Regularization", ("prevent overfitting",)),
    ("Temperature", ("randomness", "generation")),
    ("Top-k Sampling", ("k most likely",)),
    ("Top-p Sampling (Nucleus Sampling)", ("cumulative probability",)),
    ("Beam Search", ("keep the top", "sequences")),
    ("Greedy Decoding", ("always", "most likely next token")),
    ("Logits", ("scores", "before softmax")),
    ("F1 Score", ("harmonic mean", "precision", "recall")),
    ("Accuracy", ("correct predictions",)),
    ("Tokens Per Second (TPS)", ("tokens", "per second")),
)


def title_by_cue(text: str) -> str | None:
    """The concept that the phrases of a definition give away, or None."""
    words = text.lower()
    return next((title for title, phrases in _CUES if all(phrase in words for phrase in phrases)), None)
