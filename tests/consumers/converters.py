"""Converters to collections of API clients: every operation becomes a request, with its example path parameters."""

import json
from pathlib import Path
from urllib.parse import unquote

from shell import Failed, run

METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")


def postman(document: Path, folder: Path, _) -> str:
    out = folder / "collection.json"
    run("openapi2postmanv2", "-s", document, "-o", out, "-O",
        "parametersResolution=Example,folderStrategy=Tags", cwd=folder)
    requests = list(of_items(json.loads(out.read_text())["item"]))
    return check_requests(document, [json.dumps(request) for request in requests])


def bruno(document: Path, folder: Path, _) -> str:
    # Node.js resolves the module from the folder with the installed tools.
    script = folder.parent.parent / "bruno.cjs"
    script.write_text("""
        const { openApiToBruno } = require("@usebruno/converters");
        const [document] = process.argv.slice(2);
        const collection = openApiToBruno(JSON.parse(require("node:fs").readFileSync(document, "utf8")));
        const of = (items) => items.flatMap((item) => (item.items ? of(item.items) : [item]));
        console.log(JSON.stringify(of(collection.items)));
    """)
    output = run("node", script, document.with_suffix(".json"), cwd=folder)
    requests = json.loads(output[output.index("[") :])
    return check_requests(document, [json.dumps(request) for request in requests])


def of_items(items):
    for item in items:
        if "item" in item:
            yield from of_items(item["item"])
        else:
            yield item


def check_requests(document: Path, requests: list[str]) -> str:
    """Checks that each operation has a request, and that the examples of path parameters are in the requests."""
    operations, values = 0, set()
    api = json.loads(document.with_suffix(".json").read_text())
    for item in api["paths"].values():
        for operation in (item[method] for method in METHODS if method in item):
            operations += 1
            for parameter in operation.get("parameters", []):
                examples = list(parameter.get("examples", {}).values())
                if examples and parameter["in"] == "path":
                    values.add(str(examples[0].get("value")))
    if len(requests) < operations:
        raise Failed(f"{len(requests)} requests for {operations} operations")
    text = unquote(" ".join(requests))
    missing = [value for value in values if value not in text]
    if missing:
        raise Failed(f"the values {missing[:3]} of examples are in no request")
    return f"{len(requests)} requests; {len(values)} values of path parameters"


ALL = [
    ("openapi-to-postmanv2 6.3.3 (Postman)", postman),
    ("@usebruno/converters 0.23.0 (Bruno)", bruno),
]
