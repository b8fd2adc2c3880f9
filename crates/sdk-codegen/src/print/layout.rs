//! Formats source text as rustfmt does, for the few kinds of code in clients and calls.

/// The maximum width of a line.
pub const WIDTH: usize = 100;
/// The maximum width of a chain, a list of arguments or an array that rustfmt leaves on one line.
const SHORT: usize = 60;

/// The indentation of a line.
pub fn indent(depth: usize) -> String {
    " ".repeat(4 * depth)
}

/// The head of a function up to its `{`, for example `pub fn name(&self) -> Result {`.
pub fn function(depth: usize, name: &str, arguments: &[String], returned: &str) -> String {
    expression(depth, name, arguments, &format!(" -> {returned} {{"))
}

/// A method call on `self.0` as a statement: `self.0.name(a, b);`.
pub fn own_statement(depth: usize, name: &str, arguments: &[String]) -> String {
    let line = statement(depth, &format!("self.0.{name}"), arguments);
    let is_short = line.trim().chars().count() <= SHORT + 1;
    // If the list of arguments has several lines, rustfmt does not break the line before the method.
    if is_short || line.lines().count() > 1 {
        return line;
    }
    format!(
        "{}self.0\n{}",
        indent(depth),
        statement(depth + 1, &format!(".{name}"), arguments)
    )
}

/// A call as a statement: `name(a, b);`.
pub fn statement(depth: usize, name: &str, arguments: &[String]) -> String {
    let short = arguments.join(", ");
    let line = format!("{}{name}({short});\n", indent(depth));
    if short.chars().count() <= SHORT && line.chars().count() <= WIDTH + 1 {
        return line;
    }
    let start = format!("{}{name}(\n", indent(depth));
    start + &lines(depth + 1, arguments) + &format!("{});\n", indent(depth))
}

/// `before(arguments)after` on one line, or with each argument on a separate line.
pub fn expression(depth: usize, before: &str, arguments: &[String], after: &str) -> String {
    let line = format!(
        "{}{before}({}){after}\n",
        indent(depth),
        arguments.join(", ")
    );
    if line.chars().count() <= WIDTH + 1 {
        return line;
    }
    let start = format!("{}{before}(\n", indent(depth));
    start + &lines(depth + 1, arguments) + &format!("{}){after}\n", indent(depth))
}

/// An array of literals as an argument at `depth`.
pub fn literals<'a>(depth: usize, texts: impl IntoIterator<Item = &'a String>) -> String {
    let texts: Vec<_> = texts.into_iter().map(|text| literal(text)).collect();
    let line = format!("&[{}]", texts.join(", "));
    // The comma after the argument also needs a column.
    if 4 * depth + line.chars().count() < WIDTH {
        return line;
    }
    format!("&[\n{}{}]", lines(depth + 1, &texts), indent(depth))
}

/// An element of an array: a literal, or a call with arguments and a chain of further calls.
pub struct Element {
    name: Option<String>,
    arguments: Vec<String>,
    links: Vec<String>,
}

impl Element {
    /// A literal.
    pub fn literal(text: &str) -> Self {
        Self {
            name: None,
            arguments: vec![literal(text)],
            links: Vec::new(),
        }
    }

    /// `name(a, b).c().d()`. A tuple has an empty name.
    pub fn call(name: &str, arguments: &[&str], links: Vec<String>) -> Self {
        Self {
            name: Some(name.to_owned()),
            arguments: arguments.iter().copied().map(literal).collect(),
            links,
        }
    }

    fn in_one_line(&self) -> String {
        let arguments = self.arguments.join(", ");
        match &self.name {
            Some(name) => format!("{name}({arguments}){}", self.links.concat()),
            None => arguments,
        }
    }

    /// The source text, in several lines if it is a long chain.
    fn at(&self, depth: usize) -> String {
        let line = self.in_one_line();
        if self.links.is_empty() || line.chars().count() <= SHORT {
            return line;
        }
        let root = line.strip_suffix(&self.links.concat()).unwrap_or(&line);
        let links = self
            .links
            .iter()
            .map(|link| format!("\n{}{link}", indent(depth + 1)));
        format!("{root}{}", links.collect::<String>())
    }
}

/// A field of a struct literal with an array: `name: &[a, b],`.
pub fn array(depth: usize, name: &str, elements: &[Element]) -> String {
    let short: Vec<_> = elements.iter().map(Element::in_one_line).collect();
    let short = short.join(", ");
    let line = format!("{}{name}: &[{short}],\n", indent(depth));
    let fits = line.chars().count() <= WIDTH + 1;
    if fits && short.chars().count() <= SHORT {
        return line;
    }
    // If the array has only one element, rustfmt breaks lines inside a long element.
    match elements {
        [
            Element {
                name: Some(call),
                arguments,
                links,
            },
        ] if links.is_empty() => {
            let start = format!("{}{name}: &[{call}(\n", indent(depth));
            return start + &lines(depth + 1, arguments) + &format!("{})],\n", indent(depth));
        }
        [Element { links, .. }] if fits && !links.is_empty() => return line,
        _ => {}
    }
    let elements: Vec<_> = elements
        .iter()
        .map(|element| element.at(depth + 1))
        .collect();
    let start = format!("{}{name}: &[\n", indent(depth));
    start + &lines(depth + 1, &elements) + &format!("{}],\n", indent(depth))
}

fn lines(depth: usize, items: &[String]) -> String {
    let indent = indent(depth);
    items
        .iter()
        .map(|item| format!("{indent}{item},\n"))
        .collect()
}

/// A string literal.
pub fn literal(text: &str) -> String {
    proc_macro2::Literal::string(text).to_string()
}
