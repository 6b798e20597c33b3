"""The command line, `wenshu`."""

from ui.cli.main import main

__all__ = ["main"]
