//! Counts instructions: runs this program again under callgrind, for one side of one row.

use std::{
    env,
    process::{Command, Stdio},
};

use anyhow::Context;

/// Whether valgrind is installed.
pub fn are_counted() -> bool {
    let mut version = Command::new("valgrind");
    version
        .arg("--version")
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    let found = version.status().is_ok_and(|status| status.success());
    if !found {
        eprintln!("no instruction counts: valgrind is not installed");
    }
    found
}

/// Runs an operation. Callgrind counts only the instructions within this function.
#[inline(never)]
pub fn counted(run: &mut dyn FnMut()) {
    run();
}

/// The instructions of one operation.
pub fn of(row: &str, side: &str) -> anyhow::Result<u64> {
    let output = Command::new("valgrind")
        .args(["--tool=callgrind", "--callgrind-out-file=/dev/null"])
        .arg("--toggle-collect=*instructions*counted*")
        .arg(env::current_exe()?)
        .args(["count", row, side])
        .output()
        .context("valgrind cannot be run")?;
    let stderr = String::from_utf8_lossy(&output.stderr);
    anyhow::ensure!(
        output.status.success(),
        "{row}, {side}: valgrind failed:\n{stderr}"
    );
    let collected = stderr
        .lines()
        .find_map(|line| line.split_once("Collected :"));
    let (_, count) =
        collected.with_context(|| format!("callgrind printed no instruction count:\n{stderr}"))?;
    count
        .trim()
        .parse()
        .context("the instruction count of callgrind is not a number")
}
