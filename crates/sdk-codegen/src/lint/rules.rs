//! The rules of this crate: what the generators can take.

openapi_document::rules! {
    "What the generators can take" {
        error FIXUP_NEEDED = "fixup-needed": "`codegen.toml` lists the fixups that the document needs.",
        error GENERATE = "generate": "Everything in the document and in `codegen.toml` has a name in Rust and goes together with the rest.",
        error GENERATOR_UNSUPPORTED = "generator-unsupported": "The generators and the fixups support everything in the document. Each pattern has an `x-pattern-text`, and has the same meaning in Rust. Each limit is one that generated code checks before it sends a value; it leaves others to the server.",
    }
}
