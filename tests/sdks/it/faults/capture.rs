//! Records everything that any crate traces or logs.

use std::{
    collections::BTreeMap,
    fmt,
    sync::{Arc, Mutex, Once},
    thread,
    time::Duration,
};

use tracing::{
    Subscriber,
    field::{Field, Visit},
    span,
    subscriber::DefaultGuard,
};
use tracing_subscriber::{
    Layer,
    filter::filter_fn,
    layer::{Context, SubscriberExt},
    registry::LookupSpan,
};

/// Everything that was traced on this thread during the lifetime of this value.
pub struct Traced {
    kept: Arc<Mutex<Kept>>,
    _guard: DefaultGuard,
}

#[derive(Default)]
struct Kept {
    lines: Vec<String>,
    spans: BTreeMap<u64, Fields>,
}

/// Fields by name, with their values as text.
pub type Fields = BTreeMap<String, String>;

impl Traced {
    /// Starts to record at every level, including messages that crates log instead of tracing.
    pub fn all() -> Self {
        static LOGS: Once = Once::new();
        LOGS.call_once(|| tracing_log::LogTracer::init().expect("the only logger"));
        Self::of(|_| true)
    }

    /// Starts to record what passes a filter.
    pub fn of(filter: fn(&tracing::Metadata<'_>) -> bool) -> Self {
        let kept = Arc::<Mutex<Kept>>::default();
        let layer = Keep(kept.clone()).with_filter(filter_fn(filter));
        let subscriber = tracing_subscriber::registry().with(layer);
        let guard = tracing::subscriber::set_default(subscriber);
        // Another thread may be registering a callsite without seeing this subscriber. The pause lets it finish, so
        // that the callsite is in the list that is rebuilt below.
        thread::sleep(Duration::from_millis(10));
        tracing::callsite::rebuild_interest_cache();
        Self {
            kept,
            _guard: guard,
        }
    }

    /// Everything as text.
    pub fn text(&self) -> String {
        let kept = self.kept.lock().expect("not poisoned");
        kept.lines.join("\n")
    }

    /// The fields of the spans of calls, in the order in which the spans began.
    pub fn calls(&self) -> Vec<Fields> {
        let kept = self.kept.lock().expect("not poisoned");
        kept.spans.values().cloned().collect()
    }
}

struct Keep(Arc<Mutex<Kept>>);

impl<S: Subscriber + for<'a> LookupSpan<'a>> Layer<S> for Keep {
    fn on_new_span(&self, new: &span::Attributes<'_>, id: &span::Id, _: Context<'_, S>) {
        let mut fields = Written::default();
        new.record(&mut fields);
        let mut kept = self.0.lock().expect("not poisoned");
        let name = new.metadata().name();
        kept.lines.push(format!("span {name} {:?}", fields.0));
        if name == "api_call" {
            kept.spans.insert(id.into_u64(), fields.0);
        }
    }

    fn on_record(&self, id: &span::Id, values: &span::Record<'_>, _: Context<'_, S>) {
        let mut fields = Written::default();
        values.record(&mut fields);
        let mut kept = self.0.lock().expect("not poisoned");
        kept.lines.push(format!("record {:?}", fields.0));
        if let Some(span) = kept.spans.get_mut(&id.into_u64()) {
            span.extend(fields.0);
        }
    }

    fn on_event(&self, event: &tracing::Event<'_>, _: Context<'_, S>) {
        let mut fields = Written::default();
        event.record(&mut fields);
        let mut kept = self.0.lock().expect("not poisoned");
        let target = event.metadata().target();
        kept.lines.push(format!("event {target} {:?}", fields.0));
    }
}

#[derive(Default)]
struct Written(Fields);

impl Visit for Written {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        self.0.insert(field.name().to_owned(), format!("{value:?}"));
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        self.0.insert(field.name().to_owned(), value.to_owned());
    }
}
