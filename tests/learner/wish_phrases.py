"""Wishes as people say them, with what they mean; written before the rules that read them, though by the same hand.

Read on Thursday, 26 November 2026. What an entry does not name is empty.
"""

from __future__ import annotations

from datetime import date
from typing import TypedDict


class Meant(TypedDict, total=False):
    """What a wish means; `areas` are the names of the areas said to be known."""

    goals: list[str]
    known: list[str]
    areas: list[str]
    not_yet: list[str]
    hours: float
    weekly: float
    deadline: date
    level: str
    without: list[str]
    depth: str
    unclear: list[str]


BLIND: list[tuple[str, Meant]] = [
    (
        "I know linear algebra and basic probability, I have 3 hours, I want to understand FlashAttention",
        {
            "goals": ["flashattention"],
            "areas": ["linear algebra", "probability"],
            "hours": 3,
            "depth": "understand",
        },
    ),
    (
        (
            "get me to LoRA and DPO by 15 December, 4 hours a week, I already know transformers, nothing about vision, "
            "just enough to follow a talk"
        ),
        {
            "goals": ["lora", "dpo"],
            "known": ["transformer"],
            "weekly": 4,
            "deadline": date(2026, 12, 15),
            "without": ["vision"],
            "depth": "follow",
        },
    ),
    ("Teach me RLHF in two weeks, an hour a day", {"goals": ["rlhf"], "weekly": 7, "deadline": date(2026, 12, 10)}),
    ("How do I get to speculative decoding?", {"goals": ["speculative-decoding"]}),
    (
        "I've got half an hour every evening and I'd like to be able to implement beam search before 2026-12-15.",
        {"goals": ["beam-search"], "weekly": 3.5, "deadline": date(2026, 12, 14), "depth": "implement"},
    ),
    ("a weekend for RAG please", {"goals": ["rag"], "hours": 8}),
    ("I'm a beginner. What do I need for the KV cache?", {"goals": ["kv-cache"]}),
    (
        "I'm comfortable with softmax, cross-entropy and gradient descent; goal: logistic regression, nothing advanced",
        {
            "goals": ["logistic-regression"],
            "known": ["softmax", "cross-entropy", "gradient-descent"],
            "level": "intermediate",
        },
    ),
    (
        "SVD by Friday. I don't know eigenvectors yet. 90 minutes a day.",
        {"goals": ["svd"], "not_yet": ["eigenvector"], "weekly": 10.5, "deadline": date(2026, 11, 27)},
    ),
    ("path to PPO from reinforcement learning", {"goals": ["ppo"], "known": ["reinforcement-learning"]}),
    (
        "Could you plan two hours per week until the end of January so that I can build my own LSTM?",
        {"goals": ["lstm"], "weekly": 2, "deadline": date(2027, 1, 31), "depth": "implement"},
    ),
    (
        "I studied calculus and statistics at university and need a rough idea of attention for tomorrow",
        {
            "goals": ["attention"],
            "areas": ["calculus", "statistics"],
            "deadline": date(2026, 11, 27),
            "depth": "follow",
        },
    ),
    (
        "understand BERT, 5h/week, deadline 2027-02-01",
        {
            "goals": ["bert"],
            "weekly": 5,
            "deadline": date(2027, 2, 1),
            "depth": "understand",
        },
    ),
    ("MoE without any maths, 45 min", {"goals": ["mixture-of-experts"], "without": ["mathematics"], "hours": 0.75}),
    ("I know nothing about transformers and want to learn LoRA", {"goals": ["lora"], "not_yet": ["transformer"]}),
    (
        "twenty minutes a day for a month to learn quantization",
        {
            "goals": ["quantization"],
            "weekly": 7 / 3,
            "deadline": date(2026, 12, 26),
        },
    ),
    (
        "Having done CNNs and RNNs, I would like to move on to self-attention, leaving out optimization.",
        {
            "goals": ["self-attention"],
            "known": ["cnn", "rnn"],
            "without": ["optimization"],
        },
    ),
    (
        "three evenings a week, one and a half hours each: word2vec and perplexity",
        {
            "goals": ["word2vec", "perplexity"],
            "weekly": 4.5,
        },
    ),
    (
        "My exam on dropout and batch normalization is on 3 December, I can spare 6 hours in total",
        {
            "goals": ["dropout", "batch-normalization"],
            "hours": 6,
            "deadline": date(2026, 12, 3),
        },
    ),
    (
        "I know quantum chromodynamics and softmax; get me to cosine similarity",
        {
            "goals": ["cosine-similarity"],
            "known": ["softmax"],
            "unclear": ["quantum chromodynamics"],
        },
    ),
    (
        "everything about probability is known to me, explain HMM to me in depth within ten days",
        {
            "goals": ["hidden-markov-model"],
            "areas": ["probability"],
            "deadline": date(2026, 12, 6),
            "depth": "implement",
        },
    ),
    (
        "what's the fastest way to understand flash atention if all I have is this weekend?",
        {
            "goals": ["flashattention"],
            "hours": 8,
            "deadline": date(2026, 11, 29),
            "depth": "understand",
        },
    ),
]
"""Written before the rules; one of them ("before 2026-12-15") was mended while the reader of times was written."""
