"""Whether the messages of a recorded session are what the schema of the protocol says."""

import json
from functools import cache
from pathlib import Path

from jsonschema import Draft202012Validator

SCHEMAS = Path(__file__).with_name("mcp_schemas")

# What answers a request, where the name of the answer does not follow from the method.
RESULTS = {
    "initialize": "InitializeResult",
    "server/discover": "DiscoverResult",
    "resources/templates/list": "ListResourceTemplatesResult",
    "resources/subscribe": "EmptyResult",
    "resources/unsubscribe": "EmptyResult",
    "subscriptions/listen": "SubscriptionsListenResult",
    "ping": "EmptyResult",
}


def result_of(method: str) -> str:
    """Returns how the schema calls what answers a method: `ListToolsResult` for `tools/list`."""
    if method in RESULTS:
        return RESULTS[method]
    thing, verb = method.split("/")
    thing = thing.capitalize() if verb == "list" else thing.removesuffix("s").capitalize()
    return f"{verb.capitalize()}{thing}Result"


@cache
def schema(version: str) -> dict:
    return json.loads((SCHEMAS / f"{version}.json").read_text(encoding="utf-8"))


def check(version: str, name: str, value: object, about: str) -> None:
    """Fails where a value is not what the schema calls by a name."""
    whole = schema(version)
    assert name in whole["$defs"], f"{version} knows no {name}"
    wanted = {"$ref": f"#/$defs/{name}", "$defs": whole["$defs"]}
    faults = [
        f"{fault.json_path}: {fault.message}"
        for fault in Draft202012Validator(wanted).iter_errors(value)
    ]
    assert not faults, f"no {name} ({about}): {faults}\n{json.dumps(value)[:2000]}"


def check_log(log: Path, version: str) -> int:
    """Fails where a message of a recorded session is not what the protocol says; returns how many there were."""
    asked: dict[object, dict] = {}
    tools: dict[str, dict] = {}
    count = 0
    for note in log.read_text(encoding="utf-8").splitlines():
        said = json.loads(note)
        # The server prints nothing but messages, one on each line.
        message = json.loads(said["line"])
        count += 1
        check(version, "JSONRPCMessage", message, said["from"])
        method = message.get("method")
        sender = said["from"].capitalize()
        if method and "id" in message:
            check(version, f"{sender}Request", message, method)
            asked[message["id"]] = message
        elif method:
            check(version, f"{sender}Notification", message, method)
        elif "error" in message:
            check(version, "JSONRPCErrorResponse", message, "an error")
        else:
            request = asked.pop(message["id"])
            result = message["result"]
            check(version, result_of(request["method"]), result, request["method"])
            check_tools(tools, request, result)
    return count


def check_tools(tools: dict[str, dict], request: dict, result: dict) -> None:
    """Fails where what a tool answers is not what it says that it answers."""
    if request["method"] == "tools/list":
        for tool in result["tools"]:
            Draft202012Validator.check_schema(tool["inputSchema"])
            Draft202012Validator.check_schema(tool["outputSchema"])
            tools[tool["name"]] = tool
    if request["method"] == "tools/call" and not result.get("isError"):
        name = request["params"]["name"]
        if name in tools:
            Draft202012Validator(tools[name]["outputSchema"]).validate(result["structuredContent"])
