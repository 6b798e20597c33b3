"""Which chart shows a result, by rules on the columns' roles, as Vega-Lite v5 JSON. No model draws, no value is changed."""

from assistant.chart.choice import Kind, Picture, choose, kinds
from assistant.chart.vega import draw

__all__ = ["Kind", "Picture", "choose", "draw", "kinds"]
