"""The JSON Schema of plan files, made from the model and its docstrings.

`routeplan/plan.schema.json` is what `make_schema` returns; write it anew after a change of the
model with ``python -m routeplan.planning.plan_schema``.
"""

from __future__ import annotations

import inspect
import json
from importlib import resources
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from routeplan import model
from routeplan.files import write_text
from routeplan.planning.planfile import SCHEMA_VERSION

SCHEMA_FILE = "plan.schema.json"
DIALECT = "https://json-schema.org/draft/2020-12/schema"


def make_schema() -> dict[str, Any]:
    """Return the JSON Schema of plan files of this version."""
    schema = TypeAdapter(model.Plan).json_schema()
    for name, table in schema["$defs"].items():
        _describe(table, inspect.getdoc(getattr(model, name)) or "")
    _describe(schema, inspect.getdoc(model.Plan) or "")
    major = SCHEMA_VERSION.partition(".")[0]
    schema["properties"]["schema_version"] |= {
        "pattern": rf"^{major}\.\d+$",
        "description": f"Version of this format, {SCHEMA_VERSION} at present.",
    }
    return {"$schema": DIALECT, **schema, "title": f"Plan of routeplan, version {SCHEMA_VERSION}"}


def dump_schema() -> str:
    """Return the schema as the text of its file."""
    return json.dumps(make_schema(), indent=1, ensure_ascii=False) + "\n"


def _describe(table: dict[str, Any], doc: str) -> None:
    """Move what a numpydoc docstring says about each field to that field."""
    table["description"] = " ".join(doc.partition("\n\n")[0].split())
    texts = _read_parameters(doc)
    for name, field in table["properties"].items():
        field.pop("title", None)
        if name in texts:
            field["description"] = texts[name]


def _read_parameters(doc: str) -> dict[str, str]:
    """Return the text of each name in the section Parameters."""
    _head, _title, section = doc.partition("\nParameters\n----------\n")
    texts: dict[str, str] = {}
    names: list[str] = []
    for line in section.splitlines():
        if line.startswith(" "):
            texts |= {name: f"{texts.get(name, '')} {line.strip()}".strip() for name in names}
        else:
            names = line.split(", ")
    return texts


if __name__ == "__main__":
    write_text(Path(str(resources.files("routeplan").joinpath(SCHEMA_FILE))), dump_schema())
