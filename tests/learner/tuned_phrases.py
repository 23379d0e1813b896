"""More wishes as people say them, with what they mean; the rules were changed where these showed what they lacked."""

from __future__ import annotations

from datetime import date

from tests.learner.wish_phrases import Meant

TUNED: list[tuple[str, Meant]] = [
    (
        "i need to give a presentation about mixture of experts next Friday, superficial is fine",
        {
            "goals": ["mixture-of-experts"],
            "deadline": date(2026, 12, 4),
            "depth": "follow",
        },
    ),
    (
        "We've covered PCA and SVD in class. Next up: k-means. I can do 45 minutes three times a week.",
        {
            "goals": ["k-means-objective"],
            "known": ["pca", "svd"],
            "weekly": 2.25,
        },
    ),
    (
        "transformers I know, DPO I don't. Get me there by Christmas, 2h on weekends",
        {
            "goals": ["dpo"],
            "known": ["transformer"],
            "weekly": 2,
            "deadline": date(2026, 12, 24),
        },
    ),
    ("Zero background. What should I learn first to understand perplexity? No hurry.", {"goals": ["perplexity"]}),
    ("LoRA", {"goals": ["lora"]}),
    (
        "I'd love to grasp RoPE and GQA; attention and softmax are familiar to me",
        {
            "goals": ["rope", "gqa"],
            "known": ["attention", "softmax"],
        },
    ),
    (
        "from linear algebra to flashattention in 3 weeks at 5 hours per week",
        {
            "goals": ["flashattention"],
            "areas": ["linear algebra"],
            "weekly": 5,
            "deadline": date(2026, 12, 17),
        },
    ),
    (
        "I only have 10 days and about 30-40 minutes per day, goal is backpropagation, keep it simple",
        {
            "goals": ["backpropagation"],
            "weekly": 3.5,
            "deadline": date(2026, 12, 6),
            "level": "beginner",
        },
    ),
    (
        "Please skip safety and alignment. I want to build RAG by hand before February.",
        {
            "goals": ["rag"],
            "without": ["safety", "alignment"],
            "deadline": date(2027, 1, 31),
            "depth": "implement",
        },
    ),
    (
        "I understand gradient descent but not Adam, so teach me Adam, at most intermediate",
        {
            "goals": ["adam"],
            "known": ["gradient-descent"],
            "not_yet": ["adam"],
            "level": "intermediate",
        },
    ),
    ("Give me the gist of BERT in 20 minutes", {"goals": ["bert"], "hours": 1 / 3, "depth": "follow"}),
    (
        "can you bring me up to speed on RLHF, PPO & DPO? my background is in statistics",
        {
            "goals": ["rlhf", "ppo", "dpo"],
            "areas": ["statistics"],
        },
    ),
    (
        "by the end of the year i want to be able to code up a transformer, an hour and a half every Sunday",
        {
            "goals": ["transformer"],
            "weekly": 1.5,
            "deadline": date(2026, 12, 31),
            "depth": "implement",
        },
    ),
    ("I have one free evening. Explain speculative decoding.", {"goals": ["speculative-decoding"], "hours": 2}),
    (
        "beam search, dropout, tokenization — 2.5 hours — advanced stuff is fine",
        {
            "goals": ["beam-search", "dropout", "tokenization"],
            "hours": 2.5,
        },
    ),
    (
        "Knowing calculus but no statistics whatsoever, how long until I understand logistic regression?",
        {
            "goals": ["logistic-regression"],
            "areas": ["calculus"],
            "not_yet": [
                "bootstrap-resampling",
                "confidence-interval",
                "discrete-probability-distribution",
                "expectation",
                "linear-regression",
                "log-likelihood",
                "mean",
                "mle",
                "normal-distribution",
                "probability",
                "probability-distribution",
                "random-variable",
                "variance",
            ],
        },
    ),
    (
        "Two months, weekends only, to go from nothing to LLM quantization in detail",
        {
            "goals": ["quantization"],
            "deadline": date(2027, 1, 26),
            "weekly": 8,
            "depth": "implement",
        },
    ),
    (
        "my boss wants me to talk about prompt engineering... chain of thought mostly... tomorrow!",
        {
            "goals": ["prompt-engineering", "chain-of-thought"],
            "deadline": date(2026, 11, 27),
        },
    ),
    (
        "I've been working with RNNs for five years and I want to know self-attention properly",
        {
            "goals": ["self-attention"],
            "known": ["rnn"],
        },
    ),
    ("I'm intermediate. teach me dropout", {"goals": ["dropout"], "unclear": ["i'm intermediate (say what you know)"]}),
    ("learn SVD by 31 February", {"goals": ["svd"], "unclear": ["by 31 february"]}),
    (
        "get to CLIP without SVD, 30 hours a day",
        {
            "goals": ["clip"],
            "unclear": ["30 hours a day", "without svd (only whole areas can be left out)"],
        },
    ),
    (
        "I'm good at probability basics and neural networks. Next week I start with fine-tuning, 4 hrs weekly.",
        {
            "goals": ["fine-tuning"],
            "known": ["neural-network"],
            "areas": ["probability"],
            "weekly": 4,
        },
    ),
    ("what's the weather like?", {"unclear": ["weather"]}),
    (
        "skip what I know: softmax, logits and cross entropy. Goal is knowledge distillation",
        {"goals": ["knowledge-distillation"], "known": ["softmax", "logit", "cross-entropy"]},
    ),
    (
        "i hate probability. teach me decision tree anyway, nothing too difficult",
        {"goals": ["decision-tree"], "without": ["probability"], "level": "intermediate"},
    ),
    (
        "I'm fine with matrices and derivatives. Take me to PCA over the weekend.",
        {"goals": ["pca"], "known": ["matrix", "derivative"], "hours": 8, "deadline": date(2026, 11, 29)},
    ),
    (
        "Reading group on FlashAttention on Tuesday. I know self-attention but never understood GPU memory.",
        {
            "goals": ["flashattention"],
            "known": ["self-attention"],
            "not_yet": ["gpu-memory"],
            "deadline": date(2026, 12, 1),
        },
    ),
]
"""Written after the rules; the rules were then changed where these showed what they lacked."""
