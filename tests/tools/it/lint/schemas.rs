//! Changes to schemas and to their tables.

use super::{Case, DESK, SHOP, at, case};

const ORDER: &str = "desk/fields/order.tsv";
const CREATE: &str = "desk/schemas/order_create.yaml";
const EXCEPTIONS: &str = "desk/fields/exceptions.tsv";
const COMPANY: &str = "company_name\t2\ttpString\t250\tNo\tNo\tNo\t\n";

/// Three rows, and the same rows with the first one last.
const MOVED: (&str, &str) = (
    "company_name\t2\ttpString\t250\tNo\tNo\tNo\t\n\
     type\t2\ttpString\t50\tYes\tNo\tNo\t\n\
     type_localized\t2\ttpString\t50\tNo\tNo\tNo\t\n",
    "type\t2\ttpString\t50\tYes\tNo\tNo\t\n\
     type_localized\t2\ttpString\t50\tNo\tNo\tNo\t\n\
     company_name\t2\ttpString\t250\tNo\tNo\tNo\t\n",
);

/// The presence of properties, required properties, and exceptions.
pub const CASES: &[Case] = &[
    case(
        "schema-missing",
        at(SHOP, &["\n    EventRecipient:"]),
        "\n    Addressee:",
        at(SHOP, &["\ncomponents:", "\n  schemas:"]),
    ),
    case(
        "table-unused",
        at("shop/fields/tables.toml", &["table = \"event_recipient\""]),
        "table = \"order\"",
        at("shop/fields/event_recipient.tsv", &[]),
    ),
    case(
        "table-missing",
        at("shop/fields/tables.toml", &["table = \"event_recipient\""]),
        "table = \"recipient\"",
        at("shop/fields/tables.toml", &[]),
    ),
    case(
        "table-cell",
        at("desk/fields/order.tsv", &["\ncompany_name", "tpString"]),
        "tpText",
        at("desk/fields/order.tsv", &["\ncompany_name"]),
    ),
    case(
        "field-missing",
        at(DESK, &["\n    Order:", "        company_name:"]),
        "        firm:",
        at(DESK, &["\n    Order:", "properties:"]),
    ),
    case(
        "field-missing",
        at(CREATE, &["  nr_add:"]),
        "  nr_plus:",
        at(CREATE, &["\nproperties:"]),
    ),
    case(
        "field-missing",
        at(ORDER, &[COMPANY]),
        "company_name\t2\ttpString\t250\tNo\tNo\tNo\t\nbrand\t2\ttpString\t9\tNo\tNo\tNo\t\n",
        at(DESK, &["\n    Order:", "properties:"]),
    ),
    case(
        "field-unknown",
        at(DESK, &["\n    OrderLine:", "        linenr:"]),
        "        number:",
        at(DESK, &["\n    OrderLine:", "        number:"]),
    ),
    case(
        "field-unknown",
        at(ORDER, &[COMPANY]),
        "",
        at(DESK, &["\n    Order:", "        company_name:"]),
    ),
    case(
        "field-order",
        at(ORDER, &[MOVED.0]),
        MOVED.1,
        at(DESK, &["\n    Order:", "        company_name:"]),
    ),
    case(
        "field-access",
        at(
            DESK,
            &[
                "\n    Order:",
                "company_name:",
                "          readOnly: true\n",
            ],
        ),
        "",
        at(DESK, &["\n    Order:", "        company_name:"]),
    ),
    case(
        "field-access",
        at(
            SHOP,
            &[
                "\n    OrderItemCreate:",
                "properties:",
                "stockitem_id:",
                "          writeOnly: true\n",
            ],
        ),
        "",
        at(
            SHOP,
            &["\n    OrderItemCreate:", "properties:", "stockitem_id:"],
        ),
    ),
    case(
        "field-access",
        at(SHOP, &["\n    OrderItemReplace:", "properties:\n"]),
        "properties:\n        item_id:\n          type: integer\n          format: int64\n",
        at(SHOP, &["\n    OrderItemReplace:", "        item_id:"]),
    ),
    case(
        "field-required",
        at(SHOP, &["\n    OrderCreate:", "required: [client_id]"]),
        "required: [reference]",
        at(SHOP, &["\n    OrderCreate:", "required: [reference]"]),
    ),
    case(
        "field-required",
        at(
            SHOP,
            &[
                "\n    OrderRemarkReplace:",
                "[[description, description_html]]",
            ],
        ),
        "[[description]]",
        at(SHOP, &["\n    OrderRemarkReplace:", "x-requires-one-of"]),
    ),
    case(
        "field-required",
        at(SHOP, &["\n    Tag:", "type: object\n"]),
        "type: object\n      required: [name]\n",
        at(SHOP, &["\n    Tag:", "required: [name]"]),
    ),
    case(
        "exception-unused",
        at(EXCEPTIONS, &["Order\taddress_latitude\ttype"]),
        "Order\taddress_latitude\tlength",
        at(EXCEPTIONS, &["Order\taddress_latitude\tlength"]),
    ),
    case(
        "exception-erratum",
        at("desk/ERRATA.md", &["## E13 "]),
        "## E99 ",
        at(EXCEPTIONS, &["Order\tid\tadded"]),
    ),
    case(
        "exception-aspect",
        at(EXCEPTIONS, &["Order\taddress_latitude\ttype"]),
        "Order\taddress_latitude\tkind",
        at(EXCEPTIONS, &["Order\taddress_latitude\tkind"]),
    ),
];

