"""Areas of the corpus as people read them."""

from __future__ import annotations


def area_name(area: str) -> str:
    """An area's folder as a name.

    >>> area_name("mixture-of-experts")
    'Mixture of experts'
    """
    return area.replace("-", " ").capitalize()
