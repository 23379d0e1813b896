"""Computed items about probabilities and what is made of them. The formulas are those of the pages."""

from __future__ import annotations

import math
from random import Random

from tutor.learner.items.draw import Draw, Kind, shown
from tutor.learner.items.full_item import Slip


def _logistic(number: float) -> float:
    return 1 / (1 + math.exp(-number))


def _thirds(rng: Random) -> tuple[float, float, float]:
    """Three different probabilities with one decimal that sum to one."""
    first, second = rng.choice(((1, 2), (1, 3), (1, 4), (2, 3), (3, 6), (1, 7), (2, 7), (1, 6)))
    parts = [first, second, 10 - first - second]
    rng.shuffle(parts)
    return parts[0] / 10, parts[1] / 10, parts[2] / 10


def softmax_of_three(rng: Random) -> Draw:
    """The first probability of three logits."""
    first, second, third = rng.sample(range(-1, 4), 3)
    powers = [math.exp(logit) for logit in (first, second, third)]
    total = sum(powers)
    return Draw(
        stem=f"Softmax turns the logits {first}, {second} and {third} into probabilities. "
        "What is the probability of the first one?",
        expected=powers[0] / total,
        unit="share",
        nudge="Take e to the power of every logit before anything is divided.",
        steps=(
            f"Exponentials: e^{first} = {shown(powers[0])}, e^{second} = {shown(powers[1])}, e^{third} = {shown(powers[2])}.",
            f"Sum: {shown(total)}.",
            f"First probability: {shown(powers[0])} / {shown(total)} = {shown(powers[0] / total)}.",
        ),
        slips=(
            Slip(value=_logistic(first), feedback="That is the sigmoid of the first logit alone.", see="sigmoid"),
            Slip(value=powers[1] / total, feedback="That is the probability of the second logit."),
            Slip(
                value=first / (first + second + third) if first + second + third else 0.0,
                feedback="The logits were divided by their sum; they must be exponentiated first.",
                see="exponential-function",
            ),
        ),
    )


def softmax_with_temperature(rng: Random) -> Draw:
    """The first probability of three logits at a temperature."""
    logits, heat = rng.sample(range(4), 3), rng.choice((0.5, 2))
    first, second, third = logits
    powers = [math.exp(logit / heat) for logit in logits]
    plain = [math.exp(logit) for logit in logits]
    raised = [math.exp(logit * heat) for logit in logits]
    total = sum(powers)
    return Draw(
        stem=f"A model gives three tokens the logits {first}, {second} and {third}. "
        f"What is the probability of the first token at temperature {heat}?",
        expected=powers[0] / total,
        unit="share",
        nudge="The logits are divided by the temperature before the softmax.",
        steps=(
            f"Divided by {heat}: {shown(first / heat)}, {shown(second / heat)}, {shown(third / heat)}.",
            f"Exponentials: {', '.join(map(shown, powers))}; their sum is {shown(total)}.",
            f"First probability: {shown(powers[0])} / {shown(total)} = {shown(powers[0] / total)}.",
        ),
        slips=(
            Slip(value=plain[0] / sum(plain), feedback="That is the softmax at temperature 1.", see="softmax"),
            Slip(value=raised[0] / sum(raised), feedback="The logits were multiplied by the temperature, not divided."),
        ),
    )


def sigmoid_of_logit(rng: Random) -> Draw:
    """The sigmoid of a number."""
    logit = rng.choice((-3, -2, -1.5, -1, -0.5, 0.5, 1, 1.5, 2, 3))
    power, value = math.exp(-logit), _logistic(logit)
    return Draw(
        stem=f"What is the sigmoid of {logit}?",
        expected=value,
        unit="share",
        nudge="One plus e to the power of the negated number stands below the line.",
        steps=(
            f"e^(-({logit})) = {shown(power)}.",
            f"1 / (1 + {shown(power)}) = {shown(value)}.",
        ),
        slips=(
            Slip(
                value=1 - value, feedback="The sign in the exponent is the wrong way round.", see="exponential-function"
            ),
            Slip(value=math.tanh(logit), feedback="That is the hyperbolic tangent.", see="tanh"),
        ),
    )


