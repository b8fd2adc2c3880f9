//! The promises of the stream, for random tables, servers and changes.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;

use super::*;

/// IDs and seconds are few, so that rows often share a second.
fn event() -> impl Strategy<Value = Event> {
    prop_oneof![
        4 => (0_i64..8, 0_i64..3).prop_map(|(id, later)| Event::Change(id, later)),
        1 => (0_i64..8).prop_map(Event::Delete),
    ]
}

fn server() -> impl Strategy<Value = Server> {
    let events = prop::collection::vec(prop::collection::vec(event(), 0..4), 0..12);
    let ties = prop_oneof![
        Just(Ties::Ascending),
        Just(Ties::Descending),
        Just(Ties::LatestLast)
    ];
    let unreadable = prop_oneof![Just(vec![]), prop::collection::vec(0_i64..8, 0..12)];
    (
        prop::collection::btree_map(0_i64..8, 0_i64..5, 0..8),
        events,
        ties,
        2_u64..5,
        any::<bool>(),
        any::<bool>(),
        unreadable,
    )
        .prop_map(
            |(rows, events, ties, cap, says_total, has_fractions, unreadable)| Server {
                events: events.into_iter(),
                ties,
                cap,
                says_total,
                has_fractions,
                unreadable,
                ..Server::of(&Vec::from_iter(rows))
            },
        )
}

/// The rows of a stream, the timestamp to continue from, and whether the stream is complete. It is not if rows change
/// too fast.
fn run(
    mut stream: Changes<'_, Row>,
    since: NaiveDateTime,
) -> (Vec<(i64, i64)>, NaiveDateTime, bool) {
    let mut rows = Vec::new();
    let mut is_complete = true;
    let mut last = None;
    while let Some(item) = next(&mut stream) {
        match shown(&item) {
            Ok(row) => rows.push(row),
            Err(error) => {
                assert!(error.contains("a page does not continue"), "{error}");
                is_complete = false;
            }
        }
        if let Ok(Row(_, Some(time))) = item {
            assert!(last <= Some(time), "{rows:?} are not in order");
            last = Some(time);
        }
        assert_eq!(stream.last(), last.map(second));
    }
    (rows, stream.last().unwrap_or(since), is_complete)
}

fn table(server: &server::Shared) -> BTreeMap<i64, i64> {
    server.with(|server| {
        let rows = server.rows.iter();
        rows.map(|(id, (time, _))| (*id, *time)).collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn no_change_is_missed_and_none_returned_twice(
        server in server(),
        since in 0_i64..5,
        size in 2_u64..5,
        limit in prop_oneof![Just(u64::MAX), 1_u64..12],
    ) {
        let deleted: BTreeSet<_> = server
            .events
            .clone()
            .flatten()
            .filter_map(|event| match event {
                Event::Delete(id) => Some(id),
                Event::Change(..) => None,
            })
            .collect();
        // With `LatestLast`, a row that changes twice in a second moves after rows that were not read yet.
        let keeps_ties = !matches!(server.ties, Ties::LatestLast);
        let is_quiet = server.events.len() == 0;
        let is_readable = server.unreadable.is_empty();
        let server = server.shared();
        let before = table(&server);
        let start = second(since);

        let stream = server.changes(start).page_size(size).limit(limit);
        let (rows, last, is_complete) = run(stream, start);
        // A limit counts newer rows that can be read, and the last second is read to its end.
        let newer = rows.iter().filter(|row| row.1 > since);
        let latest = rows.iter().map(|row| row.1).max();
        let before_latest = newer.clone().filter(|row| Some(row.1) < latest);
        prop_assert!(!is_readable || (before_latest.count() as u64) < limit);
        let is_limited = newer.count() as u64 >= limit;
        let unique: BTreeSet<_> = rows.iter().collect();
        prop_assert_eq!(unique.len(), rows.len(), "a row was returned twice: {:?}", &rows);
        prop_assert!(is_complete || !is_quiet);
        if keeps_ties && is_complete && !is_limited {
            for (id, time) in before {
                let is_expected = time >= since && !deleted.contains(&id);
                prop_assert!(!is_expected || rows.iter().any(|row| row.0 == id), "{id} is missing");
            }
        }

        // When changes stop, the next streams return all that the first one did not.
        server.with(|server| server.events = Vec::new().into_iter());
        let (mut rows, mut last) = (BTreeSet::from_iter(rows), last);
        loop {
            let stream = server.changes(last).page_size(size).limit(limit);
            let (more, next, is_complete) = run(stream, last);
            prop_assert!(is_complete);
            rows.extend(more);
            if next == last {
                break;
            }
            last = next;
        }
        for row in table(&server) {
            prop_assert!(row.1 < since || rows.contains(&row), "{row:?} is missing");
        }
    }
}
