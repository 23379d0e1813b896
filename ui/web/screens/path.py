"""The screen of the path: a wish becomes a plan, the plan is walked step by step, and it can be changed at any time."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from corpus.types import ConceptId
from graph.concept_graph import ConceptGraph
from tutor.errors import TutorError
from tutor.learner.entries import Aim
from tutor.learner.plans.alternatives import alternatives
from tutor.learner.plans.changed import plan_change
from tutor.learner.plans.plan import study_plan
from tutor.learner.plans.schedule import MOST_WEEKS
from tutor.learner.study import new_id
from ui.dialect import escape_plain
from ui.plan_files import plan_file
from ui.web.pieces import button, heading
from ui.web.screen import Act, SavedFile, Shown, Visitor
from ui.web.screens.aim_form import aim_from, aim_values, hidden_fields
from ui.web.screens.item_view import ITEM_ACTS
from ui.web.screens.path_plan import Journey, edit_form, plan_body
from ui.web.screens.path_walk import walked
from ui.web.screens.path_wish import WishReader, asking, read_back

ADDRESS = "?screen=path"
"""Where the plan is."""

_WEEKS = frozenset(map(str, range(1, MOST_WEEKS + 1)))

_MEDIA = {
    ".md": "text/markdown",
    ".mmd": "text/plain",
    ".ics": "text/calendar",
    ".apkg": "application/octet-stream",
}


class PathScreen:
    """Shows the way to what a learner wants.

    Args:
        graph: The concepts that a wish can name.
    """

    def __init__(self, graph: ConceptGraph) -> None:
        self._reader = WishReader(graph)
        self._acts: Mapping[str, Callable[[Act, Visitor], Shown]] = {
            "show": self._open,
            "next": self._open,
            "take": self._take,
            "know": self._say,
            "not-yet": self._say,
            "preview": _preview,
            "keep": _keep,
            "drop": _drop,
            "export": _export,
            **dict.fromkeys(ITEM_ACTS, self._walk),
        }

    def show(self, act: Act, visitor: Visitor) -> Shown:
        """Do what was done and draw what is seen then.

        Raises:
            TutorError: If there is no such act, or its values cannot be used; nothing is noted then.
        """
        done = self._acts.get(act.name)
        if done is None:
            raise TutorError(f"The path has nothing called '{act.name}'.", hint="Reload the page.")
        return done(act, visitor)

    def _open(self, act: Act, visitor: Visitor) -> Shown:
        """What an address shows: the walk, a wish, or the plan."""
        aim = visitor.study.state(visitor.now).aim
        wanted = act.values.get("goal", "").strip()
        if act.values.get("walk"):
            return self._walk(act, visitor)
        if act.values.get("wish", "").strip() or (wanted and (aim is None or wanted not in aim.goals)):
            return self._read(act, visitor, aim)
        if "say" in act.values or aim is None:
            body = asking(act.values.get("say", ""), has_aim=aim is not None)
            return Shown(title="Path", body=body)
        return _plan(visitor)

    def _read(self, act: Act, visitor: Visitor, aim: Aim | None) -> Shown:
        """The wish read back; asked for again where it names no goal."""
        wish = self._reader.read(act.values, visitor.now)
        if not wish.goals:
            body = asking(act.values.get("wish", ""), told=_again(wish.spoken()), has_aim=aim is not None)
            return Shown(title="Path", body=body)
        body = read_back(visitor.study.graph, wish, act.values, aim, visitor.now)
        return Shown(title="Path", body=body)

    def _take(self, act: Act, visitor: Visitor) -> Shown:
        """Note the wish as it stands in the form."""
        visitor.study.want(self._reader.corrected(act.values, visitor.now), visitor.now)
        return _plan(visitor, "Here is your plan.")

    def _walk(self, act: Act, visitor: Visitor) -> Shown:
        return walked(act, visitor) or Shown(title="Path", body=asking(), address=ADDRESS)

    def _say(self, act: Act, visitor: Visitor) -> Shown:
        """Note what somebody says of a concept, and go on where they were."""
        concept, known = _concept(act, visitor.study.graph), act.name == "know"
        visitor.study.say([concept], visitor.now, known=known)
        title = visitor.study.graph.catalogue[concept].title
        said = f"Noted: you know {title}, and what comes before." if known else f"Noted: {title} is not yet known."
        if act.values.get("walk"):
            return self._walk(Act(screen=act.screen), visitor).model_copy(update={"said": said})
        week = act.values.get("week", "")
        return _plan(visitor, said, int(week) if week in _WEEKS else 0)


def _again(spoken: str) -> str:
    return f"{spoken} Name a concept, such as “LoRA” or “attention”."


def _plan(visitor: Visitor, said: str = "", opened: int = 0) -> Shown:
    """The plan, with a week unfolded beside the first ones."""
    journey = replace(_journey(visitor), opened=opened)
    return Shown(title=f"Path to {journey.goals}", body=plan_body(journey), address=ADDRESS, said=said)


def _journey(visitor: Visitor) -> Journey:
    """Where the learner stands with the plan.

    Raises:
        TutorError: If there is no plan; it may have been dropped in another window.
    """
    study, now = visitor.study, visitor.now
    aim, plan, so_far = study.state(now).aim, study.plan(now), study.so_far(now)
    activity = study.activity(now)
    if aim is None or plan is None or so_far is None or activity is None:
        message = "There is no plan any more."
        raise TutorError(message, hint="Say what you want to learn.")
    others = alternatives(study.graph, plan)
    return Journey(study.graph, aim, plan, so_far, activity, others, now.date())


def _concept(act: Act, graph: ConceptGraph) -> ConceptId:
    concept = act.values.get("concept", "")
    if concept not in graph:
        raise TutorError(f"There is no concept called '{concept[:80]}'.", hint="Reload the page.")
    return concept


def _changed_aim(act: Act, visitor: Visitor) -> Aim:
    return aim_from(act.values, visitor.study.graph, new_id(), visitor.now)


def _preview(act: Act, visitor: Visitor) -> Shown:
    """What a changed aim would lead to, before it is taken."""
    graph, now = visitor.study.graph, visitor.now
    journey, aim = _journey(visitor), _changed_aim(act, visitor)
    then = study_plan(graph, aim, visitor.study.state(now).known, now.date())
    told = (*plan_change(graph, journey.plan, then).sentences, *(shortfall.said for shortfall in then.shortfalls))
    keep = '<button type="submit" class="button primary" data-focus>Keep this</button>'
    leave = button("Leave it as it is", "show")
    parts = [
        heading("What would change"),
        *(f'<p class="told">{escape_plain(sentence)}</p>' for sentence in told),
        f'<form data-act="keep">{hidden_fields(aim_values(aim))}<div class="row">{keep}{leave}</div></form>',
        f'<div class="ways"><details><summary>Change more</summary>{edit_form(graph, aim)}</details></div>',
    ]
    return Shown(title="What would change", body="\n".join(parts), address=ADDRESS)


def _keep(act: Act, visitor: Visitor) -> Shown:
    """Take the changed aim."""
    aim = _changed_aim(act, visitor)
    study_plan(visitor.study.graph, aim, (), visitor.now.date())  # what cannot be planned is not noted
    visitor.study.note(aim)
    return _plan(visitor, "The plan is changed.")


def _drop(_: Act, visitor: Visitor) -> Shown:
    visitor.study.note(Aim(id=new_id(), at=visitor.now))
    return Shown(title="Path", body=asking(), address=ADDRESS, said="The goal is dropped. What you learned stays.")


def _export(act: Act, visitor: Visitor) -> Shown:
    """The plan as a file."""
    journey, ending = _journey(visitor), act.values.get("ending", "")
    content = plan_file(journey.graph, journey.plan, ending, visitor.now)
    name = f"path-to-{journey.plan.goals[0]}{ending}"
    return _plan(visitor).model_copy(
        update={"file": SavedFile(name=name, media=_MEDIA[ending], content=content), "said": f"Saved as {name}."}
    )
