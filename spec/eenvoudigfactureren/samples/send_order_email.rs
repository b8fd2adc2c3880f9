//! Sends an order to an address, a contact and the user, with an uploaded file.

use eenvoudigfactureren::{
    Client, Error, Recipient,
    types::{EmailAttachment, OrderEmail},
};

pub async fn send_order_email(client: &Client) -> Result<(), Error> {
    let address = Recipient::Address("els@vandamme.example".to_owned());
    let recipients = [address, Recipient::Contact(28), Recipient::Myself];
    let plan = EmailAttachment::new("7001", "plan.txt");
    let email = OrderEmail::new(recipients)
        .subject("Your order")
        .message("The order and the plan are attached.")
        .attachments([plan]);
    client.send_order_email(5005, email).await
}
