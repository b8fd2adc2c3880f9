//! Two fakes, and the program that copies orders between them.

use std::{
    collections::BTreeSet,
    path::PathBuf,
    process::{Command, Output, Stdio},
    thread,
    time::{Duration, Instant},
};

use bouwsoft::types::OrderUpdate;
use bouwsoft_httpmock::Fault;
use sync::{
    demo::Demo,
    state::{Copied, State, StateFile},
};

/// The services and the folder with the files of a user.
pub struct World {
    pub demo: Demo,
    folder: tempfile::TempDir,
    /// The number of requests that added the demo data to the fake of Bouwsoft.
    setup_requests: usize,
}

#[allow(dead_code, reason = "no test file uses all of it")]
impl World {
    /// The demo services, and a folder with the default settings file.
    pub fn new() -> Self {
        let runtime = runtime();
        let demo = runtime.block_on(Demo::start()).expect("a demonstration");
        let world = Self {
            setup_requests: demo.bouwsoft.requests().len(),
            demo,
            folder: tempfile::tempdir().expect("a folder"),
        };
        world.configure(include_str!("../../sync.toml"));
        world
    }

    /// Writes `sync.toml`.
    pub fn configure(&self, text: &str) {
        std::fs::write(self.path("sync.toml"), text).expect("written");
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// The numbers of requests of the program to Bouwsoft and to EenvoudigFactureren.
    pub fn counts(&self) -> [usize; 2] {
        let demo = &self.demo;
        [
            demo.bouwsoft.requests().len() - self.setup_requests,
            demo.eenvoudigfactureren.requests().len(),
        ]
    }

    /// The program, with the folder as its working directory.
    pub fn program(&self) -> Command {
        let mut program = Command::new(env!("CARGO_BIN_EXE_sync"));
        program
            .current_dir(self.folder.path())
            .env_clear()
            .env("BOUWSOFT_CLIENT_NR", "115")
            .env("BOUWSOFT_ACCESS_TOKEN", "any token")
            .env("BOUWSOFT_SERVER", self.demo.bouwsoft.base_url())
            .env("EENVOUDIGFACTUREREN_API_KEY", "any key")
            .env(
                "EENVOUDIGFACTUREREN_SERVER",
                self.demo.eenvoudigfactureren.base_url(),
            );
        program
    }

    pub fn output(&self) -> Output {
        self.program().output().expect("the program runs")
    }

    /// Runs the program, checks that it succeeds, and returns its output.
    pub fn run(&self) -> String {
        let output = self.output();
        assert!(output.status.success(), "{output:?}");
        String::from_utf8(output.stdout).expect("text")
    }

    /// Starts the program, and kills it when a service has received its request with the index `at`, which gets this
    /// fault.
    pub fn kill(&self, is_bouwsoft: bool, at: usize, fault: Fault) {
        if is_bouwsoft {
            self.demo.bouwsoft.fail(at, fault);
        } else {
            self.demo.eenvoudigfactureren.fail(at, fault);
        }
        let service = usize::from(!is_bouwsoft);
        let before = self.counts()[service];
        let mut program = self.program();
        let mut program = program
            .stdout(Stdio::null())
            .spawn()
            .expect("the program runs");
        let start = Instant::now();
        while self.counts()[service] <= before + at {
            assert!(start.elapsed() < Duration::from_secs(20), "no request {at}");
            thread::sleep(Duration::from_millis(1));
        }
        program.kill().expect("killed");
        let _ = program.wait();
    }

    /// The content of the state file.
    pub fn state(&self) -> State {
        StateFile::new(self.path("sync-state.json"))
            .read()
            .expect("a state")
    }

    /// The state after all signed orders were copied.
    pub fn expected_state(&self) -> State {
        let mut state = State {
            accounts: Some("Bouwsoft 115, EenvoudigFactureren CAAAAAAAA".to_owned()),
            ..State::default()
        };
        for order in self.demo.bouwsoft.orders() {
            let (id, seen) = (
                order.id.expect("an ID"),
                order.ts_lastupdate.expect("a time"),
            );
            let external = format!("bouwsoft-{id}");
            let copies = self.demo.eenvoudigfactureren.orders();
            let copy = copies
                .iter()
                .find(|copy| copy.external_order_id.as_deref() == Some(&external));
            if let Some(order_id) = copy.and_then(|copy| copy.order_id) {
                state.orders.insert(
                    id,
                    Copied {
                        order_id: Some(order_id),
                        seen,
                    },
                );
                state.since = state.since.max(Some(seen));
            }
        }
        state
    }

    /// The number of orders in EenvoudigFactureren.
    pub fn copies(&self) -> usize {
        self.demo.eenvoudigfactureren.orders().len()
    }

    /// The number of customers in EenvoudigFactureren.
    pub fn customers(&self) -> usize {
        self.demo.eenvoudigfactureren.customers().len()
    }

    /// Changes the title of an order in Bouwsoft.
    pub fn change(&self, order: i64) {
        let client = self.demo.services().expect("clients").bouwsoft;
        let change = client.update_order(order, OrderUpdate::new().title("New"));
        runtime().block_on(change.into_future()).expect("changed");
    }

    /// Whether each of the three signed orders and each of their two customers exists exactly once.
    pub fn is_complete(&self) -> bool {
        let orders = self.demo.eenvoudigfactureren.orders();
        let orders: Vec<_> = orders
            .iter()
            .map(|order| order.external_order_id.clone())
            .collect();
        let distinct: BTreeSet<_> = orders.iter().collect();
        let customers = self.demo.eenvoudigfactureren.customers();
        orders.len() == 3 && distinct.len() == 3 && customers.len() == 2
    }
}

pub fn runtime() -> tokio::runtime::Runtime {
    let mut runtime = tokio::runtime::Builder::new_current_thread();
    runtime.enable_all().build().expect("a runtime")
}
