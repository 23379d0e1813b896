"""What stands in the head of the page: style sheets and scripts.

Gradio would rewrite style sheets that it is handed (it takes selectors apart at commas and drops what it does not know),
so ours are put there as they are. All but the first are wrapped in a selector that outweighs Gradio's own rules.
"""

from __future__ import annotations

from importlib import resources

_FIRST = "style.css"
_ORDER = ("screen.css", "chat.css")
_SCRIPTS = ("page.js", "chat_page.js", "asking.js", "citations.js")


_STATIC = resources.files("ui.web") / "static"


def asset(name: str) -> str:
    """A style sheet, a script or a piece of HTML, as text."""
    return _STATIC.joinpath(name).read_text(encoding="utf-8")


def head() -> str:
    """The HTML of it."""
    rest = "\n".join(map(asset, _sheets()))
    scripts = "".join(f"<script>{asset(name)}</script>" for name in _SCRIPTS)
    return f"<style>{asset(_FIRST)}\n:root:root:root {{\n{rest}\n}}</style>{scripts}"


def _sheets() -> list[str]:
    """The wrapped style sheets: what is shared, then one for each screen, in the order of the alphabet."""
    shared = (_FIRST, *_ORDER)
    names = sorted(file.name for file in _STATIC.iterdir() if file.name.endswith(".css"))
    return [*_ORDER, *(name for name in names if name not in shared)]
