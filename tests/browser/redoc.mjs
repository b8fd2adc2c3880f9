// Opens the published documents with Redoc: another renderer must show every operation, without an error.
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { until } from "./browser.mjs";

export const DOCUMENTS = ["openapi.json", "openapi-3.1.json"];

// Redoc gets the parsed document, not its address: relative references then have no base URL, and Redoc fails on them.
const PAGE = `<!DOCTYPE html><html lang="en"><title>Redoc</title><link rel="icon" href="data:,"><main></main>
<script src="redoc.standalone.js"></script>
<script>
fetch(location.hash.slice(1)).then((response) => response.json()).then((document_) =>
  Redoc.init(document_, {}, document.querySelector("main"), (error) => { window.finished = String(error ?? "shown"); }));
</script></html>`;

/** Puts Redoc and a page that uses it into the served folder while `steps` run. */
export async function withRedoc(root, tools, steps) {
  const bundle = join(root, "redoc.standalone.js");
  const page = join(root, "redoc.html");
  const script = readFileSync(join(tools, "node_modules/redoc/bundles/redoc.standalone.js"), "utf8");
  // Redoc loads its logo from its own host.
  writeFileSync(bundle, script.replaceAll("https://cdn.redoc.ly/redoc/logo-mini.svg", "data:image/svg+xml,"));
  writeFileSync(page, PAGE);
  try {
    return await steps();
  } finally {
    for (const file of [bundle, page]) rmSync(file);
  }
}

/** Opens the document at a path below `root`, which `server` serves. */
export async function open(browser, server, root, path) {
  const { paths } = JSON.parse(readFileSync(join(root, path), "utf8"));
  const summaries = Object.values(paths).flatMap((item) => Object.values(item)).map(({ summary }) => summary).filter(Boolean);
  await browser.open(`${server.origin}/redoc.html#/${path}`);
  const finished = await until("Redoc", () => browser.run("return window.finished"), 60);
  if (finished !== "shown") throw new Error(finished);
  const text = await browser.run("return document.body.textContent");
  const missing = summaries.filter((summary) => !text.includes(summary));
  if (missing.length) throw new Error(`Redoc does not show ${missing.join(", ")}: ${text.slice(0, 300)}`);
  return `${summaries.length} operations`;
}
