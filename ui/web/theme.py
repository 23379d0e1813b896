"""Fonts, sizes and colours that Gradio's own parts use; `style.css` does the rest."""

from __future__ import annotations

import gradio as gr

_SANS = ("system-ui", "-apple-system", "Segoe UI", "Roboto", "Noto Sans", "Liberation Sans", "sans-serif")
_MONO = ("ui-monospace", "SFMono-Regular", "Menlo", "Consolas", "Liberation Mono", "monospace")


def calm_theme() -> gr.themes.Base:
    """System fonts, warm greys and one accent, in light and dark."""
    theme = gr.themes.Base(
        font=[gr.themes.Font(name) for name in _SANS],
        font_mono=[gr.themes.Font(name) for name in _MONO],
        text_size=gr.themes.sizes.text_lg,
        radius_size=gr.themes.sizes.radius_md,
    )
    return theme.set(
        body_background_fill="#fbfaf8",
        body_background_fill_dark="#15181b",
        body_text_color="#20242a",
        body_text_color_dark="#e3e6e9",
        body_text_color_subdued="#5b636d",
        body_text_color_subdued_dark="#a3abb5",
        background_fill_primary="#ffffff",
        background_fill_primary_dark="#1b1f23",
        background_fill_secondary="#f3f1ec",
        background_fill_secondary_dark="#22272c",
        border_color_primary="#dcd8d0",
        border_color_primary_dark="#363d44",
        color_accent="#175d8d",
        color_accent_soft="#e6eff5",
        color_accent_soft_dark="#1e3341",
        link_text_color="#175d8d",
        link_text_color_dark="#86c5ef",
        block_border_width="0px",
        block_background_fill="transparent",
        block_background_fill_dark="transparent",
        input_background_fill="#ffffff",
        input_background_fill_dark="#1b1f23",
        input_placeholder_color="#6b727b",
        input_placeholder_color_dark="#9098a2",
        button_primary_background_fill="#175d8d",
        button_primary_background_fill_dark="#86c5ef",
        button_primary_text_color="#ffffff",
        button_primary_text_color_dark="#10202b",
    )
