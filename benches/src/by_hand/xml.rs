//! Models of a list of orders in XML, written by hand. They accept only natural values. Each list has its own element.

use chrono::{NaiveDate, NaiveDateTime};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

/// The document.
#[derive(Debug, Deserialize, Serialize)]
#[serde(rename = "orders")]
pub struct Orders {
    #[serde(default)]
    pub order: Vec<Order>,
}

#[derive(Debug, Deserialize, Serialize)]
pub struct Order {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub order_id: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub uri: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub external_order_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub client_id: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub client_uri: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub client_name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub client_attention: Option<String>,
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub type_: Option<OrderType>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub layout_id: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<NaiveDate>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub days_delivery: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date_delivery: Option<NaiveDate>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub days_late: Option<i64>,
    #[serde(
        default,
        with = "rust_decimal::serde::str_option",
        skip_serializing_if = "Option::is_none"
    )]
    pub deposit_paid: Option<Decimal>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<OrderStatus>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub billing_address: Option<Address>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub delivery_address: Option<Address>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub site_address: Option<Address>,
    #[serde(
        default,
        with = "rust_decimal::serde::str_option",
        skip_serializing_if = "Option::is_none"
    )]
    pub discount_percentage: Option<Decimal>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub currency: Option<String>,
    #[serde(
        default,
        with = "rust_decimal::serde::str_option",
        skip_serializing_if = "Option::is_none"
    )]
    pub exchange_rate: Option<Decimal>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub show_tax_for_exchange_rate: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<Language>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tax_calculation: Option<TaxCalculation>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tax_included: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub items: Option<Items>,
    #[serde(
        default,
        with = "rust_decimal::serde::str_option",
        skip_serializing_if = "Option::is_none"
    )]
    pub discount_total_without_tax: Option<Decimal>,
    #[serde(
        default,
        with = "rust_decimal::serde::str_option",
        skip_serializing_if = "Option::is_none"
    )]
    pub total_refundable_deposit: Option<Decimal>,
    #[serde(
        default,
        with = "rust_decimal::serde::str_option",
        skip_serializing_if = "Option::is_none"
    )]
    pub total_without_tax: Option<Decimal>,
    #[serde(
        default,
        with = "rust_decimal::serde::str_option",
        skip_serializing_if = "Option::is_none"
    )]
    pub tax_rate_1: Option<Decimal>,
    #[serde(
        default,
        with = "rust_decimal::serde::str_option",
        skip_serializing_if = "Option::is_none"
    )]
    pub total_tax_1: Option<Decimal>,
    #[serde(
        default,
        with = "rust_decimal::serde::str_option",
        skip_serializing_if = "Option::is_none"
    )]
    pub tax_rate_2: Option<Decimal>,
    #[serde(
        default,
        with = "rust_decimal::serde::str_option",
        skip_serializing_if = "Option::is_none"
    )]
    pub total_tax_2: Option<Decimal>,
    #[serde(
        default,
        with = "rust_decimal::serde::str_option",
        skip_serializing_if = "Option::is_none"
    )]
    pub tax_rate_3: Option<Decimal>,
    #[serde(
        default,
        with = "rust_decimal::serde::str_option",
        skip_serializing_if = "Option::is_none"
    )]
    pub total_tax_3: Option<Decimal>,
    #[serde(
        default,
        with = "rust_decimal::serde::str_option",
        skip_serializing_if = "Option::is_none"
    )]
    pub discount_total_with_tax: Option<Decimal>,
    #[serde(
        default,
        with = "rust_decimal::serde::str_option",
        skip_serializing_if = "Option::is_none"
    )]
    pub total_with_tax: Option<Decimal>,
    #[serde(
        default,
        with = "rust_decimal::serde::str_option",
        skip_serializing_if = "Option::is_none"
    )]
    pub total_paid: Option<Decimal>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note_html: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_activity: Option<NaiveDateTime>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_values: Option<CustomValues>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tags: Option<Tags>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub remarks: Option<Remarks>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub events: Option<Events>,
}

#[derive(Debug, Deserialize, Serialize)]
pub struct Address {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub street: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub street2: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub city: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub postal_code: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub country_code: Option<String>,
}