/// The values of a field.
pub const LIMITS: &[Case] = &[
    case(
        "field-type",
        at(DESK, &["\n    Order:", "        nr_add:", "type: string"]),
        "type: number",
        at(DESK, &["\n    Order:", "        nr_add:", "type: number"]),
    ),
    case(
        "field-type",
        at(
            SHOP,
            &["\n    OrderCreate:", "        date:", "format: date"],
        ),
        "format: date-time",
        at(
            SHOP,
            &["\n    OrderCreate:", "        date:", "format: date-time"],
        ),
    ),
    case(
        "field-type",
        at(DESK, &["\n    Order:", "        nr_add:", "type: string"]),
        "type: string\n          format: email",
        at(DESK, &["\n    Order:", "        nr_add:", "format: email"]),
    ),
    case(
        "field-length",
        at(DESK, &["\n    Order:", "company_name:", "maxLength: 250"]),
        "maxLength: 251",
        at(DESK, &["\n    Order:", "company_name:", "maxLength: 251"]),
    ),
    case(
        "field-length",
        at(
            DESK,
            &[
                "\n    Order:",
                "company_name:",
                "          maxLength: 250\n",
            ],
        ),
        "",
        at(DESK, &["\n    Order:", "        company_name:"]),
    ),
    case(
        "field-length",
        at(ORDER, &["company_name\t2\ttpString\t250"]),
        "company_name\t2\ttpString\t0",
        at(DESK, &["\n    Order:", "company_name:", "maxLength:"]),
    ),
    case(
        "field-range",
        at(
            SHOP,
            &["\n    OrderCreate:", "days_delivery:", "maximum: 999"],
        ),
        "maximum: 99",
        at(
            SHOP,
            &["\n    OrderCreate:", "days_delivery:", "maximum: 99"],
        ),
    ),
    case(
        "field-range",
        at(SHOP, &["\n    Order:", "days_delivery:", "format: int64"]),
        "format: int64\n          minimum: 0",
        at(SHOP, &["\n    Order:", "days_delivery:", "minimum: 0"]),
    ),
    case(
        "field-decimals",
        at(
            SHOP,
            &[
                "\n    OrderItemReplace:",
                "        amount:",
                "x-decimals: 4",
            ],
        ),
        "x-decimals: 2",
        at(
            SHOP,
            &[
                "\n    OrderItemReplace:",
                "        amount:",
                "x-decimals: 2",
            ],
        ),
    ),
    case(
        "field-pattern",
        at(SHOP, &["\n    OrderItemUpdate:", "        unit:", "{0,9}"]),
        "{0,8}",
        at(
            SHOP,
            &["\n    OrderItemUpdate:", "        unit:", "pattern:"],
        ),
    ),
    case(
        "field-values",
        at(
            SHOP,
            &["\n    Order:", "        language:", "[dutch, french, "],
        ),
        "[dutch, ",
        at(
            SHOP,
            &["\n    Order:", "        language:", "x-extensible-enum"],
        ),
    ),
    case(
        "field-values",
        at(SHOP, &["\n    TaxCalculation:", "enum: [total, item]"]),
        "enum: [total, line]",
        at(SHOP, &["\n    TaxCalculation:", "enum: [total, line]"]),
    ),
    case(
        "field-default",
        at(
            SHOP,
            &["\n    OrderItemCreate:", "        quantity:", "default: 1"],
        ),
        "default: 2",
        at(
            SHOP,
            &["\n    OrderItemCreate:", "        quantity:", "default: 2"],
        ),
    ),
    case(
        "field-default",
        at(
            SHOP,
            &[
                "\n    OrderReplace:",
                "        currency:",
                "          default: EUR\n",
            ],
        ),
        "",
        at(SHOP, &["\n    OrderReplace:", "        currency:"]),
    ),
    case(
        "field-fact",
        at(DESK, &["\n    OrderLine:", "x-desk-type: tpLong"]),
        "x-desk-type: tpBool",
        at(DESK, &["\n    OrderLine:", "x-desk-type: tpBool"]),
    ),
    case(
        "field-fact",
        at(CREATE, &["  nr:", "x-desk-type: tpLong"]),
        "x-desk-type: tpLong\n    x-desk-link: Order",
        at(CREATE, &["  nr:", "x-desk-link: Order"]),
    ),
];
