//! The fields of a model, and what their attributes say.

use syn::{
    Data, DeriveInput, Error, Fields, Ident, LitStr, Path, Result, Type, ext::IdentExt,
    meta::ParseNestedMeta,
};

/// One field of a model.
pub struct Field {
    /// Name in Rust.
    pub ident: Ident,
    /// Its type.
    pub kind: Type,
    /// Name on the wire.
    pub wire: String,
    /// Other names by which it is read (`alias`).
    pub aliases: Vec<String>,
    /// Whether it may be missing (`default`).
    pub optional: bool,
    /// Whether it holds what no other field does (`flatten`).
    pub extra: bool,
    /// The function that reads it (`deserialize_with`, or that of `with`), where it does not read itself.
    pub reader: Option<Path>,
    /// The function that writes it (that of `with`), where it does not write itself.
    pub writer: Option<Path>,
    /// The function that says that it is not written (`skip_serializing_if`).
    pub skipped: Option<Path>,
}

/// The fields of the struct that `input` is.
pub fn all(input: &DeriveInput) -> Result<Vec<Field>> {
    let Data::Struct(data) = &input.data else {
        return Err(Error::new_spanned(&input.ident, "a model is a struct"));
    };
    let Fields::Named(fields) = &data.fields else {
        return Err(Error::new_spanned(&input.ident, "a model names its fields"));
    };
    if !input.generics.params.is_empty() {
        let message = "a model has no parameters";
        return Err(Error::new_spanned(&input.generics, message));
    }
    if let Some(attribute) = input.attrs.iter().find(|all| all.path().is_ident("serde")) {
        let message = "attributes of a whole model are not known to this derive";
        return Err(Error::new_spanned(attribute, message));
    }
    fields.named.iter().map(Field::new).collect()
}

impl Field {
    fn new(field: &syn::Field) -> Result<Self> {
        let ident = field.ident.clone();
        let ident = ident.ok_or_else(|| Error::new_spanned(field, "a field has a name"))?;
        let mut found = Self {
            wire: ident.unraw().to_string(),
            ident,
            kind: field.ty.clone(),
            aliases: Vec::new(),
            optional: false,
            extra: false,
            reader: None,
            writer: None,
            skipped: None,
        };
        for attribute in &field.attrs {
            if attribute.path().is_ident("serde") {
                attribute.parse_nested_meta(|meta| found.set(&meta))?;
            }
        }
        Ok(found)
    }

    fn set(&mut self, meta: &ParseNestedMeta<'_>) -> Result<()> {
        let name = meta.path.require_ident()?.to_string();
        match name.as_str() {
            "default" => self.optional = true,
            "flatten" => self.extra = true,
            "alias" => self.aliases.push(text(meta)?.value()),
            "rename" => self.wire = text(meta)?.value(),
            "deserialize_with" => self.reader = Some(text(meta)?.parse()?),
            "skip_serializing_if" => self.skipped = Some(text(meta)?.parse()?),
            "with" => {
                let module = text(meta)?;
                self.reader = Some(member(&module, "deserialize")?);
                self.writer = Some(member(&module, "serialize")?);
            }
            _ => return Err(meta.error("this derive does not know the attribute")),
        }
        Ok(())
    }
}

fn text(meta: &ParseNestedMeta<'_>) -> Result<LitStr> {
    meta.value()?.parse()
}

fn member(module: &LitStr, name: &str) -> Result<Path> {
    let mut path: Path = module.parse()?;
    path.segments.push(Ident::new(name, module.span()).into());
    Ok(path)
}
