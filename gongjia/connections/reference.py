"""The description of the API as a page reads it: operations by tag, with parameters, bodies and answers in words."""

from collections.abc import Mapping
from typing import Any

from gongjia.foundation.api.problems import KINDS
from gongjia.foundation.api.scopes import all_scopes

Json = Mapping[str, Any]


def reference(schema: Json) -> dict[str, Any]:
    """The context of the page of reference: scopes, operations by tag, models, problems."""
    tags: dict[str, list[dict[str, Any]]] = {}
    for address, methods in schema["paths"].items():
        for method, details in methods.items():
            tags.setdefault(details["tags"][0], []).append(_operation(address, method, details))
    models = schema["components"]["schemas"]
    return {
        "tags": list(tags.items()),
        "models": [_model(name, models[name]) for name in sorted(models)],
        "scopes": all_scopes(),
        "problems": [(key, kind.status, kind.title) for key, kind in KINDS.items()],
        "version": schema["info"]["version"],
    }


def _operation(address: str, method: str, details: Json) -> dict[str, Any]:
    body = details.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema")
    return {
        "id": details["operationId"],
        "method": method.upper(),
        "address": address,
        "summary": details["summary"],
        "description": details.get("description", ""),
        "scope": details["x-scope"],
        "parameters": [_parameter(parameter) for parameter in details["parameters"]],
        "body": type_words(body) if body else None,
        "answers": [_answer(status, answer) for status, answer in sorted(details["responses"].items())],
    }


def _parameter(parameter: Json) -> dict[str, Any]:
    return {
        "name": parameter["name"],
        "place": parameter["in"],
        "is_required": parameter["required"],
        "type": type_words(parameter["schema"]),
        "words": parameter.get("description", ""),
    }


def _answer(status: str, answer: Json) -> dict[str, Any]:
    content = next(iter(answer.get("content", {}).values()), {}).get("schema")
    return {"status": status, "words": answer["description"], "type": type_words(content) if content else None}


def _model(name: str, model: Json) -> dict[str, Any]:
    required = set(model.get("required", []))
    fields = [
        {"name": key, "type": type_words(field), "is_required": key in required, "words": field.get("description", "")}
        for key, field in model.get("properties", {}).items()
    ]
    return {"name": name, "words": model.get("description", ""), "fields": fields, "values": model.get("enum", [])}


def type_words(schema: Json) -> dict[str, str]:
    """A schema in few words, and the model it names, if any."""
    if "$ref" in schema:
        name = schema["$ref"].rsplit("/", 1)[1]
        return {"words": name, "model": name}
    if "anyOf" in schema:
        parts = [type_words(part) for part in schema["anyOf"]]
        model = next((part["model"] for part in parts if part["model"]), "")
        return {"words": " | ".join(part["words"] for part in parts), "model": model}
    if schema.get("type") == "array":
        inner = type_words(schema.get("items", {}))
        return {"words": f"[{inner['words']}]", "model": inner["model"]}
    words = str(schema.get("format") or schema.get("type") or "any")
    return {"words": words, "model": ""}
