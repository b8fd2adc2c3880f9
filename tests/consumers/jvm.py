"""Java and Kotlin generators: their models are compiled."""

from pathlib import Path

from shell import Failed, run

# Debian: libjackson2-databind-java libjackson2-annotations-java libjackson2-core-java
JARS = [f"/usr/share/java/jackson-{name}.jar" for name in ("core", "annotations", "databind")]


def java(document: Path, folder: Path, _) -> str:
    run("openapi-generator-cli", "generate", "-g", "java", "-i", document, "-o", folder / "client",
        "--library", "native", "--global-property", "models,supportingFiles=ApiClient.java:JSON.java:RFC3339DateFormat.java:"
        "RFC3339InstantDeserializer.java:RFC3339JavaTimeModule.java:Pair.java:ApiException.java:ApiResponse.java",
        "--additional-properties", "openApiNullable=false,useJakartaEe=false,annotationLibrary=none,dateLibrary=java8,"
        "hideGenerationTimestamp=true,disallowAdditionalPropertiesIfNotPresent=false", cwd=folder)
    sources = sorted((folder / "client/src/main/java").rglob("model/*.java"))
    stubs = stub(folder)
    paths = ":".join(JARS)
    run("javac", "-proc:none", "-nowarn", "-cp", paths, "-d", folder / "classes", *sources, *stubs, cwd=folder)
    return f"{len(sources)} models compile"


def stub(folder: Path) -> list[Path]:
    """The smallest stubs of the client and the annotations that the models use."""
    files = {
        "javax/annotation/Generated.java": "package javax.annotation;\npublic @interface Generated { String value() default \"\"; String date() default \"\"; String comments() default \"\"; }",
        "javax/annotation/Nonnull.java": "package javax.annotation;\npublic @interface Nonnull {}",
        "javax/annotation/Nullable.java": "package javax.annotation;\npublic @interface Nullable {}",
        "org/openapitools/client/ApiClient.java": "package org.openapitools.client;\npublic class ApiClient { public static String urlEncode(String s) { return s; } public static String valueToString(Object o) { return String.valueOf(o); } }",
    }
    paths = []
    for name, text in files.items():
        path = folder / "stubs" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        paths.append(path)
    return paths


def kotlin(document: Path, folder: Path, _) -> str:
    run("openapi-generator-cli", "generate", "-g", "kotlin", "-i", document, "-o", folder / "client",
        "--global-property", "models", "--additional-properties", "serializationLibrary=jackson,dateLibrary=java8", cwd=folder)
    sources = sorted((folder / "client/src/main/kotlin").rglob("models/*.kt"))
    if not sources:
        raise Failed("no models")
    compiler = folder.parent.parent.parent / "node_modules/kotlin-compiler"
    jars = sorted(compiler.rglob("*.jar"))
    libraries = [jar for jar in jars if jar.name.startswith("kotlin-stdlib")]
    run("java", "-cp", ":".join(map(str, jars)), "org.jetbrains.kotlin.cli.jvm.K2JVMCompiler", "-no-stdlib", "-no-reflect",
        "-nowarn", "-cp", ":".join(JARS + [str(jar) for jar in libraries]), "-d", folder / "classes", *sources, cwd=folder)
    return f"{len(sources)} models compile"


ALL = [
    ("openapi-generator-java 7.26.0 (Java, jackson)", java),
    ("openapi-generator-kotlin 7.26.0 (Kotlin, jackson)", kotlin),
]
