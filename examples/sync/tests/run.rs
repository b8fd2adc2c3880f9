//! Tests of a run: its output, exit code, requests and state file.

mod support;

use std::fs;

use bouwsoft::types::{OrderCreate, OrderLineCreate};
use eenvoudigfactureren::types::{AccountSettings, OrderItemCreate};
use eenvoudigfactureren_httpmock::Fault;
use rust_decimal::Decimal;
use support::{World, runtime};

impl World {
    /// Adds an order, with a line for each description, quantity and VAT code, and signs it.
    fn add(&self, lines: &[(&str, i64, &str)]) -> i64 {
        let client = self.demo.services().expect("clients").bouwsoft;
        let address = self.demo.bouwsoft.addresses()[0].id.expect("an ID");
        runtime().block_on(async {
            let order = OrderCreate::new("OFFERTE").address_id(address);
            let order = client.create_order(order).await.expect("an order");
            let id = order.id.expect("an ID");
            for (text, quantity, code) in lines {
                let line = OrderLineCreate::new(id).description(*text).vatcode(*code);
                let line = line.quantity1(*quantity).price_unit(10);
                client.create_order_line(line).await.expect("a line");
            }
            let image = b"\x89PNG\r\n\x1a\n".to_vec();
            client.sign_order(id, image).await.expect("signed");
            id
        })
    }

    /// Adds an item with this amount to the first order in EenvoudigFactureren.
    fn add_item(&self, cents: i64) {
        let order = self.demo.eenvoudigfactureren.orders()[0].order_id;
        let client = self.demo.services().expect("clients").eenvoudigfactureren;
        let item = OrderItemCreate::new()
            .description("Late")
            .amount(Decimal::new(cents, 2));
        let added = client.create_order_item(order.expect("an ID"), item);
        runtime().block_on(added.into_future()).expect("added");
    }

    /// Runs the program, checks its exit code, and returns its output.
    fn run_to(&self, code: i32) -> String {
        let output = self.output();
        assert_eq!(output.status.code(), Some(code), "{output:?}");
        String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned()
    }
}

#[test]
fn a_run_only_reads_bouwsoft_and_the_next_run_has_nothing_to_do() {
    let world = World::new();
    let output = world.run();
    assert!(output.ends_with(
        "3 created, 0 found, 0 unchanged, 0 changed, 0 refused, 0 with another total\n"
    ));
    let requests = world.demo.bouwsoft.requests();
    let [reads, _] = world.counts();
    let own = &requests[requests.len() - reads..];
    assert!(own.iter().all(|request| request.method == "GET"));
    assert_eq!(world.state(), world.expected_state());
    let orders = world.demo.eenvoudigfactureren.orders();
    let sources = world.demo.bouwsoft.orders();
    for (order, source) in orders.iter().zip(&sources) {
        assert_eq!(order.total_with_tax, source.amountinclvat);
        assert_eq!(order.client_name, source.address_name);
    }
    let before = world.counts();
    // The orders of the last two hours are read again.
    let output = world.run();
    assert!(
        output.contains("0 created, 0 found, 3 unchanged"),
        "{output}"
    );
    assert!(
        world.counts()[1] - before[1] == 2,
        "only the account and its settings are read"
    );
}

#[test]
fn a_change_after_the_copy_is_reported_once_and_not_copied() {
    let world = World::new();
    world.run();
    let source = &world.demo.bouwsoft.orders()[0];
    world.change(source.id.expect("an ID"));
    let before = world.demo.eenvoudigfactureren.orders();
    let output = world.run();
    let number = source.nr.expect("a number");
    let reported = format!(
        "OFFERTE {number}: changed in Bouwsoft after it was copied; the copy is not updated"
    );
    assert!(
        output.contains(&reported) && output.contains("1 changed"),
        "{output}"
    );
    assert_eq!(world.demo.eenvoudigfactureren.orders(), before);
    assert!(world.run().contains("0 changed"));
}

#[test]
fn an_order_is_refused_with_all_reasons_and_copied_when_they_are_gone() {
    let world = World::new();
    world.configure("");
    world.demo.bouwsoft.add_vat_code(
        &bouwsoft::types::VatCode::default()
            .code("9")
            .percent(9)
            .co_contractor(false),
    );
    world.add(&[("Bricks", 2, "9"), ("Advice", 1, "0"), ("Door", 1, "21")]);
    let output = world.run_to(1);
    let reasons = "refused\n  line 1: 9 % (VAT code 9) is not one of the VAT percentages of the account\n  \
                   line 2: the line has 0 % VAT: set `zero_rate_status` in the settings file\n";
    assert!(output.contains(reasons), "{output}");
    // The demo orders have a line with 0 % VAT, too.
    assert!(
        output.contains("0 created") && output.contains("4 refused"),
        "{output}"
    );
    assert_eq!(world.demo.eenvoudigfactureren.customers().len(), 0);

    world.configure("zero_rate_status = 'ICD'\nrates = [9]");
    let output = world.run_to(1);
    assert!(
        output.contains("3 created") && output.contains("1 refused"),
        "{output}"
    );
    assert!(!output.contains("zero_rate_status"), "{output}");
    let statuses: Vec<_> = world.demo.eenvoudigfactureren.orders()[0]
        .items
        .iter()
        .flatten()
        .map(|item| item.tax_rate_special_status.clone().unwrap_or_default())
        .collect();
    assert_eq!(statuses, ["", "MC", "ICD", ""]);
    // The refused order is refused again, and the others are not copied again.
    let output = world.run_to(1);
    assert!(
        output.contains("0 created, 0 found") && output.contains("1 refused"),
        "{output}"
    );
}

