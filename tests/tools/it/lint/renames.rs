//! A property with a wrong name is one finding, whatever else the wrong name causes.

use std::fs;

use super::{DESK, Place, SHOP, at, copy, linted};

/// Properties, and a wrong name for each.
const RENAMED: &[(Place, &str)] = &[
    (
        at(DESK, &["\n    Order:", "        company_name"]),
        "compnay_name",
    ),
    (
        at(SHOP, &["\n    OrderItemCreate:", "        quantity"]),
        "quantitty",
    ),
    // The schema of a string's content, in its own file.
    (
        at(
            "desk/schemas/order_create.yaml",
            &["\nproperties:", "\n  type"],
        ),
        "tpye",
    ),
    // A property that is not in the table, which an exception allows.
    (at(DESK, &["\n    Order:", "        id"]), "ids"),
];

#[test]
fn a_wrong_name_is_one_finding() {
    for (property, name) in RENAMED {
        let api = property.file.split('/').next().expect("an API");
        let root = copy(api);
        let file = root.path().join("spec").join(property.file);
        let mut text = fs::read_to_string(&file).expect("a document");
        let line = property.line(&text);
        let (_, end) = property.span(&text);
        let right = property.path.last().expect("a place").trim();
        text.replace_range(end - right.len()..end, name);
        fs::write(file, text).expect("written");

        let found = linted(root.path(), api);
        assert_eq!(found.len(), 1, "{found:?}");
        assert_eq!(found[0]["rule"], "field-unknown");
        assert_eq!(found[0]["path"], format!("spec/{}", property.file));
        assert_eq!(found[0]["line"], line);
        assert_eq!(found[0]["help"], format!("did you mean `{right}`?"));
    }
}

#[test]
fn a_misspelt_keyword_is_one_finding() {
    let root = copy("desk");
    let file = root.path().join("spec").join(DESK);
    let text = fs::read_to_string(&file).expect("a document");
    for (right, wrong) in [
        ("operationId: copy_order", "operationID: copy_order"),
        ("      responses:", "      reponses:"),
        ("    properties:", "    proprties:"),
    ] {
        fs::write(&file, text.replacen(right, wrong, 1)).expect("written");
        let found = linted(root.path(), "desk");
        assert_eq!(found.len(), 1, "{wrong}: {found:#?}");
        assert_eq!(found[0]["rule"], "keyword-unknown");
    }
}
