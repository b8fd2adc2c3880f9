"""Python and Rust generators: their output is compiled, and reads the documented responses."""

import json
import sys
import textwrap
from pathlib import Path

from shell import Failed, run


def python_client(document: Path, folder: Path, payloads) -> str:
    output = run("openapi-python-client", "generate", "--path", document, "--output-path", folder / "client",
                 "--meta", "none", "--overwrite", cwd=folder)
    warnings = output.count("WARNING")
    program = """
        from client import models
        for name, value in payloads:
            again = getattr(models, name).from_dict(value).to_dict()
            assert again.keys() <= value.keys() | {"x"}, (name, again.keys() - value.keys())
    """
    read(folder, program, payloads)
    omitted = f"; {warnings} bodies or operations omitted with a warning" if warnings else ""
    return f"compiles; reads {len(payloads)} responses{omitted}"


def python_models(document: Path, folder: Path, payloads) -> str:
    run("datamodel-codegen", "--input", document, "--input-file-type", "openapi", "--output", folder / "models.py",
        "--output-model-type", "pydantic_v2.BaseModel", cwd=folder)
    program = """
        import models
        for name, value in payloads:
            getattr(models, name).model_validate(value)
    """
    read(folder, program, payloads)
    return f"compiles; validates {len(payloads)} responses"


def python_openapi_generator(document: Path, folder: Path, payloads) -> str:
    run("openapi-generator-cli", "generate", "-g", "python", "-i", document, "-o", folder / "client", cwd=folder)
    program = """
        sys.path.insert(0, "client")
        import openapi_client
        for name, value in payloads:
            assert getattr(openapi_client, name).from_dict(value) is not None
    """
    read(folder, program, payloads)
    return f"compiles; reads {len(payloads)} responses"


def read(folder: Path, program: str, payloads) -> None:
    run(sys.executable, "-m", "compileall", "-q", ".", cwd=folder)
    (folder / "responses.json").write_text(json.dumps(payloads))
    head = 'import json, sys\nsys.path.insert(0, ".")\npayloads = json.load(open("responses.json"))\n'
    (folder / "read.py").write_text(head + textwrap.dedent(program))
    run(sys.executable, "read.py", cwd=folder)


def rust_openapi_generator(document: Path, folder: Path, payloads) -> str:
    run("openapi-generator-cli", "generate", "-g", "rust", "-i", document, "-o", folder / "client",
        "--additional-properties", "packageName=consumer", cwd=folder)
    client = folder / "client"
    manifest = client / "Cargo.toml"
    # A separate workspace, because the folder is inside the repository. TLS is not tested here.
    text = manifest.read_text().replace('default = ["native-tls"]', "default = []")
    manifest.write_text(text + "\n[workspace]\n")
    names = sorted({name for name, _ in payloads})
    arms = "\n".join(f'            "{name}" => drop(serde_json::from_value::<consumer::models::{name}>(value).expect(name)),'
                     for name in names)
    (folder / "client/responses.json").write_text(json.dumps(payloads))
    test = f"""
        #[test]
        fn responses_are_read() {{
            let all: Vec<(String, serde_json::Value)> =
                serde_json::from_str(include_str!("../responses.json")).expect("JSON");
            for (name, value) in all {{
                let name = name.as_str();
                match name {{
{arms}
                    other => panic!("{{other}}"),
                }}
            }}
        }}
    """
    (client / "tests").mkdir(exist_ok=True)
    (client / "tests/responses.rs").write_text(textwrap.dedent(test))
    target = folder.parent.parent / "rust-target"
    output = run("cargo", "test", "--quiet", "--target-dir", target, "--test", "responses", cwd=client)
    if "1 passed" not in output:
        raise Failed("the test did not run")
    return f"compiles; reads {len(payloads)} responses"