#[test]
fn a_status_that_the_account_lacks_is_refused() {
    let world = World::new();
    world.configure("zero_rate_status = 'XX'");
    let output = world.run_to(1);
    assert!(
        output.contains("line 3: the account has no VAT status XX"),
        "{output}"
    );
}

#[test]
fn without_a_list_of_vat_codes_the_percentages_are_those_of_the_file() {
    let mut without_codes = AccountSettings::default();
    without_codes.use_empty_stock = Some(false);
    let world = World::new();
    world.demo.eenvoudigfactureren.set_settings(&without_codes);
    let output = world.run();
    let note = "The account settings do not list VAT codes. The percentages are taken from `rates`";
    assert!(
        output.starts_with(note) && output.contains("3 created"),
        "{output}"
    );
    let world = World::new();
    world.demo.eenvoudigfactureren.set_settings(&without_codes);
    world.configure("zero_rate_status = ''");
    let output = world.run_to(1);
    assert!(
        output.contains(
            "line 1: 21 % (VAT code 21) is not one of the VAT percentages of the settings file"
        ),
        "{output}"
    );
}

#[test]
fn another_total_is_reported() {
    let world = World::new();
    world.run();
    let order = &world.demo.eenvoudigfactureren.orders()[0];
    world.add_item(5);
    // The copies are found again, and compared.
    fs::remove_file(world.path("sync-state.json")).expect("removed");
    let output = world.run_to(1);
    let total = order.total_with_tax.expect("a total");
    let reported = format!(
        "found, order {}\n  the total is {:.2} in EenvoudigFactureren and {total:.2} in Bouwsoft",
        order.order_id.expect("an ID"),
        total + Decimal::new(5, 2)
    );
    assert!(output.contains(&reported), "{output}");
    assert!(
        output.contains("3 found") && output.contains("1 with another total"),
        "{output}"
    );
}

#[test]
fn a_difference_of_a_cent_per_line_is_accepted() {
    let world = World::new();
    world.run();
    world.add_item(4);
    fs::remove_file(world.path("sync-state.json")).expect("removed");
    assert!(world.run().contains("3 found"));
}

#[test]
fn an_order_with_an_earlier_time_than_the_last_run_is_copied() {
    let world = World::new();
    world.run();
    // The timestamp of an order that changed after the clocks went back.
    let mut late = world.demo.bouwsoft.orders()[2].clone();
    late.id = Some(1);
    late.amountinclvat = Some(Decimal::ZERO);
    late.ts_lastupdate = late
        .ts_lastupdate
        .map(|time| time - chrono::Duration::minutes(59));
    world.demo.bouwsoft.add_order(&late);
    let output = world.run();
    assert!(
        output.contains("1 created, 0 found, 3 unchanged"),
        "{output}"
    );
    let last = world.demo.bouwsoft.orders()[2].ts_lastupdate;
    assert_eq!(world.state().since, last);
}

#[test]
fn an_order_that_cannot_be_read_does_not_stop_the_others() {
    let world = World::new();
    let first = world.demo.bouwsoft.orders()[0].id;
    let line = bouwsoft::serde_json::json!({ "id": 1, "orderid": first, "price_total": "abc" });
    world.demo.bouwsoft.add("OrderLines", &line);
    for expected in ["2 created", "0 created, 0 found, 2 unchanged"] {
        let output = world.run_to(1);
        assert!(output.contains("price_total"), "{output}");
        assert!(
            output.contains(expected) && output.contains("1 refused"),
            "{output}"
        );
    }
}

#[test]
fn the_first_run_can_begin_at_a_day() {
    let world = World::new();
    let mut old = world.demo.bouwsoft.orders()[2].clone();
    old.id = Some(1);
    old.ts_lastupdate = old
        .ts_lastupdate
        .map(|time| time - chrono::Duration::days(9));
    world.demo.bouwsoft.add_order(&old);
    let day = world.demo.bouwsoft.orders()[2]
        .ts_lastupdate
        .expect("a time")
        .date();
    let output = world.program().args(["--since", &day.to_string()]).output();
    let output = output.expect("it runs");
    assert!(output.status.success(), "{output:?}");
    assert!(world.is_complete());
}

