//! Changes to operations and parameters, and to their tables.

use super::{Case, DESK, SHOP, at, case};

const OPERATIONS: &str = "desk/fields/operations.tsv";
const ROWS: &str = "desk/fields/parameters.tsv";

/// Operations that differ from `operations.tsv`.
pub const CASES: &[Case] = &[
    case(
        "operation-id-missing",
        at(DESK, &["      operationId: copy_order\n"]),
        "",
        at(DESK, &["/Copy:", "post:"]),
    ),
    case(
        "operation-id-unique",
        at(DESK, &["operationId: copy_order"]),
        "operationId: create_order",
        at(DESK, &["/Copy:", "operationId: create_order"]),
    ),
    case(
        "operation-missing",
        at(DESK, &["operationId: copy_order"]),
        "operationId: duplicate_order",
        at(OPERATIONS, &["\ncopy_order\t"]),
    ),
    case(
        "operation-unknown",
        at(OPERATIONS, &["\ncopy_order\t"]),
        "\nduplicate_order\t",
        at(DESK, &["operationId: copy_order"]),
    ),
    case(
        "operation-path",
        at(DESK, &["/Orders/{id}/Copy:"]),
        "/Order/{id}/Copy:",
        at(DESK, &["/Order/{id}/Copy:"]),
    ),
    case(
        "operation-path",
        at(SHOP, &["\n  /orders/{order_id}:", "    put:"]),
        "    patch:",
        at(SHOP, &["\n  /orders/{order_id}:", "    patch:"]),
    ),
    case(
        "operation-headers",
        at(DESK, &["\nsecurity:", "    Clientnr: []\n"]),
        "",
        at(DESK, &["operationId: create_order", "parameters:"]),
    ),
    case(
        "operation-headers",
        at(
            OPERATIONS,
            &["\nsign_order\t", "AccessToken,Clientnr,Content-Type"],
        ),
        "AccessToken,Clientnr",
        at(DESK, &["operationId: sign_order", "requestBody:"]),
    ),
    case(
        "operation-query",
        at(DESK, &["- name: with_conclusion"]),
        "- name: with_ending",
        at(DESK, &["operationId: copy_order", "parameters:"]),
    ),
    case(
        "operation-statuses",
        at(DESK, &["operationId: copy_order", "        '404':"]),
        "        '409':",
        at(DESK, &["operationId: copy_order", "        '409':"]),
    ),
    case(
        "operation-statuses",
        at(OPERATIONS, &["\nsign_order\t", "400,401,404,500"]),
        "400,401,403,404,500",
        at(DESK, &["operationId: sign_order", "responses:"]),
    ),
    case(
        "operation-media",
        at(DESK, &["operationId: sign_order", "image/*:"]),
        "image/png:",
        at(DESK, &["operationId: sign_order", "image/png:"]),
    ),
    case(
        "operation-media",
        at(DESK, &["operationId: sign_order", "application/json:"]),
        "application/hal+json:",
        at(DESK, &["operationId: sign_order", "application/hal+json:"]),
    ),
    case(
        "operation-evidence",
        at(
            DESK,
            &["operationId: sign_order", "x-evidence: vendor-article"],
        ),
        "x-evidence: inferred",
        at(DESK, &["operationId: sign_order", "x-evidence: inferred"]),
    ),
];

/// Parameters that differ from `parameters.tsv`.
pub const PARAMETERS: &[Case] = &[
    case(
        "parameter-missing",
        at(
            SHOP,
            &[
                "operationId: delete_order",
                "        - $ref: '#/components/parameters/AccountId'\n",
            ],
        ),
        "",
        at(SHOP, &["operationId: delete_order", "parameters:"]),
    ),
    case(
        "parameter-missing",
        at(DESK, &["operationId: copy_order"]),
        "operationId: duplicate_order",
        at(ROWS, &["\ncopy_order\tid"]),
    ),
    case(
        "parameter-unknown",
        at(
            ROWS,
            &["move_order_lines\tdown\tquery\tinteger\t1\tvendor-article\n"],
        ),
        "",
        at(DESK, &["operationId: move_order_lines", "- name: down"]),
    ),
    case(
        "parameter-type",
        at(DESK, &["- name: lines_with_nrs", "items:", "type: integer"]),
        "type: string",
        at(DESK, &["- name: lines_with_nrs", "items:", "type: string"]),
    ),
    case(
        "parameter-type",
        at(DESK, &["- name: to_type", "in: query"]),
        "in: header",
        at(DESK, &["- name: to_type", "in: header"]),
    ),
    case(
        "parameter-order",
        at(
            ROWS,
            &[
                "\nmove_order_lines\tid\tpath\tinteger\t17617\tvendor-article\n",
                "move_order_lines\tline_with_nr\tquery\tinteger\t1\tvendor-article\nmove_order_lines\tlines_with_nrs\tquery\tinteger[]\t1,2\tvendor-article\nmove_order_lines\tlines_with_ids\tquery\tinteger[]\t\tvendor-article\n",
            ],
        ),
        "move_order_lines\tlines_with_nrs\tquery\tinteger[]\t1,2\tvendor-article\nmove_order_lines\tlines_with_ids\tquery\tinteger[]\t\tvendor-article\nmove_order_lines\tline_with_nr\tquery\tinteger\t1\tvendor-article\n",
        at(
            DESK,
            &["operationId: move_order_lines", "- name: line_with_nr"],
        ),
    ),
    case(
        "parameter-evidence",
        at(SHOP, &["- name: skip", "x-evidence: third-party-code"]),
        "x-evidence: inferred",
        at(SHOP, &["- name: skip", "x-evidence: inferred"]),
    ),
    case(
        "parameter-value",
        at(DESK, &["- name: to_type", "value: FACTUUR"]),
        "value: FAKTUUR",
        at(DESK, &["- name: to_type", "examples:"]),
    ),
];
