//! Images in requests: the type that their first bytes show, images that are refused, and the bytes that arrive.

use bouwsoft::{Client, Image, ImageError};
use bytes::Bytes;
use httpmock::MockServer;

use crate::support::root;

/// The first bytes of a file of each type.
const KINDS: [(&[u8], &str); 7] = [
    (b"\x89PNG\r\n\x1a\n....", "image/png"),
    (b"\xff\xd8\xff\xe0..JFIF", "image/jpeg"),
    (b"GIF89a......", "image/gif"),
    (b"RIFF\x24\0\0\0WEBPVP8 ", "image/webp"),
    (b"BM\x12\0\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0", "image/bmp"),
    (b"II*\0\x08\0\0\0........", "image/tiff"),
    (b"MM\0*\0\0\0\x08........", "image/tiff"),
];

#[test]
fn the_first_bytes_determine_the_type() {
    for (bytes, kind) in KINDS {
        let image = Image::try_from(bytes).expect(kind);
        assert_eq!(image.content_type(), kind);
        let image = Image::try_from(Bytes::from_static(bytes)).expect(kind);
        assert_eq!(image.content_type(), kind);
        let image = Image::try_from(bytes.to_vec()).expect(kind);
        let shown = format!("{image:?}");
        assert!(
            shown.contains(kind) && shown.contains("size: Some("),
            "{shown}"
        );
    }
}

#[test]
fn what_is_not_an_image_is_refused_with_its_first_bytes() {
    let refusal = |bytes: &[u8]| {
        let error = Image::try_from(bytes).expect_err("not an image");
        error.to_string()
    };
    assert_eq!(refusal(b""), "the image is empty");
    assert_eq!(
        refusal(b"an image, but not really"),
        "this is not an image of a known type: 24 bytes that start with `an image, but no`; use PNG or JPEG, or specify the \
         type with Image::of_type"
    );
    assert!(refusal(b"%PDF-1.7").starts_with("this is not an image but application/pdf: 8 bytes"));
    for lookalike in [
        &b"BM"[..],
        b"BMW is a car",
        b"BM\0\0\0\0 is a car, as we know",
        b"\0\0\x01\0hello",
        b"8BPS....",
    ] {
        let message = refusal(lookalike);
        assert!(
            message.starts_with("this is not an image of a known type"),
            "{message}"
        );
    }
    assert!(refusal(b"\x89PN").contains(r"3 bytes that start with `\x89PN`"));
}

#[test]
fn an_explicit_type_must_be_that_of_an_image() {
    for kind in ["image/svg+xml", "image/*", "IMAGE/png"] {
        let image = Image::of_type(kind, "<svg/>").expect(kind);
        assert_eq!(image.content_type(), kind);
    }
    for kind in [
        "",
        "png",
        "image/",
        "text/plain",
        "image/png\r\nX: y",
        "image/\u{e9}",
    ] {
        let error = Image::of_type(kind, "<svg/>").expect_err(kind);
        assert_eq!(error, ImageError::ContentType(kind.to_owned()));
        let error = Image::stream(kind, "<svg/>").expect_err(kind);
        assert_eq!(error, ImageError::ContentType(kind.to_owned()));
    }
    let empty = Image::of_type("image/png", "").expect_err("nothing");
    assert_eq!(empty, ImageError::Empty);
    let error = Image::of_type("image/png", "%PDF-1.7").expect_err("a PDF");
    assert!(matches!(error, ImageError::NotAnImage { size: 8, .. }));
}

#[tokio::test]
async fn images_arrive_with_their_type() {
    let file = std::fs::read(root().join("spec/bouwsoft/examples/signature.png"));
    let file = file.expect("an image");
    let (first, second) = file.split_at(file.len() / 2);
    let halves = [first, second].map(|half| Ok::<_, std::io::Error>(Bytes::copy_from_slice(half)));
    let stream = reqwest::Body::wrap_stream(futures_util::stream::iter(halves));
    let images = [
        Image::try_from(file.as_slice()).expect("an image"),
        Image::of_type("image/png", file.clone()).expect("an image"),
        Image::stream("image/png", stream).expect("an image"),
    ];
    for image in images {
        let server = MockServer::start_async().await;
        let expected = file.clone();
        let signed = server
            .mock_async(|when, then| {
                when.method("POST")
                    .path("/Orders/1/Sign")
                    .is_true(move |request| {
                        let types = request.headers_vec().iter();
                        let types: Vec<_> = types
                            .filter(|(name, _)| name.eq_ignore_ascii_case("content-type"))
                            .map(|(_, value)| value.as_str())
                            .collect();
                        assert_eq!(types, ["image/png"]);
                        request.body_ref() == expected
                    });
                let response = r#"{"Content-Range":"0-0/1","Records":[{"id":1}]}"#;
                then.header("content-type", "application/json")
                    .body(response);
            })
            .await;
        let client = Client::connect(&server.base_url(), 115, "token").expect("a client");
        let signing = client.sign_order(1, image).await;
        signing.expect("a response");
        signed.assert_async().await;
    }
}

#[tokio::test]
async fn what_is_not_an_image_is_not_sent() {
    let client = Client::connect("http://127.0.0.1:9", 115, "token").expect("a client");
    let refused = client.sign_order(1, b"no picture").await;
    let error = refused.expect_err("not an image").to_string();
    let reason =
        "body: this is not an image of a known type: 10 bytes that start with `no picture`";
    assert!(error.contains(reason), "{error}");
}
