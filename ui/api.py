"""REST for programs: one question in, the answer as the same JSON that the command line prints. Whose question it is, the token says."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Annotated, Literal

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from assistant.journal import NotFound
from assistant.question import readable
from assistant.record_json import as_json
from assistant.turnstile import TooManyQuestions
from assistant.wording import say, say_error
from catalog.errors import CatalogError

if TYPE_CHECKING:
    from ui.web.room import Rooms

LOOK = 0.2  # seconds between two looks at whether the program still waits


class Asked(BaseModel):
    """What a program asks. `conversation` is one of the token's person; without it a question stands alone. `heavy`: run it anyway."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    question: Annotated[str, Field(min_length=1, max_length=1000)]
    conversation: Annotated[str, Field(pattern=r"^([0-9a-f]{32})?$")] = ""
    language: Literal["zh", "en"] | None = None
    heavy: bool = False


class Judged(BaseModel):
    """What a program's person thinks of an answer of theirs."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    value: Annotated[str, Field(min_length=1, max_length=40)]


def add_programs(app: FastAPI, rooms: Rooms) -> None:
    """Adds POST /api/ask, GET /api/answers/ID and POST /api/answers/ID/feedback."""

    @app.post("/api/ask")
    async def ask(request: Request) -> Response:
        try:
            asked = Asked.model_validate_json(await request.body())
        except ValidationError as error:
            return bad_request(error)
        return await answered(asked, request, rooms)

    @app.get("/api/answers/{answer}")
    def kept(answer: str, request: Request) -> Response:
        try:
            return JSONResponse(as_json(rooms.of(request.scope).answer(answer)))
        except NotFound as error:
            return JSONResponse({"status": "declined", "code": error.code, "error": say_error("en", error)}, 404)

    @app.post("/api/answers/{answer}/feedback")
    async def feedback(answer: str, request: Request) -> Response:
        try:
            judged = Judged.model_validate_json(await request.body())
            await asyncio.to_thread(rooms.of(request.scope).judge, answer, judged.value)
        except ValidationError as error:
            return bad_request(error)
        except NotFound as error:
            return JSONResponse({"status": "declined", "code": error.code, "error": say_error("en", error)}, 404)
        return JSONResponse({"status": "kept"})


def bad_request(error: ValidationError) -> Response:
    """Which parts of a request are none."""
    places = ", ".join(".".join(map(str, each["loc"])) or "body" for each in error.errors())
    return JSONResponse({"status": "failed", "code": "bad_request", "error": say("en", "web.api.bad_request", places=places)}, 400)


async def answered(asked: Asked, request: Request, rooms: Rooms) -> Response:
    """The answer; a program that goes away stops its question."""
    room, language = rooms.of(request.scope), asked.language or rooms.project.language
    talk = asked.conversation or room.new_talk()
    try:
        asking = await asyncio.to_thread(room.ask, talk, readable(asked.question).strip(), language, asked.heavy)
    except TooManyQuestions as error:
        body = {"status": "declined", "code": error.code, "error": say_error(language, error)}
        return JSONResponse(body, 429, {"retry-after": str(error.seconds)})
    except CatalogError as error:
        return JSONResponse({"status": "declined", "code": error.code, "error": say_error(language, error)}, 404)
    try:
        while not await asyncio.to_thread(asking.done.wait, LOOK):
            if await request.is_disconnected():
                break
    finally:
        room.ended(talk, asking)
    if asking.answer is None:
        told = say(language, "trouble.failed", log_id=asking.log_id)
        return JSONResponse({"status": "failed", "code": "failed", "error": told, "log_id": asking.log_id}, 500)
    return JSONResponse(as_json(asking.answer))
