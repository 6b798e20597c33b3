"""Files in, values out: YAML read with file:line, checked at the door by pydantic, cached by content. Every fault is reported at once."""
