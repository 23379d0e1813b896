"""Computed items about counts of right and wrong, vectors and steps. The formulas are those of the pages."""

from __future__ import annotations

import math
from random import Random

from tutor.learner.items.draw import Draw, Kind, shown
from tutor.learner.items.full_item import Slip


def _counts(rng: Random) -> tuple[int, int, int]:
    """True positives, false positives and false negatives, the last two different."""
    wrong = rng.sample((2, 4, 5, 6, 8, 10, 15, 20), 2)
    return rng.choice((10, 12, 18, 20, 24, 30, 40, 45)), wrong[0], wrong[1]


def precision(rng: Random) -> Draw:
    """Precision from counts."""
    found, alarms, missed = _counts(rng)
    flagged = found + alarms
    return Draw(
        stem=f"A filter flags {flagged} mails, {found} of them spam, and misses {missed} spam mails. What is its precision?",
        expected=found / flagged,
        unit="share",
        nudge="Precision looks only at what was flagged.",
        steps=(f"Flagged: {flagged}. Of these spam: {found}.", f"{found} / {flagged} = {shown(found / flagged)}."),
        slips=(
            Slip(
                value=found / (found + missed),
                feedback="That is recall: the share of spam that was found.",
                see="recall",
            ),
            Slip(value=alarms / flagged, feedback="That is the share of false alarms."),
        ),
    )


def recall(rng: Random) -> Draw:
    """Recall from counts."""
    found, alarms, missed = _counts(rng)
    ill = found + missed
    return Draw(
        stem=f"Of {ill} ill people a test finds {found}, and it wrongly alarms for {alarms} healthy ones. What is its recall?",
        expected=found / ill,
        unit="share",
        nudge="Recall looks only at those who are really ill.",
        steps=(f"Ill: {ill}. Found: {found}.", f"{found} / {ill} = {shown(found / ill)}."),
        slips=(
            Slip(
                value=found / (found + alarms),
                feedback="That is precision: the share of alarms that are right.",
                see="precision",
            ),
            Slip(value=missed / ill, feedback="That is the share that was missed."),
        ),
    )


def f1_score(rng: Random) -> Draw:
    """F1 from counts."""
    found, alarms, missed = _counts(rng)
    exact, share = found / (found + alarms), found / (found + missed)
    score = 2 * found / (2 * found + alarms + missed)
    return Draw(
        stem=f"A detector has {found} true positives, {alarms} false positives and {missed} false negatives. What is its F1 score?",
        expected=score,
        unit="share",
        nudge="Find precision and recall first; the F1 score is not their ordinary average.",
        steps=(
            f"Precision: {found} / {found + alarms} = {shown(exact)}. Recall: {found} / {found + missed} = {shown(share)}.",
            f"F1 = 2 · TP / (2 · TP + FP + FN) = {2 * found} / {2 * found + alarms + missed} = {shown(score)}.",
        ),
        slips=(
            Slip(
                value=(exact + share) / 2, feedback="That is the ordinary average of precision and recall.", see="mean"
            ),
            Slip(value=exact, feedback="That is precision alone.", see="precision"),
            Slip(value=share, feedback="That is recall alone.", see="recall"),
            Slip(value=found / (found + alarms + missed), feedback="The true positives count twice, above and below."),
        ),
    )


def accuracy(rng: Random) -> Draw:
    """Accuracy from counts."""
    found, alarms, missed = _counts(rng)
    quiet = rng.choice((50, 60, 80, 100, 150, 200, 400))
    total = found + alarms + missed + quiet
    return Draw(
        stem=f"A test gives {found} true positives, {quiet} true negatives, {alarms} false positives and {missed} false negatives. "
        "What is its accuracy?",
        expected=(found + quiet) / total,
        unit="share",
        nudge="Count everything that was called correctly, positive or negative.",
        steps=(
            f"Right: {found} + {quiet} = {found + quiet}.",
            f"All: {total}.",
            f"{found + quiet} / {total} = {shown((found + quiet) / total)}.",
        ),
        slips=(
            Slip(value=found / (found + alarms), feedback="That is precision.", see="precision"),
            Slip(value=found / (found + missed), feedback="That is recall.", see="recall"),
            Slip(value=found / total, feedback="The true negatives are right answers, too."),
        ),
    )


