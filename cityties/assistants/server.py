"""What the protocol asks for, answered: tools, resources, prompts, and completion of names."""

from __future__ import annotations

from typing import Any, Final

import mcp_types as types
from mcp.server.context import ServerRequestContext
from mcp.server.lowlevel import Server
from mcp.shared.exceptions import MCPError

from cityties import __version__
from cityties.assistants.asking import Asking
from cityties.assistants.materials import guide, materials, read, templates
from cityties.assistants.prompts import fill, prompts
from cityties.assistants.tools import call, tools
from cityties.model.errors import CitytiesError, RequestError
from cityties.questions.question import questions

__all__ = ["serving"]

_COMPLETED: Final = 20
Context = ServerRequestContext[Any, Any]


def serving(asking: Asking) -> Server[Any]:
    """Make a server that answers out of a pool of workers."""

    async def list_tools(ctx: Context, params: types.PaginatedRequestParams | None) -> types.ListToolsResult:
        return types.ListToolsResult(tools=tools())

    async def call_tool(ctx: Context, params: types.CallToolRequestParams) -> types.CallToolResult:
        return await call(asking, params.name, dict(params.arguments or {}), _client(ctx))

    async def list_resources(ctx: Context, params: types.PaginatedRequestParams | None) -> types.ListResourcesResult:
        return types.ListResourcesResult(resources=materials())

    async def list_templates(
        ctx: Context, params: types.PaginatedRequestParams | None
    ) -> types.ListResourceTemplatesResult:
        return types.ListResourceTemplatesResult(resource_templates=templates())

    async def read_resource(ctx: Context, params: types.ReadResourceRequestParams) -> types.ReadResourceResult:
        uri = str(params.uri)
        try:
            media, text = await read(asking, uri, _client(ctx))
        except CitytiesError as error:
            raise MCPError(code=types.INVALID_PARAMS, message=str(error), data={"uri": uri[:200]}) from error
        return types.ReadResourceResult(contents=[types.TextResourceContents(uri=uri, mime_type=media, text=text)])

    async def list_prompts(ctx: Context, params: types.PaginatedRequestParams | None) -> types.ListPromptsResult:
        return types.ListPromptsResult(prompts=prompts())

    async def get_prompt(ctx: Context, params: types.GetPromptRequestParams) -> types.GetPromptResult:
        try:
            return fill(params.name, params.arguments or {}, asking.lang)
        except RequestError as error:
            raise MCPError(code=types.INVALID_PARAMS, message=str(error)) from error

    async def complete(ctx: Context, params: types.CompleteRequestParams) -> types.CompleteResult:
        found = await _completed(asking, params.argument.name, params.argument.value, _client(ctx))
        shown = types.Completion(values=found[:_COMPLETED], total=len(found), has_more=len(found) > _COMPLETED)
        return types.CompleteResult(completion=shown)

    return Server(
        "cityties",
        version=__version__,
        title="cityties",
        description="A knowledge graph of inter-city diplomacy: facts with their sources.",
        instructions=guide(),
        on_list_tools=list_tools,
        on_call_tool=call_tool,
        on_list_resources=list_resources,
        on_list_resource_templates=list_templates,
        on_read_resource=read_resource,
        on_list_prompts=list_prompts,
        on_get_prompt=get_prompt,
        on_completion=complete,
    )


async def _completed(asking: Asking, name: str, begun: str, client: str) -> list[str]:
    """Complete the name of a question, or of a city."""
    if name == "name":
        return [one for one in questions() if one.startswith(begun)]
    if name not in ("city", "other") or not begun.strip():
        return []
    try:
        found = await asking.operate("find", {"text": begun[:200], "kind": "city", "limit": 100}, client)
    except RequestError:
        return []
    return list(dict.fromkeys(one["label"] for one in found["told"]["things"]))


def _client(ctx: Context) -> str:
    """Say who asks, as far as it is known: the address behind HTTP, else this machine."""
    client = getattr(ctx.request, "client", None)
    return str(getattr(client, "host", "") or "here")
