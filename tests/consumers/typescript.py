"""TypeScript generators: `tsc --strict` checks their output together with the documented responses."""

import json
from pathlib import Path

from shell import Failed, run

STRICT = {
    "compilerOptions": {
        "strict": True,
        "noEmit": True,
        "target": "ES2022",
        "module": "ESNext",
        "moduleResolution": "Bundler",
        "lib": ["ES2022", "DOM", "DOM.Iterable"],
        "types": [],
    },
    "include": ["**/*.ts"],
}


def openapi_typescript(document: Path, folder: Path, payloads) -> str:
    run("openapi-typescript", document, "-o", folder / "api.ts", cwd=folder)
    head = 'import type { components } from "./api";\n'
    return checked(folder, payloads, head, lambda name: f'components["schemas"]["{name}"]')


def openapi_typescript_31(document: Path, folder: Path, payloads) -> str:
    return openapi_typescript(document.with_name("openapi-3.1.json"), folder, payloads)


def hey_api(document: Path, folder: Path, payloads) -> str:
    run("openapi-ts", "-i", document, "-o", folder / "api", cwd=folder)
    head = 'import type * as api from "./api/types.gen";\n'
    return checked(folder, payloads, head, lambda name: f"api.{name}")


def orval(document: Path, folder: Path, payloads) -> str:
    config = folder / "orval.config.cjs"
    output = {"target": str(folder / "api/api.ts"), "schemas": str(folder / "api/model"), "client": "fetch"}
    config.write_text("module.exports = " + json.dumps({"api": {"input": str(document), "output": output}}))
    run("orval", "--config", config, cwd=folder)
    config.unlink()
    head = 'import type * as api from "./api/model";\n'
    return checked(folder, payloads, head, lambda name: f"api.{name}")


def openapi_generator(document: Path, folder: Path, payloads) -> str:
    run("openapi-generator-cli", "generate", "-g", "typescript-fetch", "-i", document, "-o", folder / "api", cwd=folder)
    check_types(folder)
    # This client parses responses at run time, so the check runs it.
    run("tsc", "-p", ".", "--noEmit", "false", "--rootDir", ".", "--outDir", "js", "--module", "CommonJS",
        "--moduleResolution", "Node10", cwd=folder)
    (folder / "js/package.json").write_text('{"type": "commonjs"}')
    names = sorted({name for name, _ in payloads})
    lines = [f'const api = require("./api/index.js");', f"const payloads = {json.dumps(payloads)};", "let read = 0;"]
    lines.append("for (const [name, value] of payloads) {")
    lines.append("  const model = api[`${name}FromJSON`](value);")
    lines.append("  if (Object.values(model).every((one) => one === undefined)) throw new Error(name);")
    lines.append("  read += 1;")
    lines.append("}")
    lines.append("console.log(read);")
    (folder / "js/read.js").write_text("\n".join(lines))
    count = run("node", "js/read.js", cwd=folder).strip()
    return f"type-checks; reads {count} responses ({len(names)} models)"


def checked(folder: Path, payloads, head: str, of) -> str:
    """Type-checks the output together with the responses, each as a value of its model."""
    lines = [head]
    for index, (name, value) in enumerate(payloads):
        lines.append(f"export const response{index}: {of(name)} = {json.dumps(value)};")
    (folder / "responses.ts").write_text("\n".join(lines))
    check_types(folder)
    return f"type-checks with {len(payloads)} responses"


def check_types(folder: Path) -> None:
    (folder / "tsconfig.json").write_text(json.dumps(STRICT))
    output = run("tsc", "-p", ".", cwd=folder, accept=(0, 1, 2))
    errors = [line for line in output.splitlines() if "error TS" in line]
    if errors:
        raise Failed(f"{len(errors)} type errors, first: {errors[0]}")
