"""Gradio's colours and type for the page: system fonts only, so that nothing is loaded from elsewhere. The rest is in style.css."""

from __future__ import annotations

from typing import Any

import gradio as gr

from assistant.chart.palette import FONT

MONO = ["ui-monospace", "SFMono-Regular", "Menlo", "Consolas", "monospace"]


def chat_theme() -> Any:
    fonts = [part.strip().strip('"') for part in FONT.split(",")]
    return gr.themes.Base(font=fonts, font_mono=MONO, primary_hue="blue", neutral_hue="slate").set(
        body_background_fill="#ffffff",
        body_background_fill_dark="#14161b",
        body_text_color="#1c2430",
        body_text_color_dark="#e6e9ef",
        border_color_primary="#e3e7ee",
        border_color_primary_dark="#2b303a",
        background_fill_primary="#ffffff",
        background_fill_primary_dark="#14161b",
        block_background_fill="transparent",
        block_background_fill_dark="transparent",
        block_border_width="0px",
        block_shadow="none",
        color_accent_soft="#eef4fb",
        color_accent_soft_dark="#1d2a3a",
    )
