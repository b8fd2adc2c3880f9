//! The lint rules of this crate: what the generators support.

openapi_document::rules! {
    "What the generators support" {
        error FIXUP_NEEDED = "fixup-needed": "`codegen.toml` lists the fixups that the document needs.",
        error GENERATE = "generate": "Code can be generated from the document and `codegen.toml`, and its names in Rust are distinct.",
        error GENERATOR_UNSUPPORTED = "generator-unsupported": "The generators and the fixups support everything in the document. Each pattern has an `x-pattern-text`, and has the same meaning in Rust. Each limit is one that generated code checks before it sends a value; other limits are described in words.",
    }
}