def mean_squared_error(rng: Random) -> Draw:
    """MSE of three predictions."""
    truth = [rng.randrange(1, 10) for _ in range(3)]
    errors = [sign * size for sign, size in zip(rng.choices((-1, 1), k=3), rng.sample(range(1, 5), 3), strict=True)]
    guesses = [true + error for true, error in zip(truth, errors, strict=True)]
    squares = [error * error for error in errors]
    return Draw(
        stem=f"A model predicts {guesses[0]}, {guesses[1]} and {guesses[2]}; the true values are {truth[0]}, {truth[1]} and {truth[2]}. "
        "What is the mean squared error?",
        expected=sum(squares) / 3,
        nudge="Square every error before you average.",
        steps=(
            f"Errors: {errors[0]}, {errors[1]}, {errors[2]}.",
            f"Squares: {squares[0]}, {squares[1]}, {squares[2]}, with the sum {sum(squares)}.",
            f"{sum(squares)} / 3 = {shown(sum(squares) / 3)}.",
        ),
        slips=(
            Slip(value=sum(squares), feedback="That is the sum; divide by the number of examples.", see="mean"),
            Slip(value=sum(map(abs, errors)) / 3, feedback="The errors were not squared."),
            Slip(value=math.sqrt(sum(squares) / 3), feedback="That is the square root of the mean squared error."),
        ),
    )


def dot_product(rng: Random) -> Draw:
    """Dot product of two vectors with three entries."""
    left = [rng.randrange(1, 6), rng.randrange(1, 4), rng.randrange(1, 6)]
    right = [rng.randrange(1, 5), -1, rng.randrange(3, 7)]
    products = [a * b for a, b in zip(left, right, strict=True)]
    total = sum(products)
    return Draw(
        stem=f"What is the dot product of ({left[0]}, {left[1]}, {left[2]}) and ({right[0]}, {right[1]}, {right[2]})?",
        expected=total,
        whole=True,
        nudge="Multiply entry by entry, then add; mind the sign.",
        steps=(
            f"Products: {products[0]}, {products[1]}, {products[2]}.",
            f"Sum: {total}.",
        ),
        slips=(
            Slip(value=total - 2 * products[1], feedback="The second entry is negative, and so is its product."),
            Slip(value=sum(left) * sum(right), feedback="The entries were added before they were multiplied."),
        ),
    )


_VECTORS = ((3, 4), (4, 3), (5, 12), (12, 5), (6, 8), (8, 15), (15, 8), (1, 1), (1, 2), (2, 1))


def cosine_similarity(rng: Random) -> Draw:
    """Cosine similarity of two vectors with two entries."""
    left, right = rng.sample(_VECTORS, 2)
    product = left[0] * right[0] + left[1] * right[1]
    lengths = math.hypot(*left), math.hypot(*right)
    cosine = product / (lengths[0] * lengths[1])
    return Draw(
        stem=f"What is the cosine similarity of ({left[0]}, {left[1]}) and ({right[0]}, {right[1]})?",
        expected=cosine,
        nudge="Divide out both lengths, so that only the direction counts.",
        steps=(
            f"Dot product: {left[0]} · {right[0]} + {left[1]} · {right[1]} = {product}.",
            f"Lengths: {shown(lengths[0])} and {shown(lengths[1])}.",
            f"{product} / ({shown(lengths[0])} · {shown(lengths[1])}) = {shown(cosine)}.",
        ),
        slips=(
            Slip(value=product, feedback="That is the dot product, before the lengths are divided out.", see="norm"),
            Slip(value=product / lengths[0], feedback="Only one of the two lengths was divided out.", see="norm"),
            Slip(
                value=product / (lengths[0] * lengths[1]) ** 2, feedback="The lengths need a square root.", see="norm"
            ),
        ),
    )


def scaled_score(rng: Random) -> Draw:
    """A scaled attention score of vectors with four entries."""
    query = [rng.randrange(1, 5) for _ in range(4)]
    key = [rng.randrange(1, 5) for _ in range(4)]
    raw = sum(a * b for a, b in zip(query, key, strict=True))
    return Draw(
        stem=f"What is the scaled attention score of the query ({', '.join(map(str, query))}) and the key ({', '.join(map(str, key))})?",
        expected=raw / 2,
        nudge="The dot product is divided by something that depends on the number of entries.",
        steps=(
            f"Dot product: {' + '.join(f'{a} · {b}' for a, b in zip(query, key, strict=True))} = {raw}.",
            "The dimension is 4, and its square root is 2.",
            f"{raw} / 2 = {shown(raw / 2)}.",
        ),
        slips=(
            Slip(value=raw, feedback="That is the score before scaling.", see="attention-score"),
            Slip(value=raw / 4, feedback="It is divided by the square root of the dimension, not by the dimension."),
        ),
    )


