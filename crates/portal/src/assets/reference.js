// The page is complete without this script.
(() => {
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const byId = (id) => document.getElementById(id);
  const make = (tag, properties) => Object.assign(document.createElement(tag), properties);
  const contents = document.querySelector(".contents");
  const list = byId("page-contents");
  const box = byId("page-search");
  const found = byId("page-found");

  // Links open closed lists, and show fields that a filter hides. Links of the former reference still work.
  function follow() {
    const hash = location.hash.replace(/^#tag\/([^/]+)$/, "#tag-$1").replace(/^#(tag\/[^/]+|models?)\//, "#");
    if (hash !== location.hash) return location.replace(hash);
    const target = document.querySelector(":target");
    const outer = (node) => node?.closest("details:not(.contents)");
    const filtered = target?.closest("[hidden]");
    let isHidden = !!filtered;
    if (filtered) filtered.hidden = false;
    for (let node = outer(target); node; node = outer(node.parentElement)) {
      isHidden ||= !node.open;
      node.open = true;
    }
    if (isHidden) target.scrollIntoView();
  }
  addEventListener("hashchange", follow);
  addEventListener("load", follow);

  contents.addEventListener("click", (event) => {
    if (event.target.closest("a") && matchMedia("(width < 60rem)").matches) contents.open = false;
  });

  // Every word must occur. Names come before descriptions.
  let index;
  const entry = (node) => {
    const isField = node.matches(".fields > div");
    const name = node.querySelector(isField ? "dt code" : "h2, h3")?.textContent ?? node.id;
    const own = isField ? ":scope > dt, :scope > dd:not(:has(.fields))" : ":scope > :not(dl, details, .samples), :scope > dl > :not([id]) > dt > code";
    const text = [node.id, ...all(own, node).map((part) => part.textContent)].join(" ").toLowerCase();
    const where = isField ? node.id : (node.querySelector(".route code")?.textContent ?? "");
    return { id: node.id, name, where, low: name.toLowerCase(), text, late: !node.matches(".introduction") };
  };
  const rank = ({ low, late }, words) =>
    low === words.join(" ") ? 0 : words.every((word) => low.includes(word)) ? 1 : late ? 3 : 2;
  function search() {
    index ??= all(".introduction, .group, .operation, .schema, main details[id], .fields > [id]").map(entry);
    const words = box.value.toLowerCase().match(/\S+/g) ?? [];
    list.hidden = words.length > 0;
    const hits = words.length ? index.filter(({ text }) => words.every((word) => text.includes(word))) : [];
    hits.sort((a, b) => rank(a, words) - rank(b, words));
    const links = hits.slice(0, 50).map(({ id, name, where }) => {
      const link = make("a", { href: `#${id}` });
      link.append(name, make("small", { textContent: where }));
      return link;
    });
    found.replaceChildren(...links);
    if (words.length && !links.length) found.textContent = "Nothing found.";
  }
  box.addEventListener("input", search);
  addEventListener("keydown", (event) => {
    if (event.key === "/" && !event.target.matches("input")) {
      event.preventDefault();
      contents.open = true;
      box.focus();
    }
    if (event.key === "Enter" && event.target === box) found.querySelector("a")?.click();
  });

  // Colours for JSON, without elements.
  const colours = self.Highlight ? { string: new Highlight(), number: new Highlight() } : {};
  for (const name in colours) CSS.highlights.set(name, colours[name]);
  const values = /"(?:[^"\\]|\\.)*"(:)?|(?<=: |^ *)(?:-?\d[\d.eE+-]*|true|false|null)/gm;
  function colour({ firstChild: node }) {
    for (const { 0: value, 1: isName, index } of node.data.matchAll(values)) {
      if (isName) continue;
      const range = new StaticRange({ startContainer: node, startOffset: index, endContainer: node, endOffset: index + value.length });
      colours[value.startsWith('"') ? "string" : "number"]?.add(range);
    }
  }

  // Elements that need the script are added to a part of the page shortly before it is on the screen. An input that the
  // browser has not rendered yet would make it lay out the whole part, to see whether it could fill the input in.
  const parts = new Set(all(".introduction, .group, .operation, .schema"));
  function complete(part) {
    if (!parts.delete(part)) return;
    for (const field of all(".fields > [id]", part)) {
      const name = field.querySelector("dt > code");
      const link = make("a", { href: `#${field.id}` });
      name.replaceWith(link);
      link.append(name);
    }
    for (const label of all(".filter", part)) {
      const input = make("input", { type: "search" });
      input.addEventListener("input", () => {
        const word = input.value.toLowerCase();
        for (const field of label.nextSibling.children) field.hidden = !field.textContent.toLowerCase().includes(word);
      });
      label.append(input);
    }
    for (const sample of all(".sample", part)) {
      const code = sample.querySelector("code");
      if (/^[[{]/.test(code.textContent)) colour(code);
      if (!navigator.clipboard) continue;
      const button = make("button", { textContent: "Copy", type: "button" });
      button.addEventListener("click", async () => {
        await navigator.clipboard.writeText(code.textContent);
        button.textContent = "Copied";
        setTimeout(() => { button.textContent = "Copy"; }, 2000);
      });
      sample.append(button);
    }
  }

  // When a list that links to a schema opens, a copy of the schema without its title replaces the link. The copy has no
  // anchors, and its lists are closed: a schema may contain itself.
  addEventListener("toggle", ({ target: { open, lastChild: link } }) => {
    const part = open && link.hash && byId(link.hash.slice(1));
    if (!part) return;
    complete(part);
    const copy = part.cloneNode(true);
    for (const node of all("*", copy)) for (const name of ["id", "open", "hidden"]) node.removeAttribute(name);
    for (const node of all(":scope > :first-child, .filter", copy)) node.remove();
    link.replaceWith(...copy.childNodes);
  }, true);

  const near = new IntersectionObserver((entries) => {
    for (const { isIntersecting, target } of entries) if (isIntersecting) complete(target);
  }, { rootMargin: "100%" });

  const links = new Map(all("a", list).map((link) => [link.hash.slice(1), link]));
  const seen = new IntersectionObserver((entries) => {
    for (const { isIntersecting, target } of entries) {
      const link = links.get(target.id);
      if (!isIntersecting || !link) continue;
      list.querySelector(".here")?.classList.remove("here");
      link.classList.add("here");
    }
  }, { rootMargin: "-15% 0px -75%" });
  for (const part of parts) {
    near.observe(part);
    seen.observe(part);
  }

  // Of lists with the same name only one can be open, so names are removed for printing. Lists with a link stay closed.
  let printed = [];
  addEventListener("beforeprint", () => {
    parts.forEach(complete);
    printed = all("details:not(:has(> a))").map((node) => [node, node.open, node.getAttribute("name")]);
    for (const [node] of printed) node.removeAttribute("name");
    for (const [node] of printed) node.open = true;
  });
  addEventListener("afterprint", () => {
    for (const [node, open, name] of printed) {
      node.open = open;
      if (name) node.setAttribute("name", name);
    }
  });
})();