def cross_entropy_of_prediction(rng: Random) -> Draw:
    """The loss of one prediction among three classes."""
    shares, place = _thirds(rng), rng.randrange(3)
    right, name = shares[place], ("cat", "dog", "bird")[place]
    loss = -math.log(right)
    return Draw(
        stem=f"A classifier gives cat {shares[0]}, dog {shares[1]} and bird {shares[2]}, and the picture shows a {name}. "
        "What is the cross-entropy loss, with the natural logarithm?",
        expected=loss,
        unit="nats",
        nudge="Only the probability of the right class counts.",
        steps=(
            f"The label is 1 for {name} and 0 for the others, so only {right} remains.",
            f"-ln {right} = {shown(loss)} nats.",
        ),
        slips=(
            Slip(value=loss / math.log(2), feedback="That is the logarithm to base 2, in bits.", see="logarithm"),
            Slip(value=-math.log10(right), feedback="That is the logarithm to base 10.", see="logarithm"),
            Slip(value=-loss, feedback="The sign is missing: the logarithm of a share is negative, the loss is not."),
            Slip(value=1 - right, feedback="That is the missing probability, without a logarithm.", see="logarithm"),
        ),
    )


def binary_cross_entropy_of_prediction(rng: Random) -> Draw:
    """The loss of one prediction of a label that is 0 or 1."""
    label, share = rng.randrange(2), rng.choice((0.1, 0.2, 0.3, 0.4, 0.6, 0.7, 0.8, 0.9))
    given = share if label else round(1 - share, 1)
    loss = -math.log(given)
    return Draw(
        stem=f"A model gives label 1 the probability {share}, and the true label is {label}. "
        "What is the binary cross-entropy, with the natural logarithm?",
        expected=loss,
        unit="nats",
        nudge="Ask which probability the model gave to the label that is true.",
        steps=(
            f"The true label {label} was given the probability {given}.",
            f"-ln {given} = {shown(loss)} nats.",
        ),
        slips=(
            Slip(value=-math.log(1 - given), feedback="That is the loss for the other label."),
            Slip(value=loss / math.log(2), feedback="That is the logarithm to base 2, in bits.", see="logarithm"),
            Slip(value=-loss, feedback="The sign is missing: the loss is not negative.", see="logarithm"),
        ),
    )


def perplexity_from_losses(rng: Random) -> Draw:
    """Perplexity of three tokens from their losses."""
    tenths = [rng.randrange(5, 31) for _ in range(3)]
    tenths[2] += (-sum(tenths)) % 3
    losses = [tenth / 10 for tenth in tenths]
    average = sum(tenths) / 30
    return Draw(
        stem=f"A language model has the losses {losses[0]}, {losses[1]} and {losses[2]} nats on the three tokens of a text. "
        "What is its perplexity?",
        expected=math.exp(average),
        nudge="Average first, then undo the logarithm.",
        steps=(
            f"Average loss: ({losses[0]} + {losses[1]} + {losses[2]}) / 3 = {shown(average)} nats.",
            f"Perplexity: e^{shown(average)} = {shown(math.exp(average))}.",
        ),
        slips=(
            Slip(
                value=average, feedback="That is the average loss; perplexity is its exponential.", see="cross-entropy"
            ),
            Slip(value=math.exp(sum(losses)), feedback="The losses were added up but not averaged.", see="mean"),
            Slip(value=2**average, feedback="The losses are in nats, so the base is e.", see="logarithm"),
        ),
    )


def entropy_of_coin(rng: Random) -> Draw:
    """Entropy of a biased coin."""
    heads = rng.choice((0.05, 0.1, 0.2, 0.25, 0.3, 0.4, 0.6, 0.7, 0.75, 0.8, 0.9, 0.95))
    tails = round(1 - heads, 2)
    first, second = -heads * math.log2(heads), -tails * math.log2(tails)
    return Draw(
        stem=f"A coin shows heads with probability {heads}. What is the Shannon entropy of one throw, with logarithms to base 2?",
        expected=first + second,
        unit="bits",
        nudge="Both sides of the coin contribute: probability times surprise.",
        steps=(
            f"Heads: -{heads} · log2 {heads} = {shown(first)}.",
            f"Tails: -{tails} · log2 {tails} = {shown(second)}.",
            f"Together: {shown(first + second)} bits.",
        ),
        slips=(
            Slip(
                value=(first + second) * math.log(2),
                feedback="That is in nats, with the natural logarithm.",
                see="logarithm",
            ),
            Slip(value=first, feedback="That is the part of heads alone.", see="expectation"),
            Slip(
                value=-math.log2(heads), feedback="That is the surprise of heads, not the average.", see="expectation"
            ),
        ),
    )


