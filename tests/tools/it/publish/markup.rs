//! Markdown on the portal: HTML in it is text, and links lead only to pages, web sites or mailboxes.

use std::fs;

use xtask::workspace::Workspace;

use super::{Files, by_path, folder::workspace, publish, text};

/// Markdown that tries to run scripts, load images, or link to something other than a page.
const HOSTILE: &str = r#"<script>alert(1)</script>

Inline <img src=x onerror=alert(2)> and <b>bold</b>.

[a](javascript:alert(3)) [b](JaVaScRiPt:alert(4)) [c](javascript&#58;alert(5)) [d](java&Tab;script:alert(6))
[e](javascript://%0aalert(7)) [f](data:text/html,x) [g](<javascript:alert(8);//x.md>) [h](vbscript:x)
[i](&#1;javascript:alert(9)) <javascript:alert(10)> [j][ref] ![k](javascript:alert(11)) ![l](https://x.example/p.png)
[m](file:///etc/passwd)

[ref]: javascript:alert(12)

[good](https://good.example/a?b=c) [mail](mailto:a@b.example) <c@d.example> [up](HTTP://up.example/)

<div onclick="alert(13)">

block

</div>
"#;

fn hostile() -> Files {
    let root = workspace("0.1.0");
    let path = root.path();
    let with_heading = format!("# Title\n\n{HOSTILE}");
    for file in [
        "spec/desk/ERRATA.md",
        "spec/desk/CHANGELOG.md",
        "spec/README.md",
    ] {
        fs::write(path.join(file), &with_heading).expect("written");
    }
    let readme = format!("{with_heading}\n## Use the crates\n\n{HOSTILE}");
    fs::write(path.join("README.md"), readme).expect("written");
    let indented = HOSTILE.replace('\n', "\n    ");
    // The summary on the start page is the first paragraph, so each kind of markup needs a paragraph.
    let first = HOSTILE.replace("\n\n", "\n");
    let first = first.replace('\n', "\n      ");
    let document = format!(
        "openapi: 3.0.3\ninfo:\n  title: Desk\n  version: 0.1.0\n  description: |\n      First: {first}\n\
         \x20 termsOfService: javascript:alert(15)\n  contact: {{url: 'JavaScript:alert(16)'}}\n\
         externalDocs: {{url: 'javascript:alert(17)'}}\n\
         tags:\n- name: t\n  description: |\n    {indented}\n- name: u\n  description: \"</script><script>alert(14)</script>\"\n\
         paths: {{/x: {{get: {{x-source: 'javascript:alert(18)', tags: [t, u], responses: {{}}}}}}, /y: {{get: {{externalDocs: {{url: 'data:text/html,19'}}, tags: [u], responses: {{}}}}}}}}\ncomponents: {{}}\n"
    );
    fs::write(path.join("spec/desk/openapi.yaml"), document).expect("written");
    by_path(&publish(std::path::Path::new("dist")), path)
}

#[test]
fn html_in_markdown_is_text_and_links_are_harmless() {
    let files = hostile();
    for page in [
        "index.html",
        "conventions.html",
        "desk/latest/errata.html",
        "desk/latest/changelog.html",
        "desk/latest/index.html",
    ] {
        let html = text(&files, page);
        for bad in ["<script>alert", "<img", "<b>", "<div onclick"] {
            assert!(!html.contains(bad), "{page}: {bad}\n{html}");
        }
        for (_, rest) in html
            .match_indices("href=\"")
            .map(|(at, _)| html.split_at(at + 6))
        {
            let target = rest.split('"').next().expect("a target").to_lowercase();
            let scheme = target.split_once(':').map(|(scheme, _)| scheme);
            assert!(
                scheme.is_none_or(|scheme| ["http", "https", "mailto"].contains(&scheme)),
                "{page}: {target}"
            );
        }
        for good in [
            "&lt;script&gt;alert(1)&lt;/script&gt;",
            "<a href=\"https://good.example/a?b=c\">good</a>",
            "<a href=\"mailto:a@b.example\">mail</a>",
            "<a href=\"mailto:c@d.example\">c@d.example</a>",
            "<a href=\"HTTP://up.example/\">up</a>",
        ] {
            assert!(html.contains(good), "{page}: no {good}\n{html}");
        }
    }
}

/// The name of a file becomes part of a URL.
#[test]
fn files_whose_names_are_not_valid_urls_are_refused() {
    for file in ["javascript:alert(1).md", "fields/javascript:alert(1).tsv"] {
        let root = workspace("0.1.0");
        let path = root.path().join("spec/desk").join(file);
        fs::create_dir_all(path.parent().expect("a folder")).expect("created");
        fs::write(path, "name\n").expect("written");
        let files = publish("dist".as_ref()).files(&Workspace::at(root.path()));
        let message = format!("{:#}", files.expect_err("refused"));
        assert!(
            message.contains("the file name becomes part of a URL"),
            "{message}"
        );
    }
}
