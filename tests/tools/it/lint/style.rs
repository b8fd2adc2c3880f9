//! Changes to what readers of a document look for: versions, texts, and the evidence of a statement.

use super::{BOUWSOFT, Case, FACTUREREN, at, case};

const SIGNED: &str = "bouwsoft/examples/sign_order.json";

/// Style and evidence.
pub const CASES: &[Case] = &[
    case(
        "version-style",
        at(BOUWSOFT, &["  version: 0.1.0"]),
        "  version: latest",
        at(BOUWSOFT, &["  version: latest"]),
    ),
    case(
        "operation-id-style",
        at(BOUWSOFT, &["operationId: copy_order"]),
        "operationId: copyOrder",
        at(BOUWSOFT, &["operationId: copyOrder"]),
    ),
    case(
        "operation-tags",
        at(BOUWSOFT, &["/Copy:", "      tags:\n        - Orders\n"]),
        "",
        at(BOUWSOFT, &["/Copy:", "post:"]),
    ),
    case(
        "operation-summary",
        at(FACTUREREN, &["      summary: List orders\n"]),
        "",
        at(FACTUREREN, &["/orders:", "get:"]),
    ),
    case(
        "operation-description",
        at(FACTUREREN, &["operationId: list_orders", "description: >-"]),
        "x-note: >-",
        at(FACTUREREN, &["/orders:", "get:"]),
    ),
    case(
        "sample-missing",
        at(BOUWSOFT, &["operationId: copy_order"]),
        "operationId: copy_order\n      x-sample: duplicate_order",
        at(BOUWSOFT, &["/Copy:", "post:"]),
    ),
    case(
        "operation-answers",
        at(
            BOUWSOFT,
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
        at(BOUWSOFT, &["operationId: copy_order", "responses:"]),
    ),
    case(
        "property-description",
        at(
            BOUWSOFT,
            &[
                "\n    ErrorBody:",
                "          description: The HTTP status code, as a string of digits.\n",
            ],
        ),
        "",
        at(BOUWSOFT, &["\n    ErrorBody:", "Code:"]),
    ),
    case(
        "evidence-missing",
        at(BOUWSOFT, &["\n    ErrorBody:", "x-evidence:"]),
        "x-note:",
        at(BOUWSOFT, &["    ErrorBody:"]),
    ),
    case(
        "evidence-unknown",
        at(BOUWSOFT, &["\n    ErrorBody:", "x-evidence: vendor-docs"]),
        "x-evidence: hearsay",
        at(BOUWSOFT, &["\n    ErrorBody:", "x-evidence: hearsay"]),
    ),
    case(
        "evidence-unknown",
        at(SIGNED, &["\"x-evidence\": \""]),
        "\"x-evidence\": \"not ",
        at(SIGNED, &["\"x-evidence\""]),
    ),
    case(
        "source-url",
        at(FACTUREREN, &["\n    ErrorBody:", "x-source: https://"]),
        "x-source: //",
        at(FACTUREREN, &["\n    ErrorBody:", "x-source:"]),
    ),
];
