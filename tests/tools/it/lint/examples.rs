//! Changes to examples, references, and parts that the generators do not support.

use super::{Case, DESK, SHOP, at, case};

const COPIED: &str = "desk/examples/copy_order.json";
const NOT_FOUND: &str = "desk/examples/error_not_found.json";
const CREATED: &str = "shop/examples/create_order.xml";

/// Examples that do not match their schemas.
pub const CASES: &[Case] = &[
    case(
        "example-unreadable",
        at(DESK, &["$ref: examples/copy_order.json"]),
        "$ref: examples/copied_order.json",
        at(
            DESK,
            &["examples:", "        full_copy:\n                  $ref"],
        ),
    ),
    case(
        "example-unreadable",
        at(NOT_FOUND, &["\"Not Found\","]),
        "\"Not Found\" \"at all\",",
        at(NOT_FOUND, &["\"at all\""]),
    ),
    case(
        "example-unreadable",
        at(CREATED, &["<unit>stuk</unit>"]),
        "<units>stuk</units>",
        at(CREATED, &["<order>"]),
    ),
    case(
        "example-invalid",
        at(COPIED, &["\"expirationdate\": \"2026-06-07\""]),
        "\"expirationdate\": \"2026-06-31\"",
        at(COPIED, &["\"expirationdate\""]),
    ),
    case(
        "example-invalid",
        at(DESK, &["- name: lines_with_nrs", "value: [1, 2]"]),
        "value: '1,2'",
        at(DESK, &["- name: lines_with_nrs", "value: '1,2'"]),
    ),
    case(
        "example-invalid",
        at(CREATED, &["<unit>stuk</unit>"]),
        "<unit>2 stuk</unit>",
        at(CREATED, &["<order>"]),
    ),
    case(
        "example-invalid",
        at(
            DESK,
            &[
                "\n    OrderColumns:",
                "example: type='FAKTUUR',company_id=2,address_id=3759",
            ],
        ),
        "example: 3759",
        at(DESK, &["\n    OrderColumns:", "example: 3759"]),
    ),
    case(
        "example-property",
        at(COPIED, &["\"company_name\":"]),
        "\"company\":",
        at(COPIED, &["\"company\":"]),
    ),
    case(
        "schema-invalid",
        at(DESK, &["\n    ErrorBody:", "Message:", "type: string"]),
        "type: text",
        at(DESK, &["\n    ErrorBody:", "Message:", "type: text"]),
    ),
];

/// References, and parts that the generators do not support.
pub const GENERATOR: &[Case] = &[
    case(
        "dangling-reference",
        at(DESK, &["operationId: sign_order", "schemas/OrderPage'"]),
        "schemas/Orders'",
        at(DESK, &["operationId: sign_order", "schemas/Orders'"]),
    ),
    case(
        "dangling-reference",
        at(SHOP, &["\n    OrderCreate:", "schemas/TaxCalculation'"]),
        "schemas/TaxComputation'",
        at(SHOP, &["\n    OrderCreate:", "schemas/TaxComputation'"]),
    ),
    case(
        "group-unknown",
        at(DESK, &["x-excludes:", "lines_with_ids"]),
        "lines_with_keys",
        at(DESK, &["x-excludes:", "lines_with_keys"]),
    ),
    case(
        "group-unknown",
        at(
            SHOP,
            &["\n    OrderItemUpdate:", "[quantity_with_unit, unit]"],
        ),
        "[quantity_with_unit, measure]",
        at(SHOP, &["\n    OrderItemUpdate:", "x-excludes:"]),
    ),
    case(
        "response-property",
        at(DESK, &["operationId: sign_order", "x-identifier: id"]),
        "x-identifier: key",
        at(DESK, &["operationId: sign_order", "x-identifier: key"]),
    ),
    case(
        "response-property",
        at(SHOP, &["operationId: get_order_item", "order_id: order_id"]),
        "order: order_id",
        at(SHOP, &["operationId: get_order_item", "x-repeats:"]),
    ),
    case(
        "fixup-needed",
        at("desk/codegen.toml", &["    \"unexploded_arrays\",\n"]),
        "",
        at(DESK, &["- name: lines_with_nrs"]),
    ),
    case(
        "fixup-needed",
        at(DESK, &["\n    ErrorBody:", "Code:", "type: string"]),
        "type: string\n          nullable: true",
        at(DESK, &["\n    ErrorBody:", "Code:"]),
    ),
    case(
        "generator-settings",
        at("desk/codegen.toml", &["OrderColumns = "]),
        "OrderColumn = ",
        at("desk/codegen.toml", &["OrderColumn = "]),
    ),
    case(
        "generator-settings",
        at("desk/codegen.toml", &["    \"raw_bodies\",\n"]),
        "    \"raw_bodies\",\n    \"raw_bodies\",\n",
        at("desk/codegen.toml", &["\"raw_bodies\",", "\"raw_bodies\","]),
    ),
    case(
        "generator-settings",
        at("desk/codegen.toml", &["sign_order = "]),
        "sign_orders = ",
        at("desk/codegen.toml", &["sign_orders = "]),
    ),
    case(
        "generator-settings",
        at(
            "shop/codegen.toml",
            &["client_parameters = [\"X-AccountId\", "],
        ),
        "client_parameters = [\"X-Account\", ",
        at("shop/codegen.toml", &["client_parameters = ["]),
    ),
    case(
        "generator-unsupported",
        at(DESK, &["openapi: 3.0.3"]),
        "openapi: 3.1.0",
        at(DESK, &["openapi: 3.1.0"]),
    ),
    case(
        "generator-unsupported",
        at(DESK, &["- name: lines_with_ids", "style: form"]),
        "style: pipeDelimited",
        at(DESK, &["- name: lines_with_ids", "style: pipeDelimited"]),
    ),
    case(
        "generator-unsupported",
        at(SHOP, &["\n    TaxCalculation:", "enum: [total, item]"]),
        "enum: ['+', '-']",
        at(SHOP, &["\n    TaxCalculation:", "enum: ['+', '-']"]),
    ),
    case(
        "generator-unsupported",
        at(
            SHOP,
            &[
                "operationId: create_order",
                "requestBody:",
                "          application/json:",
            ],
        ),
        "          multipart/form-data:",
        at(
            SHOP,
            &[
                "operationId: create_order",
                "requestBody:",
                "          multipart/form-data:",
            ],
        ),
    ),
    case(
        "generator-unsupported",
        at(SHOP, &["operationId: get_order\n", "      responses:\n"]),
        "      responses:\n        '204':\n          description: Nothing.\n",
        at(SHOP, &["operationId: get_order\n", "        '200':"]),
    ),
    case(
        "generator-unsupported",
        at(
            DESK,
            &[
                "\n    ErrorBody:",
                "description: The HTTP status code, as a string of digits.",
            ],
        ),
        "description: \"The status.\\n\\n    404\"",
        at(DESK, &["\n    ErrorBody:", "description: \"The status."]),
    ),
];
