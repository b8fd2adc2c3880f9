//! Changes to versions, texts and evidence.

use super::{Case, DESK, SHOP, at, case};

const SIGNED: &str = "desk/examples/sign_order.json";

/// Style and evidence.
pub const CASES: &[Case] = &[
    case(
        "version-style",
        at(DESK, &["  version: 0.1.0"]),
        "  version: latest",
        at(DESK, &["  version: latest"]),
    ),
    case(
        "operation-id-style",
        at(DESK, &["operationId: copy_order"]),
        "operationId: copyOrder",
        at(DESK, &["operationId: copyOrder"]),
    ),
    case(
        "operation-tags",
        at(DESK, &["/Copy:", "      tags:\n        - Orders\n"]),
        "",
        at(DESK, &["/Copy:", "post:"]),
    ),
    case(
        "operation-summary",
        at(SHOP, &["      summary: List orders\n"]),
        "",
        at(SHOP, &["/orders:", "get:"]),
    ),
    case(
        "operation-description",
        at(SHOP, &["operationId: list_orders", "description: >-"]),
        "x-note: >-",
        at(SHOP, &["/orders:", "get:"]),
    ),
    case(
        "sample-missing",
        at(DESK, &["operationId: copy_order"]),
        "operationId: copy_order\n      x-sample: duplicate_order",
        at(DESK, &["/Copy:", "post:"]),
    ),
    case(
        "operation-answers",
        at(
            DESK,
            &[
                "operationId: copy_order",
                "        '400':
          $ref: '#/components/responses/BadRequest'
        '401':
          $ref: '#/components/responses/Unauthorized'
        '404':
          $ref: '#/components/responses/NotFound'
        '500':
          $ref: '#/components/responses/ServerError'
",
            ],
        ),
        "",
        at(DESK, &["operationId: copy_order", "responses:"]),
    ),
    case(
        "property-description",
        at(
            DESK,
            &[
                "\n    ErrorBody:",
                "          description: The HTTP status code, as a string of digits.\n",
            ],
        ),
        "",
        at(DESK, &["\n    ErrorBody:", "Code:"]),
    ),
    case(
        "evidence-missing",
        at(DESK, &["\n    ErrorBody:", "x-evidence:"]),
        "x-note:",
        at(DESK, &["    ErrorBody:"]),
    ),
    case(
        "evidence-unknown",
        at(DESK, &["\n    ErrorBody:", "x-evidence: vendor-docs"]),
        "x-evidence: hearsay",
        at(DESK, &["\n    ErrorBody:", "x-evidence: hearsay"]),
    ),
    case(
        "evidence-unknown",
        at(SIGNED, &["\"x-evidence\": \""]),
        "\"x-evidence\": \"not ",
        at(SIGNED, &["\"x-evidence\""]),
    ),
    case(
        "source-url",
        at(SHOP, &["\n    ErrorBody:", "x-source: https://"]),
        "x-source: //",
        at(SHOP, &["\n    ErrorBody:", "x-source:"]),
    ),
];
