//! The state that is stored between runs, in one file.

use std::{
    collections::BTreeMap,
    fs, io,
    io::Write,
    path::{Path, PathBuf},
};

use anyhow::Context;
use chrono::NaiveDateTime;
use serde::{Deserialize, Serialize};

/// The content of the file.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct State {
    /// The accounts of both services. `None` before the first run.
    pub accounts: Option<String>,
    /// The next run reads the orders that changed at this time or later. `None` until a run succeeds; until then, runs
    /// begin at `--since`.
    pub since: Option<NaiveDateTime>,
    /// The orders that were copied, by their ID in Bouwsoft.
    pub orders: BTreeMap<i64, Copied>,
}

impl State {
    /// Assigns a new state to these accounts, or checks that the state belongs to them.
    ///
    /// # Errors
    ///
    /// If the state belongs to other accounts, because their orders may have the same IDs.
    pub fn belongs_to(&mut self, accounts: String) -> anyhow::Result<()> {
        let own = self.accounts.get_or_insert_with(|| accounts.clone());
        anyhow::ensure!(
            *own == accounts,
            "the state file belongs to {own}, but the credentials belong to {accounts}: use another file (`--state`)"
        );
        Ok(())
    }
}

/// An order that was copied.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Copied {
    /// The ID of the order in EenvoudigFactureren. `None` while it is being created.
    pub order_id: Option<i64>,
    /// The time of the last change in Bouwsoft that was copied or reported.
    pub seen: NaiveDateTime,
}

/// The file.
#[derive(Clone, Debug)]
pub struct StateFile(PathBuf);

impl StateFile {
    /// The file at this path. It need not exist.
    pub fn new(path: impl Into<PathBuf>) -> Self {
        Self(path.into())
    }

    /// Reads the file. If it does not exist, the state is empty.
    ///
    /// # Errors
    ///
    /// If the file cannot be read or is not valid. An invalid file is not treated as empty, because changes of orders
    /// that were copied before would then not be reported.
    pub fn read(&self) -> anyhow::Result<State> {
        let shown = || self.0.display().to_string();
        match fs::read(&self.0) {
            Ok(text) => serde_json::from_slice(&text).with_context(shown),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(State::default()),
            Err(error) => Err(error).with_context(shown),
        }
    }

    /// Replaces the file. If the program is killed meanwhile, either the old or the new file remains.
    ///
    /// # Errors
    ///
    /// If the file cannot be written.
    pub fn write(&self, state: &State) -> anyhow::Result<()> {
        self.replace(state)
            .with_context(|| self.0.display().to_string())
    }

    fn replace(&self, state: &State) -> anyhow::Result<()> {
        let folder = self.0.parent().filter(|path| !path.as_os_str().is_empty());
        let mut file = tempfile::NamedTempFile::new_in(folder.unwrap_or(Path::new(".")))?;
        serde_json::to_writer_pretty(&mut file, state)?;
        file.write_all(b"\n")?;
        file.as_file().sync_all()?;
        file.persist(&self.0)?;
        Ok(())
    }
}
