"""A model's own chat template, rendered so that nothing written in a message can act as a control token."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from tutor.protocols import Message

_MARK = "\N{OBJECT REPLACEMENT CHARACTER}{}\N{OBJECT REPLACEMENT CHARACTER}"

Render = Callable[[list[dict[str, str]]], str]
"""Messages as `role`, `content` → the prompt that ends where the assistant begins to speak."""


def template_pieces(messages: Sequence[Message], render: Render) -> Iterator[tuple[str, bool]]:
    """The prompt in pieces: (text, whether the text is the template's own).

    The template is rendered around placeholders, so that the words of people and passages never pass through it.
    Only the template's own pieces may be tokenised with control tokens; `<|im_start|>` in a note stays plain text.
    """
    marks = [_MARK.format(number) for number, _ in enumerate(messages)]
    prompt = render([{"role": message.role, "content": mark} for message, mark in zip(messages, marks, strict=True)])
    for message, mark in zip(messages, marks, strict=True):
        before, found, prompt = prompt.partition(mark)
        if not found:  # a template may leave a message out, such as a system message it does not support
            prompt = before
            continue
        yield before, True
        yield message.content, False
    yield prompt, True
