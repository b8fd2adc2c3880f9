//! Models that are read from documents and written to them, and the errors that name their elements.

use serde::{Deserialize, Serialize};

use super::{
    Problem, Root, from_str,
    testing::{LIST, ROOT},
    to_string,
};

#[derive(Debug, Deserialize, PartialEq, Serialize)]
struct Record {
    id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    lines: Option<Vec<Line>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    marks: Option<Vec<bool>>,
}

#[derive(Debug, Deserialize, PartialEq, Serialize)]
struct Line {
    #[serde(skip_serializing_if = "Option::is_none")]
    amount: Option<String>,
}

#[test]
fn a_model_is_read_and_written() {
    let record = Record {
        id: "5 & 6".to_owned(),
        lines: Some(vec![
            Line { amount: None },
            Line {
                amount: Some("1.50".to_owned()),
            },
        ]),
        marks: None,
    };
    let text = to_string(&ROOT, &record).expect("written");
    assert_eq!(from_str::<Record>(&ROOT, &text).expect("read"), record);
}

fn refusal(root: &Root, text: &str) -> String {
    let error = match root.element {
        "records" => from_str::<Vec<Record>>(root, text).expect_err("refused"),
        _ => from_str::<Record>(root, text).expect_err("refused"),
    };
    assert!(matches!(error.problem(), Problem::Model(_)), "{error:?}");
    error.to_string()
}

#[test]
fn the_error_for_a_value_that_the_model_rejects_names_its_elements() {
    let line = "<lines><line><sum><a/></sum></line></lines>";
    let cases = [
        (&ROOT, "<record/>".to_owned(), "record: missing field `id`"),
        (
            &ROOT,
            "<record><id>1</id><mark>true</mark></record>".to_owned(),
            "record/mark[1]: invalid type: string \"true\", expected a boolean",
        ),
        (
            &LIST,
            format!("<records><record><id>1</id></record><record>{line}</record></records>"),
            "records/record[2]: missing field `id`",
        ),
    ];
    for (root, text, expected) in cases {
        assert_eq!(refusal(root, &text), expected, "{text}");
    }
}

#[test]
fn the_path_has_the_names_of_elements_not_of_members() {
    #[derive(Debug, Deserialize)]
    struct Strict {
        #[expect(dead_code, reason = "the test only reads it")]
        lines: Vec<Amount>,
    }
    #[derive(Debug, Deserialize)]
    struct Amount {
        #[expect(dead_code, reason = "the test only reads it")]
        amount: u8,
    }
    let text = "<record><items><item/><item><sum>1</sum></item></items></record>";
    let error = from_str::<Strict>(&ROOT, text).expect_err("refused");
    assert_eq!(error.path(), "record/items/item[1]");
    let text = "<record><items><item><sum>1</sum></item></items></record>";
    let error = from_str::<Strict>(&ROOT, text).expect_err("refused");
    assert_eq!(error.path(), "record/items/item[1]/sum");
}
