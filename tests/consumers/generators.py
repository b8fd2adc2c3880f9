"""Generators and converters. Generated code must compile and, except in Java and Kotlin, read documented responses."""

import converters
import jvm
import typescript
from languages import python_client, python_models, python_openapi_generator, rust_openapi_generator

ALL = [
    ("openapi-typescript 7.13.0 (TypeScript)", typescript.openapi_typescript),
    ("openapi-typescript-3.1 7.13.0 (TypeScript, OpenAPI 3.1)", typescript.openapi_typescript_31),
    ("@hey-api/openapi-ts 0.95.0 (TypeScript)", typescript.hey_api),
    ("orval 7.13.2 (TypeScript, fetch)", typescript.orval),
    ("openapi-generator-typescript-fetch 7.26.0 (TypeScript)", typescript.openapi_generator),
    ("openapi-python-client 0.29.1 (Python)", python_client),
    ("datamodel-code-generator 0.89.0 (Python, pydantic)", python_models),
    ("openapi-generator-python 7.26.0 (Python)", python_openapi_generator),
    ("openapi-generator-rust 7.26.0 (Rust)", rust_openapi_generator),
    *jvm.ALL,
    *converters.ALL,
]
