"""Computed items that count parameters. The formulas are those of the pages."""

from __future__ import annotations

from random import Random

from tutor.learner.items.draw import Draw, Kind, shown
from tutor.learner.items.full_item import Slip

_WIDTHS = (256, 512, 768, 1024, 2048, 4096)


def linear_layer(rng: Random) -> Draw:
    """Parameters of a fully connected layer."""
    inputs, outputs = rng.choice((10, 20, 64, 100, 200, 256)), rng.choice((5, 10, 32, 50, 128))
    weights = inputs * outputs
    return Draw(
        stem=f"How many parameters does a fully connected layer with {inputs} inputs, {outputs} outputs and biases have?",
        expected=weights + outputs,
        whole=True,
        unit="parameters",
        nudge="Every output has a weight for each input, and one number more.",
        steps=(
            f"Weights: {inputs} · {outputs} = {shown(weights)}.",
            f"Biases: one for each output, {outputs}.",
            f"Together: {shown(weights)} + {outputs} = {shown(weights + outputs)}.",
        ),
        slips=(
            Slip(value=weights, feedback="The biases are missing, one for each output.", see="bias-parameter"),
            Slip(
                value=weights + inputs,
                feedback="Biases belong to the outputs, not to the inputs.",
                see="bias-parameter",
            ),
            Slip(value=weights + 1, feedback="Each output has a bias of its own.", see="bias-parameter"),
        ),
    )


def two_layers(rng: Random) -> Draw:
    """Parameters of a network with one hidden layer."""
    inputs, hidden, outputs = rng.choice((4, 8, 20, 50, 100)), rng.choice((8, 16, 32, 64)), rng.choice((2, 3, 5, 10))
    first, second = inputs * hidden + hidden, hidden * outputs + outputs
    return Draw(
        stem=f"A network has {inputs} inputs, {hidden} hidden units and {outputs} outputs, fully connected with biases. "
        "How many parameters does it have?",
        expected=first + second,
        whole=True,
        unit="parameters",
        nudge="Count layer by layer: weights, then biases.",
        steps=(
            f"Hidden layer: {inputs} · {hidden} + {hidden} = {shown(first)}.",
            f"Output layer: {hidden} · {outputs} + {outputs} = {shown(second)}.",
            f"Together: {shown(first)} + {shown(second)} = {shown(first + second)}.",
        ),
        slips=(
            Slip(value=first + second - hidden - outputs, feedback="The biases are missing.", see="bias-parameter"),
            Slip(value=first, feedback="That is the hidden layer alone.", see="output-layer"),
        ),
    )


def feed_forward(rng: Random) -> Draw:
    """Weights of the feed-forward network of a transformer block."""
    width, factor = rng.choice(_WIDTHS), rng.choice((2, 3, 4))
    inner = width * factor
    return Draw(
        stem=f"A feed-forward network in a transformer block maps d = {width} features to an inner width of {inner} "
        "and back. How many weights do its two matrices hold, without biases?",
        expected=2 * width * inner,
        whole=True,
        unit="weights",
        nudge="One matrix leads to the inner width and one leads back.",
        steps=(
            f"One matrix: {width} · {inner} = {shown(width * inner)}.",
            f"Two matrices: 2 · {shown(width * inner)} = {shown(2 * width * inner)}.",
        ),
        slips=(Slip(value=width * inner, feedback="That is one of the two matrices."),),
    )


def lora(rng: Random) -> Draw:
    """Trained parameters of LoRA on one matrix."""
    rows, columns, rank = rng.choice(_WIDTHS), rng.choice(_WIDTHS), rng.choice((4, 8, 16, 32))
    trained = rank * (rows + columns)
    return Draw(
        stem=f"LoRA of rank {rank} is put on a weight matrix of {rows} by {columns}. How many parameters are trained?",
        expected=trained,
        whole=True,
        unit="parameters",
        nudge="Two thin matrices are trained; the rank is their short side.",
        steps=(
            f"B has {rows} · {rank} = {shown(rows * rank)} numbers.",
            f"A has {rank} · {columns} = {shown(rank * columns)} numbers.",
            f"Together: {rank} · ({rows} + {columns}) = {shown(trained)}.",
        ),
        slips=(
            Slip(
                value=rows * columns, feedback="That is the frozen matrix, which is not trained.", see="full-fine-tune"
            ),
            Slip(value=rows * rank, feedback="That is only one of the two thin matrices."),
            Slip(
                value=rank * rows * columns,
                feedback="The sides are added, not multiplied.",
                see="matrix-multiplication",
            ),
        ),
    )


