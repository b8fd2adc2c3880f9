//! Makes the call for each page of a stream from the call of the user.

use super::{Draft, Prepared};
use crate::{BoxFuture, Error, Page, Paging};

/// The names of the parameters of lists, by their meaning.
#[derive(Clone, Copy, Debug)]
pub struct ListParameters {
    /// How many rows to skip.
    pub skip: &'static str,
    /// How many rows to return.
    pub take: &'static str,
    /// Which fields to return.
    pub fields: &'static str,
    /// What separates the fields.
    pub separator: char,
}

impl Draft<'_> {
    /// The value of an argument. `None` if it is absent or empty; both mean the same.
    pub fn given(&self, name: &str) -> Option<&str> {
        self.text(name).filter(|text| !text.is_empty())
    }

    /// `paging` with the start and the limit that the caller set, if any.
    pub fn bounded(&self, names: &ListParameters, mut paging: Paging) -> Paging {
        let number = |name| self.given(name).and_then(|text| text.parse().ok());
        if let Some(skip) = number(names.skip) {
            paging = paging.start(skip);
        }
        if let Some(take) = number(names.take) {
            paging = paging.limit(take);
        }
        paging
    }

    /// Checks the arguments of the caller for a stream, which sets the parameters `own` itself and needs the fields
    /// `needed` in each row.
    ///
    /// # Errors
    ///
    /// If the request is not valid, if it sets a parameter in `own`, or if its fields do not include all of `needed`.
    pub fn check_list(
        &self,
        names: &ListParameters,
        own: &[&str],
        needed: &[&str],
    ) -> Result<(), Error> {
        let checked = self.check().and_then(|()| {
            if let Some(name) = own.iter().find(|name| self.given(name).is_some()) {
                let reason = format!("{name}: it cannot be set for this stream; remove `{name}`");
                return Err(Error::invalid_request(reason));
            }
            let fields = self.given(names.fields);
            let is_missing = |name: &&&str| {
                fields.is_some_and(|fields| {
                    let mut fields = fields.split(names.separator);
                    fields.all(|field| field != **name)
                })
            };
            match needed.iter().find(is_missing) {
                Some(name) => Err(Error::invalid_request(format!(
                    "{}: {name} is missing, which this stream needs; add it",
                    names.fields
                ))),
                None => Ok(()),
            }
        });
        checked.map_err(|error| error.of(self.operation.id))
    }
}

impl<T> Prepared<'_, T> {
    /// The call for one page.
    #[must_use]
    pub fn at(&self, names: &ListParameters, skip: u64, take: u64) -> Self {
        let rows = |number: u64| i64::try_from(number).unwrap_or(i64::MAX);
        let mut call = self.clone();
        call.set_optional::<i64>(names.skip, rows(skip));
        call.set_optional::<i64>(names.take, rows(take));
        call
    }
}

/// The page of a stream whose arguments are not valid.
pub fn refused_page<'a, T: Send + 'a>(error: Error) -> BoxFuture<'a, Result<Page<T>, Error>> {
    Box::pin(std::future::ready(Err(error)))
}