def divergence_of_coins(rng: Random) -> Draw:
    """KL divergence between two coins."""
    true, model = rng.sample((0.1, 0.2, 0.25, 0.4, 0.5, 0.75, 0.8), 2)
    first, second = true * math.log(true / model), (1 - true) * math.log((1 - true) / (1 - model))
    other = model * math.log(model / true) + (1 - model) * math.log((1 - model) / (1 - true))
    return Draw(
        stem=f"A coin P shows heads with probability {true}, a model Q of it says {model}. "
        "What is the KL divergence of P from Q, D(P ‖ Q), with the natural logarithm?",
        expected=first + second,
        unit="nats",
        nudge="Average the logarithm of the ratio P / Q, weighted by P.",
        steps=(
            f"Heads: {true} · ln({true} / {model}) = {shown(first)}.",
            f"Tails: {shown(1 - true)} · ln({shown(1 - true)} / {shown(1 - model)}) = {shown(second)}.",
            f"Together: {shown(first + second)} nats.",
        ),
        slips=(
            Slip(value=other, feedback="That is the divergence in the other direction."),
            Slip(value=(first + second) / math.log(2), feedback="That is in bits.", see="logarithm"),
            Slip(value=first, feedback="That is the part of heads alone.", see="expectation"),
        ),
    )


def posterior(rng: Random) -> Draw:
    """Bayes' theorem for a test."""
    prior, hit, alarm = rng.choice((1, 2, 5, 10, 20)), rng.choice((80, 90, 95, 99)), rng.choice((1, 2, 5, 10))
    ill, well = prior * hit, (100 - prior) * alarm
    share = ill / (ill + well)
    return Draw(
        stem=f"{prior} % of people have a disease. A test finds {hit} % of the ill and wrongly alarms for {alarm} % of the healthy. "
        "What is the probability to be ill after a positive test?",
        expected=share,
        unit="share",
        nudge="Count in 10,000 people: how many positive tests come from the ill, how many from the healthy?",
        steps=(
            f"Of 10,000 people {shown(100 * prior)} are ill, and {shown(ill)} of these test positive.",
            f"Of the {shown(10_000 - 100 * prior)} healthy, {shown(well)} test positive.",
            f"{shown(ill)} / ({shown(ill)} + {shown(well)}) = {shown(share)}.",
        ),
        slips=(
            Slip(
                value=hit / 100,
                feedback="That is how often the ill test positive, the other way round.",
                see="conditional-probability",
            ),
            Slip(value=hit / (hit + alarm), feedback="That leaves out how rare the disease is."),
            Slip(
                value=prior * hit / 10_000,
                feedback="That is the share of all people who are ill and test positive.",
                see="conditional-probability",
            ),
        ),
    )


PROBABILITIES = (
    Kind(name="softmax-of-three", concept="softmax", draw=softmax_of_three),
    Kind(name="softmax-with-temperature", concept="temperature", draw=softmax_with_temperature),
    Kind(name="sigmoid-of-logit", concept="sigmoid", draw=sigmoid_of_logit),
    Kind(name="cross-entropy-of-prediction", concept="cross-entropy", draw=cross_entropy_of_prediction),
    Kind(name="binary-cross-entropy", concept="binary-cross-entropy", draw=binary_cross_entropy_of_prediction),
    Kind(name="perplexity-from-losses", concept="perplexity", draw=perplexity_from_losses),
    Kind(name="entropy-of-coin", concept="shannon-entropy", draw=entropy_of_coin),
    Kind(name="divergence-of-coins", concept="kl-divergence", draw=divergence_of_coins),
    Kind(name="posterior-after-test", concept="bayes-theorem", draw=posterior),
)
"""Every kind of item about probabilities."""