def gradient_step(rng: Random) -> Draw:
    """One step of gradient descent on a parabola."""
    low = rng.randrange(4, 10)
    start, rate = low + rng.choice((-3, -2, 2, 3, 4, 5, 6)), rng.choice((0.1, 0.2, 0.25, 0.4))
    slope = 2 * (start - low)
    after = round(start - rate * slope, 6)
    return Draw(
        stem=f"The loss is L(θ) = (θ - {low})² and θ stands at {start}. Where is θ after one step of gradient descent "
        f"with learning rate {rate}?",
        expected=after,
        nudge="Find the slope where θ stands now, and go against it.",
        steps=(
            f"Derivative: 2 · (θ - {low}), at {start}: {slope}.",
            f"Step: {start} - {rate} · ({slope}) = {shown(after)}.",
        ),
        slips=(
            Slip(
                value=start + rate * slope,
                feedback="That goes up the slope; the gradient is subtracted.",
                see="gradient",
            ),
            Slip(
                value=start - rate * slope / 2,
                feedback="The derivative of a square has a factor of 2.",
                see="derivative",
            ),
            Slip(value=start - slope, feedback="The gradient is multiplied by the learning rate.", see="learning-rate"),
            Slip(value=rate * slope, feedback="That is the size of the step, not where θ ends."),
        ),
    )


def velocity(rng: Random) -> Draw:
    """The velocity of momentum after two gradients."""
    first, second, keep = rng.randrange(1, 9), rng.randrange(1, 9), rng.choice((0.5, 0.8, 0.9))
    after = round(keep * first + second, 6)
    return Draw(
        stem=f"Momentum starts with velocity zero and keeps β = {keep} of it at each step. The gradients are {first} and then {second}. "
        "What is the velocity after both, with v ← β · v + g?",
        expected=after,
        nudge="The first gradient has faded by one step when the second one arrives.",
        steps=(
            f"After the first gradient: {keep} · 0 + {first} = {first}.",
            f"After the second: {keep} · {first} + {second} = {shown(after)}.",
        ),
        slips=(
            Slip(value=first + second, feedback="The old velocity fades by the factor β."),
            Slip(value=keep * (first + second), feedback="Only the old velocity fades, not the new gradient."),
            Slip(value=second, feedback="That is the last gradient alone.", see="gradient"),
        ),
    )


def term_weight(rng: Random) -> Draw:
    """A TF-IDF weight."""
    times, holding = rng.randrange(2, 9), rng.choice((10, 20, 50, 100))
    documents = holding * rng.choice((2, 5, 10, 20, 50))
    ratio = documents // holding
    weight = times * math.log(ratio)
    return Draw(
        stem=f"A word occurs {times} times in a document and is found in {holding} of {shown(documents)} documents. "
        "What is its TF-IDF weight, as count times the natural logarithm of the inverse share, without smoothing?",
        expected=weight,
        nudge="Rare words weigh more: ask how many documents there are for each one that has the word.",
        steps=(
            f"{shown(documents)} / {holding} = {ratio}, and ln {ratio} = {shown(math.log(ratio))}.",
            f"{times} · {shown(math.log(ratio))} = {shown(weight)}.",
        ),
        slips=(
            Slip(value=times * math.log2(ratio), feedback="That is the logarithm to base 2.", see="logarithm"),
            Slip(value=times * math.log10(ratio), feedback="That is the logarithm to base 10.", see="logarithm"),
            Slip(value=times * ratio, feedback="The logarithm is missing.", see="logarithm"),
            Slip(value=math.log(ratio), feedback="The count in the document is missing.", see="bag-of-words"),
        ),
    )


MEASURES = (
    Kind(name="precision-from-counts", concept="precision", draw=precision),
    Kind(name="recall-from-counts", concept="recall", draw=recall),
    Kind(name="f1-from-counts", concept="f1-score", draw=f1_score),
    Kind(name="accuracy-from-counts", concept="accuracy", draw=accuracy),
    Kind(name="mean-squared-error", concept="mse", draw=mean_squared_error),
    Kind(name="dot-product", concept="dot-product", draw=dot_product),
    Kind(name="cosine-similarity", concept="cosine-similarity", draw=cosine_similarity),
    Kind(name="scaled-score", concept="scaled-attention-score", draw=scaled_score),
    Kind(name="gradient-step", concept="gradient-descent", draw=gradient_step),
    Kind(name="momentum-velocity", concept="momentum", draw=velocity),
    Kind(name="tf-idf-weight", concept="tf-idf", draw=term_weight),
)
"""Every kind of item about counts, vectors and steps."""
