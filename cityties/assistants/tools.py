"""Each operation of cityties/api as a tool: its schema from its parameters, its answer as data with its sources."""

from __future__ import annotations

from typing import Any, Final

import mcp_types as types
import orjson

from cityties.api.description import REPLY
from cityties.api.operations import OPERATIONS, Operation
from cityties.assistants.asking import Asking
from cityties.model.errors import RequestError
from cityties.model.language import languages
from cityties.questions.question import questions

__all__ = ["call", "tools"]

_READING: Final = types.ToolAnnotations(
    read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False
)


def tools() -> list[types.Tool]:
    """List the tools."""
    return [
        types.Tool(
            name=one.name,
            description=f"{one.summary}.",
            input_schema=_schema(one),
            output_schema=REPLY,
            annotations=_READING,
        )
        for one in OPERATIONS.values()
    ]


async def call(asking: Asking, name: str, told: dict[str, Any], client: str) -> types.CallToolResult:
    """Call a tool; what is wrong with what it was told is its answer, in one line."""
    try:
        if name not in OPERATIONS:
            raise RequestError(f"{name[:80]}: no such tool: use one of {', '.join(OPERATIONS)}")
        if told.get("lang") not in (None, *languages()):
            raise RequestError(f"lang: use one of {', '.join(languages())}")
        answer = await asking.operate(name, told, client)
    except RequestError as error:
        return types.CallToolResult(content=[types.TextContent(type="text", text=str(error))], is_error=True)
    text = orjson.dumps(answer, option=orjson.OPT_INDENT_2).decode()
    return types.CallToolResult(content=[types.TextContent(type="text", text=text)], structured_content=answer)


def _schema(operation: Operation) -> dict[str, Any]:
    """Describe what a tool can be told, as JSON Schema."""
    properties = {one.name: {**one.schema, "description": one.description} for one in operation.parameters}
    required = [one.name for one in operation.parameters if one.required]
    if operation.name in ("answer", "question"):
        properties["name"] = {"type": "string", "enum": list(questions()), "description": "the question"}
    if operation.open:
        properties["parameters"] = {
            "type": "object",
            "additionalProperties": {"type": "string"},
            "description": "what the question needs, by name, such as city: Jakarta; the tool question lists it",
        }
    properties["lang"] = {
        "type": "string",
        "enum": list(languages()),
        "description": "the language of labels and sentences",
    }
    return {"type": "object", "properties": properties, "required": required, "additionalProperties": False}
