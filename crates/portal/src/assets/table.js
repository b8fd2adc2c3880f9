// Sorts and filters the table of a page. The table is complete without this script.
(() => {
  const table = document.querySelector("table[data-sortable]");
  const filter = document.querySelector("[data-filter]");
  const count = document.querySelector("[data-count]");
  if (!table || !filter || !count) return;

  const body = table.tBodies[0];
  const rows = [...body.rows];
  const headers = [...table.tHead.rows[0].cells];
  const { compare } = new Intl.Collator("en", { numeric: true });

  // Every word must occur in the row, in any cell.
  function show() {
    const words = filter.value.toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const row of rows) {
      const text = row.textContent.toLowerCase();
      row.hidden = !words.every((word) => text.includes(word));
      if (!row.hidden) shown += 1;
    }
    count.value = `${shown} of ${rows.length} rows`;
  }

  // Up, down, and back to the order of the source.
  function sort(index) {
    const next = { none: "ascending", ascending: "descending", descending: "none" };
    const order = next[headers[index].getAttribute("aria-sort") ?? "none"];
    for (const header of headers) header.removeAttribute("aria-sort");
    const sorted = [...rows];
    if (order !== "none") {
      headers[index].setAttribute("aria-sort", order);
      const sign = order === "ascending" ? 1 : -1;
      const text = (row) => row.cells[index].textContent;
      sorted.sort((a, b) => {
        const emptyLast = Number(text(a) === "") - Number(text(b) === "");
        return emptyLast || sign * compare(text(a), text(b));
      });
    }
    body.append(...sorted);
  }

  filter.addEventListener("input", show);
  headers.forEach((header, index) => {
    header.querySelector("button").addEventListener("click", () => sort(index));
  });
  show();
})();
