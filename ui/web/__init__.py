"""The web chat: a Gradio page over one tutor. `ui.web.launch` is the way in."""
