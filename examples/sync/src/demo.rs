//! Two fakes with demo orders, for a run without credentials.

use bouwsoft::types::{AddressCreate, OrderCreate, OrderLineCreate};
use rust_decimal::Decimal;

use crate::copy::Services;

/// The fakes. They run until this value is dropped.
#[derive(Debug)]
pub struct Demo {
    /// The fake of Bouwsoft.
    pub bouwsoft: bouwsoft_httpmock::Fake,
    /// The fake of EenvoudigFactureren.
    pub eenvoudigfactureren: eenvoudigfactureren_httpmock::Fake,
}

/// A signature: the first bytes of a PNG.
const SIGNATURE: &[u8] = b"\x89PNG\r\n\x1a\n";

impl Demo {
    /// Starts the fakes. Bouwsoft has two customers, three signed orders, and one without a signature.
    ///
    /// # Errors
    ///
    /// If a fake refuses a request.
    pub async fn start() -> anyhow::Result<Self> {
        let demo = Self {
            bouwsoft: bouwsoft_httpmock::Fake::start(),
            eenvoudigfactureren: eenvoudigfactureren_httpmock::Fake::start(),
        };
        let client = demo.services()?.bouwsoft;
        let mut customers = Vec::new();
        for (name, city) in [("Bakkerij Van Damme", "Gent"), ("Atelier Lambert", "Namur")] {
            let address = AddressCreate::new(name).city(city).countrycode("BE");
            customers.extend(client.create_address(address).await?.id);
        }
        for (title, customer, is_signed) in [
            ("Terrace", customers[0], true),
            ("Garden wall", customers[0], true),
            ("Roof", customers[1], true),
            ("Not signed yet", customers[1], false),
        ] {
            let order = OrderCreate::new("OFFERTE")
                .address_id(customer)
                .title(title);
            let id = client.create_order(order).await?.id.unwrap_or_default();
            for line in lines(id) {
                client.create_order_line(line).await?;
            }
            if is_signed {
                client.sign_order(id, SIGNATURE.to_vec()).await?;
            }
        }
        Ok(demo)
    }

    /// Clients of the fakes.
    ///
    /// # Errors
    ///
    /// If a client cannot be created.
    pub fn services(&self) -> anyhow::Result<Services> {
        let (source, target) = (&self.bouwsoft, &self.eenvoudigfactureren);
        Ok(Services {
            tenant: "115".to_owned(),
            bouwsoft: bouwsoft::Client::connect(&source.base_url(), 115, "any token")?,
            eenvoudigfactureren: eenvoudigfactureren::Client::with_api_key(
                &target.base_url(),
                "any key",
            )?,
        })
    }
}

/// Ordinary VAT, reverse charge, 0 % VAT, and a price with more decimals than EenvoudigFactureren has.
fn lines(order: i64) -> [OrderLineCreate; 4] {
    let line = |text: &str, quantity: Decimal, price: Decimal, code: &str| {
        let line = OrderLineCreate::new(order).description(text);
        line.quantity1(quantity).price_unit(price).vatcode(code)
    };
    let decimal = Decimal::new;
    [
        line("Paving stones", decimal(125, 1), decimal(242, 1), "21"),
        line("Laying them", decimal(1, 0), decimal(1_000, 0), "21M"),
        line("Deposit on pallets", decimal(2, 0), decimal(25, 0), "0"),
        line("Sand", decimal(3, 0), decimal(1_234_567, 5), "6"),
    ]
}
