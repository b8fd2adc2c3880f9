//! Pages of lists: their rows, and how they show the end of the list.

use super::{Error, Response};

/// The rows of a page, with an error for each row that could not be read, and how it shows the end of the list.
#[derive(Debug)]
pub struct Page<T> {
    pub(super) rows: Vec<Result<T, Error>>,
    pub(super) end: End,
}

/// Where a list ends. A page without rows always ends it.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum End {
    /// A page with fewer rows than requested ends the list.
    ShortPage,
    /// Only a page without rows ends the list, because the server may return fewer rows than requested.
    EmptyPage,
    /// The list has this many rows.
    Total(u64),
}

impl End {
    /// The end of a list whose `Content-Range` is `first-last/total`. A range of another form is ignored.
    fn of_range(range: Option<&str>) -> Self {
        range.and_then(total).map_or(Self::EmptyPage, Self::Total)
    }
}

/// The total in a `Content-Range`, which begins with a unit if it was a header, for example `items`.
fn total(range: &str) -> Option<u64> {
    let (rows, total) = range.rsplit(' ').next()?.split_once('/')?;
    let (first, last) = rows.split_once('-')?;
    let [first, last, total]: [u64; 3] =
        [first.parse().ok()?, last.parse().ok()?, total.parse().ok()?];
    (first <= last && last < total).then_some(total)
}

/// The page in a response that contains the rows of a list from the index `offset` on. A page with fewer rows than
/// requested is the last one.
///
/// # Errors
///
/// If the page as a whole could not be read. A row that could not be read is an error among the rows.
pub fn page<T: 'static>(
    list: Result<Response<Vec<T>>, Error>,
    offset: u64,
) -> Result<Page<T>, Error> {
    let rows = match list {
        Ok(rows) => rows.into_inner().into_iter().map(Ok).collect(),
        Err(error) => error.into_rows(offset, |rows| rows)?,
    };
    Ok(Page {
        rows,
        end: End::ShortPage,
    })
}

/// The page in a response that contains the rows of a list from the index `offset` on, in an envelope. `open` returns
/// the rows and the `Content-Range` of the envelope. The list ends after the total in the range; if there is no total,
/// it ends at the first page without rows.
///
/// # Errors
///
/// If the page as a whole could not be read. A row that could not be read is an error among the rows.
pub fn enveloped_page<E: 'static, T>(
    envelope: Result<Response<E>, Error>,
    offset: u64,
    open: impl Fn(E) -> (Vec<T>, Option<String>),
) -> Result<Page<T>, Error> {
    let (rows, range) = match envelope {
        Ok(envelope) => {
            let (rows, range) = open(envelope.into_inner());
            (rows.into_iter().map(Ok).collect(), range)
        }
        Err(error) => {
            let mut range = None;
            let mut opened = |envelope| {
                let (rows, its_range) = open(envelope);
                range = its_range;
                rows
            };
            let rows = error.into_rows(offset, |envelopes: Vec<E>| {
                envelopes.into_iter().flat_map(&mut opened).collect()
            })?;
            (rows, range)
        }
    };
    Ok(Page {
        rows,
        end: End::of_range(range.as_deref()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_range_that_is_not_understood_counts_as_absent() {
        for (range, total) in [
            ("0-4/167", 167),
            ("158-162/5052", 5052),
            ("0-0/1", 1),
            ("items 0-4/5", 5),
        ] {
            assert_eq!(End::of_range(Some(range)), End::Total(total), "{range}");
        }
        for range in [
            "",
            "167",
            "0-4",
            "0-4/*",
            "*/0",
            "/5",
            "0-4/",
            "0-4/5/6",
            "a-b/5",
            "0-4/-5",
            "4-0/5",
            "0-4/4",
            "0-4/99999999999999999999",
        ] {
            assert_eq!(End::of_range(Some(range)), End::EmptyPage, "{range}");
        }
        assert_eq!(End::of_range(None), End::EmptyPage);
    }
}
