"""The second planner: any OpenAI-compatible language model, asked for one small plan made of permitted names. It never sees data.

Importing this costs nothing: langchain, openai and pydantic load when a model is first asked.
"""

from assistant.llm.planner import LlmPlanner

__all__ = ["LlmPlanner"]
