//! Changes to schemas and to the tables they are held against.

use super::{BOUWSOFT, Case, FACTUREREN, at, case};

const ORDER: &str = "bouwsoft/fields/order.tsv";
const CREATE: &str = "bouwsoft/schemas/order_create.yaml";
const EXCEPTIONS: &str = "bouwsoft/fields/exceptions.tsv";
const COMPANY: &str = "company_name\t2\ttpString\t250\tNo\tNo\tNo\t\n";

/// Three rows, and the same with the first of them last.
const MOVED: (&str, &str) = (
    "company_name\t2\ttpString\t250\tNo\tNo\tNo\t\n\
     type\t2\ttpString\t50\tYes\tNo\tNo\t\n\
     type_localized\t2\ttpString\t50\tNo\tNo\tNo\t\n",
    "type\t2\ttpString\t50\tYes\tNo\tNo\t\n\
     type_localized\t2\ttpString\t50\tNo\tNo\tNo\t\n\
     company_name\t2\ttpString\t250\tNo\tNo\tNo\t\n",
);

/// Which properties there are, what is needed, and what is excused.
pub const CASES: &[Case] = &[
    case(
        "schema-missing",
        at(FACTUREREN, &["\n    EventRecipient:"]),
        "\n    Addressee:",
        at(FACTUREREN, &["\ncomponents:", "\n  schemas:"]),
    ),
    case(
        "table-unused",
        at(
            "eenvoudigfactureren/fields/tables.toml",
            &["table = \"event_recipient\""],
        ),
        "table = \"order\"",
        at("eenvoudigfactureren/fields/event_recipient.tsv", &[]),
    ),
    case(
        "table-missing",
        at(
            "eenvoudigfactureren/fields/tables.toml",
            &["table = \"event_recipient\""],
        ),
        "table = \"recipient\"",
        at("eenvoudigfactureren/fields/tables.toml", &[]),
    ),
    case(
        "table-cell",
        at("bouwsoft/fields/order.tsv", &["\ncompany_name", "tpString"]),
        "tpText",
        at("bouwsoft/fields/order.tsv", &["\ncompany_name"]),
    ),
    case(
        "field-missing",
        at(BOUWSOFT, &["\n    Order:", "        company_name:"]),
        "        firm:",
        at(BOUWSOFT, &["\n    Order:", "properties:"]),
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
        at(BOUWSOFT, &["\n    Order:", "properties:"]),
    ),
    case(
        "field-unknown",
        at(BOUWSOFT, &["\n    OrderLine:", "        linenr:"]),
        "        number:",
        at(BOUWSOFT, &["\n    OrderLine:", "        number:"]),
    ),
    case(
        "field-unknown",
        at(ORDER, &[COMPANY]),
        "",
        at(BOUWSOFT, &["\n    Order:", "        company_name:"]),
    ),
    case(
        "field-order",
        at(ORDER, &[MOVED.0]),
        MOVED.1,
        at(BOUWSOFT, &["\n    Order:", "        company_name:"]),
    ),
    case(
        "field-access",
        at(
            BOUWSOFT,
            &[
                "\n    Order:",
                "company_name:",
                "          readOnly: true\n",
            ],
        ),
        "",
        at(BOUWSOFT, &["\n    Order:", "        company_name:"]),
    ),
    case(
        "field-access",
        at(
            FACTUREREN,
            &[
                "\n    OrderItemCreate:",
                "properties:",
                "stockitem_id:",
                "          writeOnly: true\n",
            ],
        ),
        "",
        at(
            FACTUREREN,
            &["\n    OrderItemCreate:", "properties:", "stockitem_id:"],
        ),
    ),
    case(
        "field-access",
        at(FACTUREREN, &["\n    OrderItemReplace:", "properties:\n"]),
        "properties:\n        item_id:\n          type: integer\n          format: int64\n",
        at(FACTUREREN, &["\n    OrderItemReplace:", "        item_id:"]),
    ),
    case(
        "field-required",
        at(FACTUREREN, &["\n    OrderCreate:", "required: [client_id]"]),
        "required: [reference]",
        at(FACTUREREN, &["\n    OrderCreate:", "required: [reference]"]),
    ),
    case(
        "field-required",
        at(
            FACTUREREN,
            &[
                "\n    OrderRemarkReplace:",
                "[[description, description_html]]",
            ],
        ),
        "[[description]]",
        at(
            FACTUREREN,
            &["\n    OrderRemarkReplace:", "x-requires-one-of"],
        ),
    ),
    case(
        "field-required",
        at(FACTUREREN, &["\n    Tag:", "type: object\n"]),
        "type: object\n      required: [name]\n",
        at(FACTUREREN, &["\n    Tag:", "required: [name]"]),
    ),
    case(
        "exception-unused",
        at(EXCEPTIONS, &["Order\taddress_latitude\ttype"]),
        "Order\taddress_latitude\tlength",
        at(EXCEPTIONS, &["Order\taddress_latitude\tlength"]),
    ),
    case(
        "exception-erratum",
        at("bouwsoft/ERRATA.md", &["## E13 "]),
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

/// What a field may hold.
pub const LIMITS: &[Case] = &[
    case(
        "field-type",
        at(
            BOUWSOFT,
            &["\n    Order:", "        nr_add:", "type: string"],
        ),
        "type: number",
        at(
            BOUWSOFT,
            &["\n    Order:", "        nr_add:", "type: number"],
        ),
    ),
    case(
        "field-type",
        at(
            FACTUREREN,
            &["\n    OrderCreate:", "        date:", "format: date"],
        ),
        "format: date-time",
        at(
            FACTUREREN,
            &["\n    OrderCreate:", "        date:", "format: date-time"],
        ),
    ),
    case(
        "field-type",
        at(
            BOUWSOFT,
            &["\n    Order:", "        nr_add:", "type: string"],
        ),
        "type: string\n          format: email",
        at(
            BOUWSOFT,
            &["\n    Order:", "        nr_add:", "format: email"],
        ),
    ),
    case(
        "field-length",
        at(
            BOUWSOFT,
            &["\n    Order:", "company_name:", "maxLength: 250"],
        ),
        "maxLength: 251",
        at(
            BOUWSOFT,
            &["\n    Order:", "company_name:", "maxLength: 251"],
        ),
    ),
    case(
        "field-length",
        at(
            BOUWSOFT,
            &[
                "\n    Order:",
                "company_name:",
                "          maxLength: 250\n",
            ],
        ),
        "",
        at(BOUWSOFT, &["\n    Order:", "        company_name:"]),
    ),
    case(
        "field-length",
        at(ORDER, &["company_name\t2\ttpString\t250"]),
        "company_name\t2\ttpString\t0",
        at(BOUWSOFT, &["\n    Order:", "company_name:", "maxLength:"]),
    ),
    case(
        "field-range",
        at(
            FACTUREREN,
            &["\n    OrderCreate:", "days_delivery:", "maximum: 999"],
        ),
        "maximum: 99",
        at(
            FACTUREREN,
            &["\n    OrderCreate:", "days_delivery:", "maximum: 99"],
        ),
    ),
    case(
        "field-range",
        at(
            FACTUREREN,
            &["\n    Order:", "days_delivery:", "format: int64"],
        ),
        "format: int64\n          minimum: 0",
        at(
            FACTUREREN,
            &["\n    Order:", "days_delivery:", "minimum: 0"],
        ),
    ),
    case(
        "field-decimals",
        at(
            FACTUREREN,
            &[
                "\n    OrderItemReplace:",
                "        amount:",
                "x-decimals: 4",
            ],
        ),
        "x-decimals: 2",
        at(
            FACTUREREN,
            &[
                "\n    OrderItemReplace:",
                "        amount:",
                "x-decimals: 2",
            ],
        ),
    ),
    case(
        "field-pattern",
        at(
            FACTUREREN,
            &["\n    OrderItemUpdate:", "        unit:", "{0,9}"],
        ),
        "{0,8}",
        at(
            FACTUREREN,
            &["\n    OrderItemUpdate:", "        unit:", "pattern:"],
        ),
    ),
    case(
        "field-values",
        at(
            FACTUREREN,
            &["\n    Order:", "        language:", "[dutch, french, "],
        ),
        "[dutch, ",
        at(
            FACTUREREN,
            &["\n    Order:", "        language:", "x-extensible-enum"],
        ),
    ),
    case(
        "field-values",
        at(
            FACTUREREN,
            &["\n    TaxCalculation:", "enum: [total, item]"],
        ),
        "enum: [total, line]",
        at(
            FACTUREREN,
            &["\n    TaxCalculation:", "enum: [total, line]"],
        ),
    ),
    case(
        "field-default",
        at(
            FACTUREREN,
            &["\n    OrderItemCreate:", "        quantity:", "default: 1"],
        ),
        "default: 2",
        at(
            FACTUREREN,
            &["\n    OrderItemCreate:", "        quantity:", "default: 2"],
        ),
    ),
    case(
        "field-default",
        at(
            FACTUREREN,
            &[
                "\n    OrderReplace:",
                "        currency:",
                "          default: EUR\n",
            ],
        ),
        "",
        at(FACTUREREN, &["\n    OrderReplace:", "        currency:"]),
    ),
    case(
        "field-fact",
        at(BOUWSOFT, &["\n    OrderLine:", "x-bouwsoft-type: tpLong"]),
        "x-bouwsoft-type: tpBool",
        at(BOUWSOFT, &["\n    OrderLine:", "x-bouwsoft-type: tpBool"]),
    ),
    case(
        "field-fact",
        at(CREATE, &["  nr:", "x-bouwsoft-type: tpLong"]),
        "x-bouwsoft-type: tpLong\n    x-bouwsoft-link: Order",
        at(CREATE, &["  nr:", "x-bouwsoft-link: Order"]),
    ),
];
