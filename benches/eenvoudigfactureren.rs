//! Models of a page of orders as one would write them by hand, for natural values alone: what reading is measured against.

use chrono::{NaiveDate, NaiveDateTime};
use rust_decimal::Decimal;
use serde::Deserialize;

/// The page.
pub type Page = Vec<Order>;

#[derive(Debug, Deserialize)]
pub struct Order {
    pub order_id: Option<i64>,
    pub uri: Option<String>,
    pub external_order_id: Option<String>,
    pub client_id: Option<i64>,
    pub client_uri: Option<String>,
    pub client_name: Option<String>,
    pub client_attention: Option<String>,
    #[serde(rename = "type")]
    pub type_: Option<OrderType>,
    pub number: Option<String>,
    pub layout_id: Option<i64>,
    pub reference: Option<String>,
    pub date: Option<NaiveDate>,
    pub days_delivery: Option<i64>,
    pub date_delivery: Option<NaiveDate>,
    pub days_late: Option<i64>,
    pub deposit_paid: Option<Decimal>,
    pub status: Option<OrderStatus>,
    pub billing_address: Option<Address>,
    pub delivery_address: Option<Address>,
    pub site_address: Option<Address>,
    pub discount_percentage: Option<Decimal>,
    pub currency: Option<String>,
    pub exchange_rate: Option<Decimal>,
    pub show_tax_for_exchange_rate: Option<bool>,
    pub language: Option<Language>,
    pub tax_calculation: Option<TaxCalculation>,
    pub tax_included: Option<bool>,
    pub items: Option<Vec<OrderItem>>,
    pub discount_total_without_tax: Option<Decimal>,
    pub total_refundable_deposit: Option<Decimal>,
    pub total_without_tax: Option<Decimal>,
    pub tax_rate_1: Option<Decimal>,
    pub total_tax_1: Option<Decimal>,
    pub tax_rate_2: Option<Decimal>,
    pub total_tax_2: Option<Decimal>,
    pub tax_rate_3: Option<Decimal>,
    pub total_tax_3: Option<Decimal>,
    pub discount_total_with_tax: Option<Decimal>,
    pub total_with_tax: Option<Decimal>,
    pub total_paid: Option<Decimal>,
    pub note: Option<String>,
    pub note_html: Option<String>,
    pub last_activity: Option<NaiveDateTime>,
    pub custom_values: Option<Vec<CustomValue>>,
    pub tags: Option<Vec<Tag>>,
    pub remarks: Option<Vec<OrderRemark>>,
    pub events: Option<Vec<OrderEvent>>,
}

#[derive(Debug, Deserialize)]
pub struct Address {
    pub street: Option<String>,
    pub street2: Option<String>,
    pub city: Option<String>,
    pub postal_code: Option<String>,
    pub country: Option<String>,
    pub country_code: Option<String>,
}

#[derive(Debug, Deserialize)]
pub struct OrderItem {
    pub item_id: Option<i64>,
    pub order_id: Option<i64>,
    pub uri: Option<String>,
    pub amount: Option<Decimal>,
    pub amount_with_tax: Option<Decimal>,
    pub quantity: Option<Decimal>,
    pub unit: Option<String>,
    pub stockitem_code: Option<String>,
    pub description: Option<String>,
    pub description_html: Option<String>,
    pub total_without_tax: Option<Decimal>,
    pub tax_rate: Option<Decimal>,
    pub tax_rate_special_status: Option<String>,
    pub total_with_tax: Option<Decimal>,
    pub general_ledger_account: Option<String>,
    pub custom_values: Option<Vec<CustomValue>>,
}

#[derive(Debug, Deserialize)]
pub struct CustomValue {
    pub name: Option<String>,
    pub description: Option<String>,
    pub value: Option<String>,
}

#[derive(Debug, Deserialize)]
pub struct Tag {
    pub tag_id: Option<i64>,
    pub name: Option<TagName>,
}

#[derive(Debug, Deserialize)]
pub struct OrderRemark {
    pub remark_id: Option<i64>,
    pub order_id: Option<i64>,
    pub uri: Option<String>,
    pub date: Option<NaiveDate>,
    pub description: Option<String>,
    pub description_html: Option<String>,
}

#[derive(Debug, Deserialize)]
pub struct OrderEvent {
    pub event_id: Option<i64>,
    pub order_id: Option<i64>,
    pub uri: Option<String>,
    pub date: Option<NaiveDate>,
    #[serde(rename = "type")]
    pub type_: Option<OrderEventType>,
    pub content: Option<String>,
    pub recipients: Option<Vec<EventRecipient>>,
}

#[derive(Debug, Deserialize)]
pub struct EventRecipient {
    pub name: Option<String>,
    pub email_address: Option<String>,
    pub external_event_recipient_id: Option<String>,
    pub status: Option<EventRecipientStatus>,
    pub information: Option<String>,
}

#[derive(Debug, Deserialize)]
pub enum OrderType {
    #[serde(rename = "order")]
    Order,
}

#[derive(Debug, Deserialize)]
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

#[derive(Debug, Deserialize)]
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

#[derive(Debug, Deserialize)]
pub enum TaxCalculation {
    #[serde(rename = "total")]
    Total,
    #[serde(rename = "item")]
    Item,
}

#[derive(Debug, Deserialize)]
pub enum TagName {
    #[serde(rename = "printed")]
    Printed,
    #[serde(rename = "sent")]
    Sent,
    #[serde(rename = "accountant")]
    Accountant,
}

#[derive(Debug, Deserialize)]
pub enum OrderEventType {
    #[serde(rename = "email sent")]
    EmailSent,
}

#[derive(Debug, Deserialize)]
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
