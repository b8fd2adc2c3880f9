//! Writing a model, field by field.

use serde::{
    Serialize, Serializer,
    ser::{SerializeMap, SerializeStruct},
};

use super::Extra;

/// What is each model's own when it is written.
#[doc(hidden)]
pub trait Write {
    /// Its name.
    const NAME: &'static str;

    /// Writes its fields.
    fn fields<F: Fields>(&self, out: &mut F);

    /// The fields that it does not have, where it keeps them.
    fn extra(&self) -> Option<&Extra> {
        None
    }
}

/// Where fields are written to. What fails is told at the end, which keeps the code of models short.
#[doc(hidden)]
pub trait Fields {
    /// Writes a field, unless it is skipped.
    fn field<T: Serialize + ?Sized>(&mut self, name: &'static str, skipped: bool, value: &T);
}

/// Writes a model as an object.
///
/// # Errors
///
/// As the target's.
pub fn write<T: Write, S: Serializer>(model: &T, target: S) -> Result<S::Ok, S::Error> {
    match model.extra() {
        Some(extra) => {
            let mut out = Members(target.serialize_map(None)?, Ok(()));
            model.fields(&mut out);
            let Members(mut map, done) = out;
            done?;
            for (name, value) in extra {
                map.serialize_entry(name, value)?;
            }
            map.end()
        }
        None => {
            let mut count = Count(0);
            model.fields(&mut count);
            let mut out = Struct(target.serialize_struct(T::NAME, count.0)?, Ok(()));
            model.fields(&mut out);
            out.1?;
            out.0.end()
        }
    }
}

/// Counts what is not skipped: some formats say so before the first field.
struct Count(usize);

impl Fields for Count {
    fn field<T: Serialize + ?Sized>(&mut self, _: &'static str, skipped: bool, _: &T) {
        self.0 += usize::from(!skipped);
    }
}

struct Struct<S: SerializeStruct>(S, Result<(), S::Error>);

impl<S: SerializeStruct> Fields for Struct<S> {
    fn field<T: Serialize + ?Sized>(&mut self, name: &'static str, skipped: bool, value: &T) {
        if self.1.is_ok() {
            self.1 = match skipped {
                true => self.0.skip_field(name),
                false => self.0.serialize_field(name, value),
            };
        }
    }
}

struct Members<S: SerializeMap>(S, Result<(), S::Error>);

impl<S: SerializeMap> Fields for Members<S> {
    fn field<T: Serialize + ?Sized>(&mut self, name: &'static str, skipped: bool, value: &T) {
        if self.1.is_ok() && !skipped {
            self.1 = self.0.serialize_entry(name, value);
        }
    }
}
