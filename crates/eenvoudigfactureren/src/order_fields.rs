//! The fields of an order by name, for [`Filter`](crate::Filter), [`Sort`](crate::Sort) and [`Fields`](crate::Fields).
//!
//! [`Order`](crate::types::Order) says what each of them means.

use chrono::{NaiveDate, NaiveDateTime};
use rust_decimal::Decimal;

use crate::{
    lists::Field,
    types::{
        Address, CustomValue, Language, OrderEvent, OrderItem, OrderRemark, OrderStatus, OrderType,
        Tag, TaxCalculation,
    },
};

/// `order_id`
pub const ORDER_ID: Field<i64> = Field::new("order_id");
/// `uri`
pub const URI: Field<String> = Field::new("uri");
/// `external_order_id`
pub const EXTERNAL_ORDER_ID: Field<String> = Field::new("external_order_id");
/// `client_id`
pub const CLIENT_ID: Field<i64> = Field::new("client_id");
/// `client_uri`
pub const CLIENT_URI: Field<String> = Field::new("client_uri");
/// `client_name`
pub const CLIENT_NAME: Field<String> = Field::new("client_name");
/// `client_attention`
pub const CLIENT_ATTENTION: Field<String> = Field::new("client_attention");
/// `type`
pub const TYPE: Field<OrderType> = Field::new("type");
/// `number`
pub const NUMBER: Field<String> = Field::new("number");
/// `layout_id`
pub const LAYOUT_ID: Field<i64> = Field::new("layout_id");
/// `reference`
pub const REFERENCE: Field<String> = Field::new("reference");
/// `date`
pub const DATE: Field<NaiveDate> = Field::new("date");
/// `days_delivery`
pub const DAYS_DELIVERY: Field<i64> = Field::new("days_delivery");
/// `date_delivery`
pub const DATE_DELIVERY: Field<NaiveDate> = Field::new("date_delivery");
/// `days_late`
pub const DAYS_LATE: Field<i64> = Field::new("days_late");
/// `deposit_paid`
pub const DEPOSIT_PAID: Field<Decimal> = Field::new("deposit_paid");
/// `status`
pub const STATUS: Field<OrderStatus> = Field::new("status");
/// `billing_address`
pub const BILLING_ADDRESS: Field<Address> = Field::new("billing_address");
/// `delivery_address`
pub const DELIVERY_ADDRESS: Field<Address> = Field::new("delivery_address");
/// `site_address`
pub const SITE_ADDRESS: Field<Address> = Field::new("site_address");
/// `discount_percentage`
pub const DISCOUNT_PERCENTAGE: Field<Decimal> = Field::new("discount_percentage");
/// `currency`
pub const CURRENCY: Field<String> = Field::new("currency");
/// `exchange_rate`
pub const EXCHANGE_RATE: Field<Decimal> = Field::new("exchange_rate");
/// `show_tax_for_exchange_rate`
pub const SHOW_TAX_FOR_EXCHANGE_RATE: Field<bool> = Field::new("show_tax_for_exchange_rate");
/// `language`
pub const LANGUAGE: Field<Language> = Field::new("language");
/// `tax_calculation`
pub const TAX_CALCULATION: Field<TaxCalculation> = Field::new("tax_calculation");
/// `tax_included`
pub const TAX_INCLUDED: Field<bool> = Field::new("tax_included");
/// `items`
pub const ITEMS: Field<Vec<OrderItem>> = Field::new("items");
/// `discount_total_without_tax`
pub const DISCOUNT_TOTAL_WITHOUT_TAX: Field<Decimal> = Field::new("discount_total_without_tax");
/// `total_refundable_deposit`
pub const TOTAL_REFUNDABLE_DEPOSIT: Field<Decimal> = Field::new("total_refundable_deposit");
/// `total_without_tax`
pub const TOTAL_WITHOUT_TAX: Field<Decimal> = Field::new("total_without_tax");
/// `tax_rate_1`
pub const TAX_RATE_1: Field<Decimal> = Field::new("tax_rate_1");
/// `total_tax_1`
pub const TOTAL_TAX_1: Field<Decimal> = Field::new("total_tax_1");
/// `tax_rate_2`
pub const TAX_RATE_2: Field<Decimal> = Field::new("tax_rate_2");
/// `total_tax_2`
pub const TOTAL_TAX_2: Field<Decimal> = Field::new("total_tax_2");
/// `tax_rate_3`
pub const TAX_RATE_3: Field<Decimal> = Field::new("tax_rate_3");
/// `total_tax_3`
pub const TOTAL_TAX_3: Field<Decimal> = Field::new("total_tax_3");
/// `discount_total_with_tax`
pub const DISCOUNT_TOTAL_WITH_TAX: Field<Decimal> = Field::new("discount_total_with_tax");
/// `total_with_tax`
pub const TOTAL_WITH_TAX: Field<Decimal> = Field::new("total_with_tax");
/// `total_paid`
pub const TOTAL_PAID: Field<Decimal> = Field::new("total_paid");
/// `note`
pub const NOTE: Field<String> = Field::new("note");
/// `note_html`
pub const NOTE_HTML: Field<String> = Field::new("note_html");
/// `last_activity`
pub const LAST_ACTIVITY: Field<NaiveDateTime> = Field::new("last_activity");
/// `custom_values`
pub const CUSTOM_VALUES: Field<Vec<CustomValue>> = Field::new("custom_values");
/// `tags`
pub const TAGS: Field<Vec<Tag>> = Field::new("tags");
/// `remarks`
pub const REMARKS: Field<Vec<OrderRemark>> = Field::new("remarks");
/// `events`
pub const EVENTS: Field<Vec<OrderEvent>> = Field::new("events");