#[derive(Debug, Deserialize, Serialize)]
pub struct OrderItem {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub item_id: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub order_id: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub uri: Option<String>,
    #[serde(
        default,
        with = "rust_decimal::serde::str_option",
        skip_serializing_if = "Option::is_none"
    )]
    pub amount: Option<Decimal>,
    #[serde(
        default,
        with = "rust_decimal::serde::str_option",
        skip_serializing_if = "Option::is_none"
    )]
    pub amount_with_tax: Option<Decimal>,
    #[serde(
        default,
        with = "rust_decimal::serde::str_option",
        skip_serializing_if = "Option::is_none"
    )]
    pub quantity: Option<Decimal>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stockitem_code: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description_html: Option<String>,
    #[serde(
        default,
        with = "rust_decimal::serde::str_option",
        skip_serializing_if = "Option::is_none"
    )]
    pub total_without_tax: Option<Decimal>,
    #[serde(
        default,
        with = "rust_decimal::serde::str_option",
        skip_serializing_if = "Option::is_none"
    )]
    pub tax_rate: Option<Decimal>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tax_rate_special_status: Option<String>,
    #[serde(
        default,
        with = "rust_decimal::serde::str_option",
        skip_serializing_if = "Option::is_none"
    )]
    pub total_with_tax: Option<Decimal>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub general_ledger_account: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_values: Option<CustomValues>,
}

#[derive(Debug, Deserialize, Serialize)]
pub struct CustomValue {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
}

#[derive(Debug, Deserialize, Serialize)]
pub struct Tag {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tag_id: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<TagName>,
}

#[derive(Debug, Deserialize, Serialize)]
pub struct OrderRemark {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub remark_id: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub order_id: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub uri: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<NaiveDate>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description_html: Option<String>,
}

#[derive(Debug, Deserialize, Serialize)]
pub struct OrderEvent {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub event_id: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub order_id: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub uri: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<NaiveDate>,
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub type_: Option<OrderEventType>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub content: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub recipients: Option<Recipients>,
}

#[derive(Debug, Deserialize, Serialize)]
pub struct EventRecipient {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email_address: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub external_event_recipient_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<EventRecipientStatus>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub information: Option<String>,
}

#[derive(Debug, Deserialize, Serialize)]
pub enum OrderType {
    #[serde(rename = "order")]
    Order,
}

#[derive(Debug, Deserialize, Serialize)]
pub enum OrderStatus {
    #[serde(rename = "open")]
    Open,
    #[serde(rename = "late")]
    Late,
    #[serde(rename = "create_invoice")]
    CreateInvoice,
    #[serde(rename = "completed")]
    Completed,
}

#[derive(Debug, Deserialize, Serialize)]
pub enum Language {
    #[serde(rename = "dutch")]
    Dutch,
    #[serde(rename = "french")]
    French,
    #[serde(rename = "english")]
    English,
    #[serde(rename = "german")]
    German,
}

#[derive(Debug, Deserialize, Serialize)]
pub enum TaxCalculation {
    #[serde(rename = "total")]
    Total,
    #[serde(rename = "item")]
    Item,
}

#[derive(Debug, Deserialize, Serialize)]
pub enum TagName {
    #[serde(rename = "printed")]
    Printed,
    #[serde(rename = "sent")]
    Sent,
    #[serde(rename = "accountant")]
    Accountant,
}

#[derive(Debug, Deserialize, Serialize)]
pub enum OrderEventType {
    #[serde(rename = "email sent")]
    EmailSent,
}

#[derive(Debug, Deserialize, Serialize)]
pub enum EventRecipientStatus {
    #[serde(rename = "sending")]
    Sending,
    #[serde(rename = "sent")]
    Sent,
    #[serde(rename = "open")]
    Open,
    #[serde(rename = "failed")]
    Failed,
}

#[derive(Debug, Deserialize, Serialize)]
pub struct Items {
    #[serde(default)]
    pub item: Vec<OrderItem>,
}

#[derive(Debug, Deserialize, Serialize)]
pub struct CustomValues {
    #[serde(default)]
    pub custom_value: Vec<CustomValue>,
}

#[derive(Debug, Deserialize, Serialize)]
pub struct Tags {
    #[serde(default)]
    pub tag: Vec<Tag>,
}

#[derive(Debug, Deserialize, Serialize)]
pub struct Remarks {
    #[serde(default)]
    pub remark: Vec<OrderRemark>,
}

#[derive(Debug, Deserialize, Serialize)]
pub struct Events {
    #[serde(default)]
    pub event: Vec<OrderEvent>,
}

#[derive(Debug, Deserialize, Serialize)]
pub struct Recipients {
    #[serde(default)]
    pub recipient: Vec<EventRecipient>,
}
