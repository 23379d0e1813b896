"""Computed items about bytes, FLOPs and shapes. The formulas are those of the pages."""

from __future__ import annotations

from random import Random

from tutor.learner.items.draw import Draw, Kind, shown
from tutor.learner.items.full_item import Slip


def kv_cache(rng: Random) -> Draw:
    """Bytes of the KV cache of one sequence."""
    layers, heads, size = rng.choice((16, 24, 32, 40, 48)), rng.choice((2, 4, 8, 16)), rng.choice((64, 128))
    tokens = rng.choice((1024, 2048, 4096, 8192, 16384))
    numbers = 2 * layers * heads * size
    total = numbers * tokens * 2
    mib = total / 2**20
    return Draw(
        stem=f"A model has {layers} layers and {heads} key-value heads of dimension {size}, and keeps numbers of 2 bytes. "
        f"How large is the KV cache of one sequence of {shown(tokens)} tokens?",
        expected=mib,
        unit="MiB",
        nudge="Two vectors are kept for every token, in every layer and for every key-value head.",
        steps=(
            f"Numbers per token, keys and values: 2 · {layers} · {heads} · {size} = {shown(numbers)}.",
            f"Bytes: {shown(numbers)} · {shown(tokens)} tokens · 2 bytes = {shown(total)}.",
            f"In MiB: {shown(total)} / 1,048,576 = {shown(mib)} MiB.",
        ),
        slips=(
            Slip(
                value=mib / 2,
                feedback="A factor of 2 is missing: keys and values are both kept, in 2 bytes per number.",
            ),
            Slip(value=mib / layers, feedback="That is one layer; every layer keeps its own keys and values."),
            Slip(value=mib / heads, feedback="That is one key-value head.", see="attention-head"),
        ),
    )


def gqa_ratio(rng: Random) -> Draw:
    """How much smaller grouped-query attention makes the cache."""
    groups, size = rng.choice((2, 4, 8)), rng.choice((2, 4, 8, 16))
    heads = groups * size
    return Draw(
        stem=f"A model with {heads} query heads uses grouped-query attention with {groups} key-value heads. "
        "How many times smaller is its KV cache than with multi-head attention?",
        expected=size,
        whole=True,
        nudge="Multi-head attention keeps keys and values for every query head.",
        steps=(
            f"Multi-head attention keeps {heads} key-value heads, grouped-query attention {groups}.",
            f"{heads} / {groups} = {size}.",
        ),
        slips=(
            Slip(value=groups, feedback="That is the number of key-value heads, not the ratio.", see="kv-cache"),
            Slip(value=heads, feedback="That would be a single key-value head for all queries."),
        ),
    )


def score_flops(rng: Random) -> Draw:
    """FLOPs of the attention scores of one head."""
    tokens, size = rng.choice((100, 128, 256, 512, 1000, 1024, 2048)), rng.choice((32, 64, 128))
    total = 2 * tokens * tokens * size
    return Draw(
        stem=f"One attention head multiplies its queries ({tokens} by {size}) with its transposed keys ({size} by {tokens}). "
        "How many FLOPs does that take, counting multiplications and additions?",
        expected=total,
        whole=True,
        unit="FLOPs",
        nudge="Count the scores first; each takes as many multiplications as the head has dimensions, and as many additions.",
        steps=(
            f"Scores: {tokens} · {tokens} = {shown(tokens * tokens)}.",
            f"FLOPs per score: 2 · {size} = {2 * size}.",
            f"Together: {shown(tokens * tokens)} · {2 * size} = {shown(total)}.",
        ),
        slips=(
            Slip(value=total / 2, feedback="The additions count too, so there is a factor of 2."),
            Slip(
                value=2 * tokens * tokens,
                feedback="Each score is a dot product over all dimensions.",
                see="dot-product",
            ),
        ),
    )


def score_count(rng: Random) -> Draw:
    """How many scores self-attention computes."""
    tokens, heads, layers = rng.choice((10, 20, 50, 100, 200)), rng.choice((4, 8, 12, 16)), rng.choice((2, 6, 12, 24))
    total = tokens * tokens * heads * layers
    return Draw(
        stem=f"A transformer has {layers} layers of self-attention with {heads} heads each and reads {tokens} tokens at once. "
        "How many attention scores does it compute in all, without any mask?",
        expected=total,
        whole=True,
        unit="scores",
        nudge="Within one head, every token is compared with every token, itself included.",
        steps=(
            f"One head: {tokens} · {tokens} = {shown(tokens * tokens)}.",
            f"One layer: {shown(tokens * tokens)} · {heads} heads = {shown(tokens * tokens * heads)}.",
            f"All layers: {shown(tokens * tokens * heads)} · {layers} = {shown(total)}.",
        ),
        slips=(
            Slip(value=tokens * heads * layers, feedback="Every token looks at all tokens, not only at one."),
            Slip(value=tokens * tokens * heads, feedback="That is one layer."),
            Slip(value=tokens * tokens * layers, feedback="That is one head of each layer.", see="attention-head"),
        ),
    )


