"""What is kept of a learner, as their own: taking it along, taking it in, deleting it."""

from __future__ import annotations

from ui.web.pieces import button, row


def data_forms(entries: int) -> str:
    """Taking one's log along and in, and deleting everything.

    Args:
        entries: How many entries the log has.
    """
    export = row([button("Save my log as a file", "export")]) if entries else ""
    return "\n".join(
        [
            '<h2>What is kept of you</h2><p class="hint">It lies in the database of this tutor and is sent to nobody.</p>',
            export,
            _importing(),
            _deleting(entries),
        ]
    )


def _importing() -> str:
    return (
        '<details class="taking"><summary>Take in a log from a file</summary>'
        '<form data-act="import"><label class="field"><span>A file that was saved here</span>'
        '<input type="file" name="log" accept=".json,application/json" required></label>'
        '<p class="hint">What is there already is not doubled.</p>'
        '<div class="row"><button type="submit" class="button">Take it in</button></div></form></details>'
    )


def _deleting(entries: int) -> str:
    kept = f"the log with its {entries} entries" if entries > 1 else "the log"
    return (
        '<details class="sure"><summary>Delete everything about me…</summary>'
        f"<p>This deletes, at once and for good: {kept} (your answers, what you said you know, your goals) and all your"
        " conversations. The pages and the models stay. Save your log first if you may want it back.</p>"
        f"{row([button('Yes, delete everything about me', 'delete', look='button danger')])}</details>"
    )
