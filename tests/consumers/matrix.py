"""Runs validators and generators on the published documents and prints a table of the results.

Usage: matrix.py FOLDER-WITH-PUBLISHED-DOCUMENTS FOLDER-FOR-OUTPUT. Exits with 1 if a consumer fails.
"""

import json
import shutil
import sys
from pathlib import Path

import generators
import validators
from shell import Failed


def main(dist: Path, out: Path) -> int:
    documents = sorted(dist.glob("*/latest/openapi.yaml"))
    if not documents:
        sys.exit(f"no <api>/latest/openapi.yaml in {dist}; run `cargo xtask publish --out {dist}`")
    rows, failed = [], 0
    for document in documents:
        api = document.parent.parent.name
        payloads = responses(json.loads(document.with_suffix(".json").read_text()))
        for name, consume in validators.ALL + generators.ALL:
            folder = out / api / name.split()[0].strip("@").replace("/", "-")
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir(parents=True)
            try:
                verdict = consume(document, folder, payloads)
            except Failed as error:
                verdict, failed = f"FAILED: {error}", failed + 1
            rows.append((api, name, verdict))
            print(f"{api}: {name}: {verdict}", file=sys.stderr, flush=True)
    print("| Document | Consumer | Result |\n|---|---|---|")
    for row in rows:
        print("| " + " | ".join(row) + " |")
    return 1 if failed else 0


def responses(document: dict) -> list[tuple[str, object]]:
    """The JSON examples of successful responses, each with the name of its schema."""
    found = []
    for item in document["paths"].values():
        for operation in item.values():
            for status, response in operation.get("responses", {}).items():
                content = response.get("content", {}).get("application/json")
                if not status.startswith("2") or content is None:
                    continue
                reference = content["schema"].get("$ref") or content["schema"].get("items", {}).get("$ref")
                name = reference.rsplit("/", 1)[-1]
                for example in content.get("examples", {}).values():
                    value = resolve(document, example)["value"]
                    for one in value if isinstance(value, list) else [value]:
                        if (name, one) not in found:
                            found.append((name, one))
    return found


def resolve(document: dict, value: dict) -> dict:
    while "$ref" in value:
        path = value["$ref"].removeprefix("#/").split("/")
        value = document
        for key in path:
            value = value[key.replace("~1", "/").replace("~0", "~")]
    return value


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve()))