def causal_pairs(rng: Random) -> Draw:
    """How many scores a causal mask leaves."""
    tokens = rng.choice((4, 5, 6, 8, 10, 12, 16, 20, 30, 50, 100))
    left = tokens * (tokens + 1) // 2
    return Draw(
        stem=f"A causal mask is put on the {tokens} by {tokens} attention scores of one head. How many scores stay allowed?",
        expected=left,
        whole=True,
        unit="scores",
        nudge="The first position may look at one position, the second at two, and so on.",
        steps=(
            f"Position i may look at i positions, itself included: 1 + 2 + … + {tokens}.",
            f"The sum is {tokens} · {tokens + 1} / 2 = {shown(left)}.",
        ),
        slips=(
            Slip(value=left - tokens, feedback="Every position may also look at itself."),
            Slip(value=tokens * tokens, feedback="That is all scores; those of later positions are masked."),
        ),
    )


def convolution_width(rng: Random) -> Draw:
    """Output width of a convolution."""
    width, size = rng.choice((28, 32, 64, 100, 128, 224)), rng.choice((3, 5, 7))
    border, stride = rng.choice((0, 1, 2)), rng.choice((1, 2, 3))
    room = width + 2 * border - size
    return Draw(
        stem=f"A convolution slides a filter of width {size} over an input of width {width}, with {border} added border values "
        f"on each side and stride {stride}. How wide is the output?",
        expected=room // stride + 1,
        whole=True,
        nudge="Find how far the filter can move to the right, then count the places where it stands.",
        steps=(
            f"Room to move: {width} + 2 · {border} - {size} = {room}.",
            f"Steps of {stride}, rounded down: {room // stride}.",
            f"Places, the first one included: {room // stride} + 1 = {room // stride + 1}.",
        ),
        slips=(
            Slip(value=room // stride, feedback="The place where the filter starts counts too."),
            Slip(value=(width - size) // stride + 1, feedback="The border is added on both sides."),
            Slip(value=(width + border - size) // stride + 1, feedback="The border is added on both sides, so twice."),
        ),
    )


def quantized_bytes(rng: Random) -> Draw:
    """Bytes of a quantised model."""
    billions, bits = rng.choice((1, 2, 3, 7, 8, 13, 30, 70)), rng.choice((2, 3, 4, 8))
    size = billions * bits / 8
    return Draw(
        stem=f"A model has {billions} billion weights. How large is it when each weight is quantized to {bits} bits "
        "(a GB is a billion bytes, scales left out)?",
        expected=size,
        unit="GB",
        nudge="Eight bits are a byte.",
        steps=(
            f"Bytes per weight: {bits} / 8 = {shown(bits / 8)}.",
            f"{billions} billion · {shown(bits / 8)} bytes = {shown(size)} GB.",
        ),
        slips=(
            Slip(value=billions * bits, feedback="That counts bits; eight of them make a byte."),
            Slip(value=billions * 2, feedback="That is the size with 16 bits.", see="floating-point-number"),
        ),
    )


def training_flops(rng: Random) -> Draw:
    """FLOPs of training a transformer, by the rule of thumb."""
    billions, tokens = rng.choice((1, 2, 3, 7, 8, 13, 70)), rng.choice((20, 100, 300, 500, 1000, 2000))
    total = 6 * billions * tokens * 10**18
    return Draw(
        stem=f"A transformer with {billions} billion parameters is trained on {shown(tokens)} billion tokens. About how many "
        "FLOPs does that take, by the rule of 6 FLOPs per parameter and token?",
        expected=total,
        unit="FLOPs",
        nudge="Two FLOPs per parameter and token go forward and four go backward. Mind the powers of ten.",
        steps=(
            f"Parameters: {billions}e9. Tokens: {shown(tokens)}e9.",
            f"6 · {billions}e9 · {tokens}e9 = {shown(6 * billions * tokens)}e18 = {total:.4g} FLOPs.",
        ),
        slips=(
            Slip(value=total / 3, feedback="That is the forward pass alone.", see="backward-pass"),
            Slip(value=total / 10**9, feedback="A billion times a billion is 1e18."),
        ),
    )


SIZES = (
    Kind(name="kv-cache-bytes", concept="kv-cache", draw=kv_cache),
    Kind(name="gqa-cache-ratio", concept="gqa", draw=gqa_ratio),
    Kind(name="score-flops", concept="flops", draw=score_flops),
    Kind(name="training-flops", concept="flops", draw=training_flops),
    Kind(name="score-count", concept="self-attention", draw=score_count),
    Kind(name="causal-pairs", concept="causal-mask", draw=causal_pairs),
    Kind(name="convolution-width", concept="cnn", draw=convolution_width),
    Kind(name="quantized-bytes", concept="quantization", draw=quantized_bytes),
)
"""Every kind of item about bytes, FLOPs and shapes."""