def attention_block(rng: Random) -> Draw:
    """Weights of multi-head attention."""
    width, heads = rng.choice(_WIDTHS), rng.choice((4, 8, 16))
    total = 4 * width * width
    return Draw(
        stem=f"Multi-head attention has model dimension {width} and {heads} heads of dimension {width // heads}. "
        "How many weights do its query, key, value and output projections hold together, without biases?",
        expected=total,
        whole=True,
        unit="weights",
        nudge="The heads share the model dimension among them, so their number cancels.",
        steps=(
            f"All heads together: {heads} · {width // heads} = {width} features.",
            f"One projection: {width} · {width} = {shown(width * width)} weights.",
            f"Four projections: 4 · {shown(width * width)} = {shown(total)}.",
        ),
        slips=(
            Slip(value=3 * width * width, feedback="The output projection is missing.", see="projection-matrix"),
            Slip(value=total * heads, feedback="Each head has only its part of the dimension.", see="attention-head"),
        ),
    )


def embedding_table(rng: Random) -> Draw:
    """Parameters of an embedding layer."""
    ids, width = rng.choice((1000, 5000, 10000, 32000, 50000)), rng.choice((64, 128, 300, 512, 768))
    return Draw(
        stem=f"An embedding layer has a row of {width} numbers for each of {shown(ids)} token IDs. How many parameters does it have?",
        expected=ids * width,
        whole=True,
        unit="parameters",
        nudge="The layer is one matrix and nothing else.",
        steps=(f"Rows times columns: {shown(ids)} · {width} = {shown(ids * width)}.",),
        slips=(Slip(value=ids + width, feedback="Rows and columns are multiplied.", see="matrix"),),
    )


def convolution_parameters(rng: Random) -> Draw:
    """Parameters of a convolution layer."""
    channels, size, filters = rng.choice((1, 3, 8, 16, 32)), rng.choice((3, 5)), rng.choice((8, 16, 32, 64))
    one = channels * size * size
    return Draw(
        stem=f"A convolution layer has {filters} filters of {size} by {size} on an input with {channels} "
        f"{'channel' if channels == 1 else 'channels'}, and a bias for each filter. How many parameters does it have?",
        expected=filters * (one + 1),
        whole=True,
        unit="parameters",
        nudge="One filter reaches through all channels of the input; the size of the picture plays no part.",
        steps=(
            f"Weights of one filter: {channels} · {size} · {size} = {one}.",
            f"With its bias: {one + 1}.",
            f"All filters: {filters} · {one + 1} = {shown(filters * (one + 1))}.",
        ),
        slips=(
            Slip(value=filters * one, feedback="The biases are missing, one for each filter.", see="bias-parameter"),
            Slip(value=filters * (size * size + 1), feedback="Each filter has weights for every input channel."),
        ),
    )


PARAMETERS = (
    Kind(name="linear-layer-parameters", concept="fully-connected-layer", draw=linear_layer),
    Kind(name="network-parameters", concept="parameter-count", draw=two_layers),
    Kind(name="feed-forward-weights", concept="feed-forward-network", draw=feed_forward),
    Kind(name="lora-parameters", concept="lora", draw=lora),
    Kind(name="attention-weights-count", concept="multi-head-attention", draw=attention_block),
    Kind(name="embedding-parameters", concept="embedding-layer", draw=embedding_table),
    Kind(name="convolution-parameters", concept="cnn", draw=convolution_parameters),
)
"""Every kind of item that counts parameters."""
