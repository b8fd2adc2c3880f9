//! Operations that were added, removed or moved, and the parts of each operation.

use openapi_document::METHODS;

use super::{
    bodies,
    change::Found,
    conditions,
    node::{Node, same},
    operation::Operation,
    parameters, responses,
    rule::Direction,
    rules, security, servers,
    shape::Shape,
    texts,
};

/// Members that have their own rules.
const JUDGED: [&str; 9] = [
    "operationId",
    "parameters",
    "requestBody",
    "responses",
    "security",
    "servers",
    "callbacks",
    conditions::KEYWORDS[0],
    conditions::KEYWORDS[1],
];

/// Compares all operations of two documents.
pub fn compare(old: &Node<'_>, new: &Node<'_>, found: &mut Found) {
    items(old, new, found);
    let (before, mut after) = (all(old), all(new));
    let mut unmatched = Vec::new();
    for one in before {
        match after.iter().position(|other| other.route() == one.route()) {
            Some(index) => both(&one, &after.remove(index), found),
            None => unmatched.push(one),
        }
    }
    for one in unmatched {
        let id = one.node.text("operationId");
        let same_id = |other: &Operation<'_>| id.is_some() && other.node.text("operationId") == id;
        found.begin(Some(one.name()));
        match after.iter().position(same_id) {
            Some(index) => {
                let other = after.remove(index);
                let route = |of: &Operation<'_>| {
                    Some(format!("{} {}", of.method.to_uppercase(), of.path).into())
                };
                let rule = &rules::OPERATION_MOVED;
                found.note(
                    rule,
                    Direction::Request,
                    &other.node,
                    route(&one),
                    route(&other),
                );
                both(&one, &other, found);
            }
            None => found.removed(&rules::OPERATION_REMOVED, Direction::Request, &one.node),
        }
    }
    for other in after {
        found.begin(Some(other.name()));
        found.added(&rules::OPERATION_ADDED, Direction::Request, &other.node);
    }
    found.begin(None);
}

/// Compares the texts of the Path Item Objects.
fn items(old: &Node<'_>, new: &Node<'_>, found: &mut Found) {
    let judged: Vec<_> = METHODS
        .into_iter()
        .chain(["parameters", "servers"])
        .collect();
    let (Some(old), Some(new)) = (old.get("paths"), new.get("paths")) else {
        return;
    };
    for path in texts::keys(&old, &new) {
        if let (Some(one), Some(other)) = (old.get(path), new.get(path)) {
            texts::compare(&one, &other, &judged, found);
        }
    }
}

fn all<'a>(root: &Node<'a>) -> Vec<Operation<'a>> {
    let paths = root.get("paths").map(|paths| paths.members());
    let mut operations = Vec::new();
    for (path, item) in paths.into_iter().flatten() {
        for (method, node) in item.members() {
            if METHODS.contains(&method) {
                operations.push(Operation {
                    root: root.clone(),
                    item: item.clone(),
                    node,
                    path,
                    method,
                });
            }
        }
    }
    operations
}

fn both(old: &Operation<'_>, new: &Operation<'_>, found: &mut Found) {
    found.begin(Some(new.name()));
    let (before, after) = (old.node.raw("operationId"), new.node.raw("operationId"));
    let id = |node: &Option<Node<'_>>| node.as_ref().map(|node| node.value.clone());
    if id(&before) != id(&after) {
        let rule = &rules::OPERATION_RENAMED;
        found.moved(rule, Direction::Document, before.as_ref(), after.as_ref());
    }
    parameters::compare(old, new, found);
    bodies::compare(&old.node, &new.node, found);
    responses::compare(&old.node, &new.node, found);
    security::compare(old, new, found);
    servers::compare(old, new, found);
    let (one, other) = (Shape::of([old.node.clone()]), Shape::of([new.node.clone()]));
    conditions::compare(&one, &other, Direction::Request, found);
    callbacks(&old.node, &new.node, found);
    texts::compare(&old.node, &new.node, &JUDGED, found);
}

fn callbacks(old: &Node<'_>, new: &Node<'_>, found: &mut Found) {
    let response = Direction::Answer;
    let mut after = listed(new);
    for (name, one) in listed(old) {
        match after.iter().position(|(other, _)| *other == name) {
            None => found.removed(&rules::CALLBACK_REMOVED, response, &one),
            Some(index) => {
                let (_, other) = after.remove(index);
                if !same(&one, &other) {
                    found.changed(&rules::CALLBACK_CHANGED, response, &one, &other);
                }
            }
        }
    }
    for (_, other) in after {
        found.added(&rules::CALLBACK_ADDED, response, &other);
    }
}

fn listed<'a>(operation: &Node<'a>) -> Vec<(&'a str, Node<'a>)> {
    let callbacks = operation.get("callbacks");
    callbacks.map(|all| all.members()).unwrap_or_default()
}
