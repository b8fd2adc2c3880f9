//! The operations on a single record other than reading and writing its fields: its texts, its PDF and its image, and
//! copying, moving and signing it.

use order_sdk_mock::fake::{Answer, Request};
use serde_json::{Value, json};

use super::{
    routes::{Outcome, absent, done, invalid},
    state::State,
};

/// A minimal PDF without pages.
const PDF: &[u8] = b"%PDF-1.4\n%%EOF\n";

impl State {
    /// Responds to a request with a path below that of a record.
    pub fn act(&mut self, resource: &str, id: i64, action: &str, request: &Request) -> Outcome {
        match (request.method.as_str(), resource, action) {
            ("GET", "Orders", "pdf") => Ok(content("application/pdf", PDF.to_vec())),
            ("POST", "Orders", "Sign") => {
                image(request)?;
                let day = self.today();
                if let Some(order) = self.find("Orders", id) {
                    order["signed"] = true.into();
                    order["approved"] = true.into();
                    order["approved_date"] = day.into();
                }
                self.finish("Orders", id);
                self.envelope("Orders", id)
            }
            ("POST", "Orders", "Copy") => self.copy(id, request),
            ("POST", "Orders", "Move") => self.shift(id, request),
            // The fake has no articles, so prices stay as they are.
            ("POST", "Orders", "ActualizePrices") => Ok(self.lines(id)),
            ("POST", "OrderLines", "ActualizePrice") => self.envelope("OrderLines", id),
            ("PUT", "OrderLines", "Image") => image(request).map(|()| done()),
            ("DELETE", "OrderLines", "Image") => Ok(done()),
            (method, _, _) => self.text(method, (resource, id), action, request),
        }
    }

    /// Reads or sets a text of a record, in one of its three formats.
    fn text(
        &mut self,
        method: &str,
        (resource, id): (&str, i64),
        action: &str,
        request: &Request,
    ) -> Outcome {
        let (name, format) = action.rsplit_once('_').ok_or_else(absent)?;
        let is_known = match resource {
            "Orders" => matches!(name, "introduction" | "conclusion"),
            // The contract has no operation that reads the note of a line.
            "OrderLines" => name == "note" && method == "PUT",
            "Addresses" => name == "note",
            _ => false,
        };
        if !is_known || !matches!(format, "plain" | "html" | "rtf") {
            return Err(absent());
        }
        let key = (resource.to_owned(), id, name.to_owned());
        match (method, format) {
            ("GET", _) => {
                let text = self.texts.get(&key).cloned().unwrap_or_default();
                let (content_type, text) = match format {
                    "html" => ("text/html", html(&text)),
                    "rtf" => ("application/rtf", rtf(&text)),
                    _ => ("text/plain", text),
                };
                Ok(content(content_type, text.into_bytes()))
            }
            ("PUT", "plain") => {
                content_type(request)?;
                let text = String::from_utf8_lossy(&request.body).into_owned();
                self.texts.insert(key, text);
                self.finish(resource, id);
                Ok(done())
            }
            _ => Err(absent()),
        }
    }

    /// Copies an order. Each part of it is copied unless its query parameter is `false`.
    fn copy(&mut self, id: i64, request: &Request) -> Outcome {
        let with = |parameter: &str| request.query(parameter).is_none_or(|text| text != "false");
        let copy = self.next_id();
        let mut order = self.find("Orders", id).cloned().unwrap_or_default();
        order["id"] = copy.into();
        order["nr"] = self.next_nr().into();
        order["date"] = self.today().into();
        order["signed"] = false.into();
        order["approved"] = false.into();
        order["approved_date"] = "".into();
        if let Some(kind) = request.query("to_type") {
            order["type"] = kind.into();
        }
        self.records("Orders").push(order);
        for name in ["introduction", "conclusion"] {
            let key = |id| ("Orders".to_owned(), id, name.to_owned());
            let text = self.texts.get(&key(id)).cloned();
            if let Some(text) = text.filter(|_| with(&format!("with_{name}"))) {
                self.texts.insert(key(copy), text);
            }
        }
        let lines = self.sorted_lines(id);
        for mut line in lines.into_iter().filter(|_| with("with_orderlines")) {
            let line_id = self.next_id();
            line["id"] = line_id.into();
            line["orderid"] = copy.into();
            if !with("with_orderline_quantity") {
                line["quantity1"] = json!(0);
            }
            if !with("with_orderline_unit_price") {
                line["price_unit"] = json!(0);
            }
            self.records("OrderLines").push(line);
            self.finish("OrderLines", line_id);
        }
        self.finish("Orders", copy);
        self.envelope("Orders", copy)
    }