#[test]
fn the_state_of_other_accounts_is_refused() {
    let world = World::new();
    world.run();
    let mut program = world.program();
    let output = program.env("BOUWSOFT_CLIENT_NR", "116").output();
    let output = output.expect("it runs");
    assert_eq!(output.status.code(), Some(2));
    let error = String::from_utf8_lossy(&output.stderr);
    let reason = "the state file belongs to Bouwsoft 115, EenvoudigFactureren CAAAAAAAA, but the \
                  credentials belong to Bouwsoft 116";
    assert!(error.contains(reason), "{error}");
}

#[test]
fn a_dry_run_prints_what_would_be_sent_and_changes_nothing() {
    let world = World::new();
    let output = world.program().arg("--dry-run").output().expect("it runs");
    assert!(output.status.success(), "{output:?}");
    let text = String::from_utf8(output.stdout).expect("text");
    assert_eq!(text.matches("POST /orders {").count(), 3, "{text}");
    assert_eq!(
        text.matches("\"tax_rate_special_status\": \"MC\"").count(),
        3
    );
    assert_eq!(text.matches("POST /clients {").count(), 2, "{text}");
    assert!(text.ends_with(
        "dry run: 3 to create, 0 found, 0 unchanged, 0 changed, 0 refused, 0 with another total\n"
    ));
    assert_eq!(world.copies(), 0);
    let requests = world.demo.eenvoudigfactureren.requests();
    assert!(requests.iter().all(|request| request.method == "GET"));
    assert!(!world.path("sync-state.json").exists());
    world.run();
    fs::remove_file(world.path("sync-state.json")).expect("removed");
    let output = world.program().arg("--dry-run").output().expect("it runs");
    let text = String::from_utf8(output.stdout).expect("text");
    assert!(
        text.contains("dry run: 0 created, 3 found") && !text.contains("POST"),
        "{text}"
    );
}

#[test]
fn a_service_that_fails_ends_the_run_and_the_next_run_continues() {
    let world = World::new();
    // Earlier requests: two for the account and its settings, five for the first order, and one for the second.
    world.demo.eenvoudigfactureren.fail(8, Fault::Status(401));
    let output = world.run_to(2);
    assert!(output.contains("authentication failed"), "{output}");
    let orders = world.state().orders.into_values();
    let copied = orders.filter(|order| order.order_id.is_some());
    assert_eq!(copied.count(), 1);
    assert_eq!(world.state().since, None);
    let output = world.run();
    assert!(
        output.contains("2 created, 0 found, 1 unchanged"),
        "{output}"
    );
    assert!(world.is_complete());
}

#[test]
fn invalid_files_are_reported_and_kept() {
    let world = World::new();
    fs::write(world.path("sync-state.json"), "{\"since\": ").expect("written");
    let output = world.run_to(2);
    assert!(output.contains("sync-state.json: EOF"), "{output}");
    let kept = fs::read_to_string(world.path("sync-state.json")).expect("a file");
    assert_eq!(kept, "{\"since\": ");
    fs::remove_file(world.path("sync-state.json")).expect("removed");
    world.configure("zero_rate = ''");
    let output = world.run_to(2);
    assert!(
        output.contains("sync.toml") && output.contains("unknown field `zero_rate`"),
        "{output}"
    );
    assert_eq!(world.copies(), 0);
}

#[test]
fn a_settings_file_that_does_not_exist_or_makes_no_sense_is_refused() {
    let world = World::new();
    let output = world.program().args(["--config", "nope.toml"]).output();
    let output = output.expect("it runs");
    assert_eq!(output.status.code(), Some(2));
    let error = String::from_utf8_lossy(&output.stderr);
    assert!(error.contains("nope.toml: No such file"), "{error}");
    world.configure("rates = [21, 210]");
    let output = world.run_to(2);
    assert!(
        output.contains("sync.toml: rates: 210 is not between 0 and 100"),
        "{output}"
    );
}

#[test]
fn without_credentials_the_program_uses_two_fakes() {
    let world = World::new();
    let output = world.program().env_clear().output().expect("it runs");
    assert!(output.status.success(), "{output:?}");
    let text = String::from_utf8(output.stdout).expect("text");
    assert!(
        text.starts_with("No credentials are set. The program uses two fakes"),
        "{text}"
    );
    assert!(text.contains("3 created"), "{text}");
    assert!(!world.path("sync-state.json").exists());
    let mut program = world.program();
    let output = program
        .env_remove("EENVOUDIGFACTUREREN_API_KEY")
        .output()
        .expect("it runs");
    let text = String::from_utf8_lossy(&output.stderr);
    assert!(
        text.contains("EenvoudigFactureren: no credentials: set EENVOUDIGFACTUREREN_API_KEY"),
        "{text}"
    );
}
