//! An operation of a document, with its path item and the document.

use super::node::Node;

/// An operation, with its path item and the document.
#[derive(Clone)]
pub struct Operation<'a> {
    /// The whole document.
    pub root: Node<'a>,
    /// The Path Item Object.
    pub item: Node<'a>,
    /// The Operation Object.
    pub node: Node<'a>,
    /// The path.
    pub path: &'a str,
    /// The method, in lower case.
    pub method: &'a str,
}

impl<'a> Operation<'a> {
    /// The operationId, or `METHOD path` if it has none.
    pub fn name(&self) -> String {
        match self.node.text("operationId") {
            Some(id) => id.to_owned(),
            None => format!("{} {}", self.method.to_uppercase(), self.path),
        }
    }

    /// Method and path, without the names of the path parameters.
    pub fn route(&self) -> String {
        let steps = self.path.split('/').map(|step| match step.find('{') {
            Some(start) => {
                let end = step.rfind('}').map_or("", |end| &step[end + 1..]);
                format!("{}{{}}{end}", &step[..start])
            }
            None => step.to_owned(),
        });
        format!("{} {}", self.method, steps.collect::<Vec<_>>().join("/"))
    }

    /// The names of the parameters of the path, in order.
    pub fn path_names(&self) -> Vec<&'a str> {
        let pieces = self.path.split('{').skip(1);
        pieces
            .filter_map(|piece| piece.split_once('}').map(|(name, _)| name))
            .collect()
    }
}