    /// Moves lines of an order down.
    fn shift(&mut self, id: i64, request: &Request) -> Outcome {
        let given = ["line_with_nr", "lines_with_nrs", "lines_with_ids"];
        let mut given = given
            .iter()
            .filter_map(|name| Some((*name, request.query(name)?)));
        let (Some((by, wanted)), None) = (given.next(), given.next()) else {
            return Err(invalid(
                "exactly one parameter must say which lines are moved",
            ));
        };
        let down = request.query("down").unwrap_or("1").parse::<usize>();
        let down = down.map_err(|error| invalid(format!("down: {error}")))?;
        let member = if by == "lines_with_ids" {
            "id"
        } else {
            "linenr"
        };
        let mut lines = self.sorted_lines(id);
        let wanted: Vec<_> = wanted.split(',').collect();
        let is_wanted = |line: &Value| wanted.contains(&line[member].to_string().as_str());
        // Start with the last line, so that a moved line does not pass another line that is moved too.
        let mut end = lines.len();
        for at in (0..lines.len())
            .rev()
            .filter(|at| is_wanted(&lines[*at]))
            .collect::<Vec<_>>()
        {
            let to = at.saturating_add(down).min(end - 1);
            lines[at..=to].rotate_left(1);
            end = to;
        }
        for (nr, line) in (1..).zip(lines) {
            let id = line["id"].as_i64().unwrap_or_default();
            if let Some(line) = self.find("OrderLines", id) {
                line["linenr"] = nr.into();
            }
        }
        Ok(self.lines(id))
    }

    /// The lines of an order, in their sequence.
    fn sorted_lines(&mut self, order: i64) -> Vec<Value> {
        let lines = self.records("OrderLines").iter();
        let mut lines: Vec<_> = lines
            .filter(|line| line["orderid"] == order)
            .cloned()
            .collect();
        lines.sort_by_key(|line| line["linenr"].as_i64());
        lines
    }

    /// A page with all lines of an order.
    fn lines(&mut self, order: i64) -> Answer {
        let lines = self.sorted_lines(order);
        let mut page = json!({ "Records": lines });
        if let Some(last) = lines.len().checked_sub(1) {
            page["Content-Range"] = format!("0-{last}/{}", lines.len()).into();
        }
        Answer::json(200, &page)
    }
}

fn content(content_type: &'static str, body: Vec<u8>) -> Answer {
    Answer {
        status: 200,
        content_type,
        body,
        ..Answer::default()
    }
}

fn content_type(request: &Request) -> Result<&str, super::routes::Refusal> {
    let found = request.header("content-type");
    found.ok_or_else(|| invalid("Content-Type must be included in the request"))
}

/// Refuses a body that is not an image.
fn image(request: &Request) -> Result<(), super::routes::Refusal> {
    let is_image = content_type(request)?.starts_with("image/");
    if is_image && !request.body.is_empty() {
        Ok(())
    } else {
        Err(invalid("The body must be an image"))
    }
}

fn html(text: &str) -> String {
    if text.is_empty() {
        return String::new();
    }
    let text = text.replace('&', "&amp;").replace('<', "&lt;");
    format!("<p>{}</p>", text.replace('\n', "<br>"))
}

/// RTF. Characters outside ASCII are UTF-16 units, each followed by `?` for programs without Unicode support.
fn rtf(text: &str) -> String {
    let mut rtf = r"{\rtf1\ansi ".to_owned();
    for unit in text.encode_utf16() {
        match u8::try_from(unit).map(char::from) {
            Ok(c @ ('\\' | '{' | '}')) => rtf.extend(['\\', c]),
            Ok('\n') => rtf.push_str(r"\par "),
            Ok(c) if c.is_ascii() => rtf.push(c),
            _ => rtf.push_str(&format!(r"\u{}?", unit.cast_signed())),
        }
    }
    rtf + "}"
}
