//! Costs of the SDKs that are the same on every machine: allocations, lines of generated code, packages. `cargo xtask
//! bench` measures times, instructions and sizes of programs.
//!
//! A test fails if a count is above its budget. If the cost is worth it, raise the budget in the change that causes it;
//! after an improvement, lower it.

#[path = "../../repository.rs"]
#[allow(dead_code, reason = "shared with other tests")]
mod repository;

use std::{collections::BTreeSet, fs};

use allocation_counter::AllocationInfo;
use eenvoudigfactureren::types::{Order, OrderCreate, OrderItemCreate};
use repository::{cargo, root};
use rust_decimal::Decimal;
use serde_json::Value;

/// The rows of a page.
const ROWS: u64 = 100;

/// What an operation allocates on this thread, not counting its first run.
fn allocations<T>(mut operation: impl FnMut() -> T) -> AllocationInfo {
    drop(operation());
    allocation_counter::measure(|| drop(operation()))
}

/// Fails if an operation allocates more often than `count`, or more than `bytes` in total, with a tolerance in percent.
/// The limit of bytes catches a copy of a whole body, which is only one more allocation.
fn allocates(what: &str, used: AllocationInfo, count: u64, bytes: u64, tolerance: u64) {
    let counted = format!("allocations of {what}");
    within(&counted, used.count_total, count, tolerance);
    let summed = format!("bytes allocated for {what}");
    within(&summed, used.bytes_total, bytes, tolerance);
}

/// Fails if `used` is more than `budget`, with a tolerance in percent.
fn within(what: &str, used: u64, budget: u64, tolerance: u64) {
    let most = budget + budget * tolerance / 100;
    println!("{what}: {used} of {budget}");
    assert!(used <= most, "{what}: {used}, at most {most} are allowed");
}

fn example(api: &str, name: &str) -> Value {
    let path = root().join("spec").join(api).join("examples").join(name);
    let text = fs::read_to_string(path).expect("an example");
    let mut example: Value = serde_json::from_str(&text).expect("JSON");
    example["value"].take()
}

#[test]
fn a_page_is_read_without_needless_copies() {
    let order = example("eenvoudigfactureren", "get_order.json");
    let page = Value::from(vec![order; ROWS as usize]).to_string();
    let used = allocations(|| {
        eenvoudigfactureren::from_json::<Vec<Order>>(page.as_bytes()).expect("orders")
    });
    allocates("100 EenvoudigFactureren orders", used, 5_308, 864_760, 1);

    let mut page = example("bouwsoft", "list_orders.json");
    let order = page["Records"][0].clone();
    page["Records"] = vec![order; ROWS as usize].into();
    let page = page.to_string();
    let used = allocations(|| {
        bouwsoft::from_json::<bouwsoft::types::OrderList>(page.as_bytes()).expect("orders")
    });
    allocates("100 Bouwsoft orders", used, 2_209, 581_485, 1);
}

#[test]
fn a_valid_order_is_checked_without_allocating() {
    let item = OrderItemCreate::new()
        .amount(Decimal::new(10_050, 2))
        .quantity(2)
        .unit("pcs")
        .description("Survey of the site")
        .general_ledger_account("700000");
    let order = OrderCreate::new(1001).currency("EUR").items(vec![item; 10]);
    let used = allocations(|| order.validate().expect("valid"));
    assert_eq!(used.count_total, 0);
}

/// The connection, and the task that serves it, are on this thread too.
#[test]
fn a_call_allocates_little() {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build();
    let runtime = runtime.expect("a runtime");
    let fake = eenvoudigfactureren_httpmock::Fake::start();
    let client =
        eenvoudigfactureren::Client::with_api_key(&fake.base_url(), "key").expect("a client");
    let used = allocations(|| {
        let orders = runtime.block_on(async { client.list_orders().await });
        assert!(orders.expect("a list").is_empty());
    });
    allocates("a call", used, 56, 22_776, 5);
}

#[test]
fn generated_code_is_short() {
    for (api, budget) in [("bouwsoft", 13_997), ("eenvoudigfactureren", 11_036)] {
        let folder = root().join("crates").join(api).join("src/generated");
        let files = folder.read_dir().expect("generated");
        let lines = files.map(|file| {
            let text = fs::read_to_string(file.expect("a file").path()).expect("read");
            text.lines().count() as u64
        });
        within(&format!("lines of {api}"), lines.sum(), budget, 1);
    }
}

#[test]
fn a_program_depends_on_few_packages() {
    for (api, budget) in [("bouwsoft", 113), ("eenvoudigfactureren", 112)] {
        let output = cargo()
            .args(["tree", "--offline", "--edges", "normal", "--prefix", "none"])
            .args(["--format", "{p}", "--package", api])
            .current_dir(root())
            .output()
            .expect("cargo runs");
        let text = String::from_utf8(output.stdout).expect("UTF-8");
        let packages: BTreeSet<_> = text
            .lines()
            .map(|line| line.trim_end_matches(" (*)"))
            .collect();
        within(
            &format!("packages of {api}"),
            packages.len() as u64,
            budget,
            0,
        );
    }
}
