"""Validators: their findings for a document."""

import json
from pathlib import Path

from shell import Failed, run


SPEC = Path(__file__).parents[2] / "spec"


def redocly(document: Path, folder: Path, _) -> str:
    # The paths of some lists end with a slash.
    options = ["--extends", "recommended", "--skip-rule", "no-path-trailing-slash", "--format", "json"]
    output = run("redocly", "lint", *options, document, cwd=folder, accept=(0, 1))
    totals = json.loads(output[output.index("{") : output.rindex("}") + 1])["totals"]
    return expect_no_findings(totals["errors"], totals["warnings"])


def redocly_31(document: Path, folder: Path, payloads) -> str:
    return redocly(document.with_name("openapi-3.1.json"), folder, payloads)


def spectral(document: Path, folder: Path, _) -> str:
    rules = SPEC / ".spectral.yaml"
    report = folder / "report.json"
    run("spectral", "lint", "-q", "-r", rules, "-f", "json", "-o", report, document, cwd=folder, accept=(0, 1))
    found = json.loads(report.read_text() or "[]")
    return expect_no_findings(sum(1 for one in found if one["severity"] == 0), sum(1 for one in found if one["severity"] == 1))


def swagger_parser(document: Path, folder: Path, _) -> str:
    program = f"""
        import Parser from '@apidevtools/swagger-parser';
        const api = await Parser.validate({json.dumps(str(document))});
        console.log(Object.keys(api.paths).length);
    """
    # Node.js resolves the module from the folder with the installed tools.
    script = folder.parent.parent / "swagger-parser.mjs"
    script.write_text(program)
    paths = run("node", script, cwd=folder).strip()
    return f"valid, dereferenced, {paths} paths"


def openapi_spec_validator(document: Path, folder: Path, _) -> str:
    run("openapi-spec-validator", document, cwd=folder)
    return "valid"


def expect_no_findings(errors: int, warnings: int) -> str:
    verdict = f"{errors} errors, {warnings} warnings"
    if errors or warnings:
        raise Failed(verdict)
    return verdict


ALL = [
    ("@redocly/cli 2.77.0, recommended", redocly),
    ("@redocly/cli-3.1 2.77.0, recommended, OpenAPI 3.1", redocly_31),
    ("@stoplight/spectral-cli 6.16.3, spectral:oas", spectral),
    ("@apidevtools/swagger-parser 12.1.0 (the parser of Swagger's tools)", swagger_parser),
    ("openapi-spec-validator 0.9.0", openapi_spec_validator),
]
