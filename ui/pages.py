"""Concept pages, comparisons and search results as Markdown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from corpus.catalogue import Catalogue
from corpus.types import Concept, SectionName
from graph.concept_graph import ConceptGraph
from graph.stats import GraphStats, Ranked
from tutor.retrieval.fusion import CHANNEL_WEIGHTS

if TYPE_CHECKING:
    from tutor.retrieval.retriever import SearchResult

_COMPARED = (SectionName.DEFINITION, SectionName.INTUITION, SectionName.WHY, SectionName.FORMULA)


def concept_page(graph: ConceptGraph, page: Concept) -> str:
    """A page with what it needs, each with its reason, and what it unlocks."""
    head = [f"# {page.title}", f"*{page.level} · {page.minutes} minutes · {page.area}*"]
    sections = [
        section.text if section.name is SectionName.DEFINITION else f"## {section.name}\n\n{section.text}"
        for section in page.sections
    ]
    return "\n\n".join([*head, *sections, *_neighbours(graph, page)])


def _neighbours(graph: ConceptGraph, page: Concept) -> list[str]:
    catalogue = graph.catalogue
    needs = [
        f"- **{catalogue[before].title}**: {graph.reason(before, page.id)}" for before in graph.prerequisites(page.id)
    ]
    unlocks = [f"- {catalogue[later].title}" for later in graph.dependents(page.id)]
    contrasts = [f"- **{catalogue[c.concept].title}**: {c.how}" for c in page.contrasts if c.concept in catalogue]
    blocks = {"What comes before": needs, "What it unlocks": unlocks, "Easily confused with": contrasts}
    return [f"## {title}\n\n" + "\n".join(lines) for title, lines in blocks.items() if lines]


def comparison(graph: ConceptGraph, one: Concept, other: Concept) -> str:
    """Two pages side by side: the stated contrast, their sections, and what both rest on."""
    how = next((contrast.how for contrast in one.contrasts if contrast.concept == other.id), "")
    blocks = [f"# {one.title} and {other.title}", *([how] if how else [])]
    for name in _COMPARED:
        texts = [(page.title, section.text) for page in (one, other) if (section := page.section(name))]
        blocks += [f"## {name}", *(f"**{title}.** {text}" for title, text in texts)] if texts else []
    shared = sorted(graph.ancestors(one.id) & graph.ancestors(other.id), key=lambda c: (-graph.depths[c], c))[:5]
    if shared:
        blocks.append("Both rest on " + ", ".join(graph.catalogue[concept].title for concept in shared) + ".")
    return "\n\n".join(blocks)


def stats_page(stats: GraphStats) -> str:
    """Figures of the graph, a line each."""
    lines = {
        "concepts": f"{stats.concepts}, of which {_counts(stats.by_level)}",
        "areas": _counts(stats.by_area),
        "direct prerequisites": f"{stats.prerequisites}; {_counts(stats.prerequisites_per_concept)} (number: concepts)",
        "study time": f"{stats.minutes} minutes",
        "connected parts": f"{stats.parts}",
        "foundations": ", ".join(stats.foundations),
        f"longest chain, {len(stats.longest_chain)} concepts": " → ".join(stats.longest_chain),
        "most rest on": _ranks(stats.most_needed),
        "most name directly": _ranks(stats.most_direct),
        "most before them": _ranks(stats.longest_ways),
    }
    return "\n".join(f"- **{name}**: {text}" for name, text in lines.items())


def _counts(counts: Mapping[str, int] | Mapping[int, int]) -> str:
    return ", ".join(f"{name}: {count}" for name, count in counts.items())


def _ranks(ranked: Sequence[Ranked]) -> str:
    return ", ".join(f"{rank.concept} ({rank.count})" for rank in ranked)


def concept_list(graph: ConceptGraph) -> str:
    """Every concept, by area."""
    pages = sorted(graph.catalogue, key=lambda page: (page.area, page.id))
    areas = groupby(pages, key=lambda page: page.area)
    return "\n\n".join(f"## {area}\n\n" + "\n".join(f"- {p.title} (`{p.id}`)" for p in group) for area, group in areas)


def search_table(found: SearchResult, catalogue: Catalogue) -> str:
    """Concepts with the score each channel gave, then the passages."""
    channels = tuple(CHANNEL_WEIGHTS)
    rows = [
        f"| {catalogue[rank.concept].title} | {rank.score:.4f} | "
        + " | ".join(f"{rank.channels[channel]:.2f}" if channel in rank.channels else "" for channel in channels)
        + " |"
        for rank in found.concepts
    ]
    head = ["| concept | fused | " + " | ".join(channels) + " |", "|---|---|" + "---|" * len(channels)]
    passages = [f"- {hit.passage.label}" + (" (bridge)" if hit.role == "bridge" else "") for hit in found.hits]
    return "\n".join([*head, *rows, "", *passages])
