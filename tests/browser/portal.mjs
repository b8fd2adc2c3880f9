// Reads the portal as people do: opens pages, searches, follows deep links, filters tables, and takes pictures.
// Arguments: folder to serve, base path of the portal in it, folder for pictures. Started by `run`.
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { start, until } from "./browser.mjs";
import { serve } from "./server.mjs";

const [root, base, shots] = process.argv.slice(2);
const CONTROL = "\uE009";
const DOWN = "\uE015";
const ENTER = "\uE007";
const METHODS = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

const server = await serve(root);
const site = `${server.origin}/${base}`;
const browser = await start();
let failed = 0;

/** Runs one check, and holds what went on in the browser meanwhile against it. */
async function check(title, steps) {
  let said = "";
  const failures = [];
  try {
    said = (await steps()) ?? "";
  } catch (error) {
    failures.push(error.message);
  }
  const { found, requests } = await browser.problems(server.origin);
  failures.push(...found);
  for (const failure of failures) console.log(`FAILED  ${title}: ${failure}`);
  failed += failures.length;
  if (!failures.length) console.log(`ok      ${title}${said && `: ${said}`} (${requests} requests)`);
}

function assert(truth, message) {
  if (!truth) throw new Error(message);
}

/** Operations of an API with the tag that their links have. */
function operations(api) {
  const document = JSON.parse(readFileSync(join(root, base, api, "latest/openapi.json"), "utf8"));
  const items = Object.values(document.paths).flatMap((item) => METHODS.map((method) => item[method]));
  const slug = (tag) => tag.toLowerCase().replaceAll(" ", "-");
  return items.filter(Boolean).map(({ operationId, tags }) => ({ id: operationId, hash: `tag/${slug(tags[0])}/${operationId}` }));
}

const section = (id) => `const section = document.querySelector('section[id$="/${id}"]');`;

/** Waits until the section of an operation is there. */
function shown(id) {
  return until(`the section of ${id}`, () => browser.run(`${section(id)} return section?.innerText.includes("${id}")`));
}

/** Every page of every version loads cleanly. */
async function pages(folder = "") {
  for (const entry of readdirSync(join(root, base, folder), { withFileTypes: true })) {
    const path = `${folder}${entry.name}`;
    if (entry.isDirectory()) await pages(`${path}/`);
    if (!path.endsWith(".html")) continue;
    await check(path, async () => {
      await browser.open(`${site}/${path}`);
      await until("a heading", () => browser.run("return document.querySelector('h1')?.innerText"));
      const wide = await browser.run("return document.documentElement.scrollWidth > innerWidth");
      assert(!wide, "the page is wider than the screen");
    });
  }
}

async function search() {
  await browser.open(`${site}/bouwsoft/latest/index.html`);
  await until("the search", () => browser.run("return document.querySelector('h1')?.innerText"));
  await browser.type("k", CONTROL);
  await until("the search field", () => browser.run("return document.activeElement?.tagName === 'INPUT'"));
  await browser.type("actualize_order_prices");
  const result = await until("a result", () =>
    browser.run("return document.querySelector('[role=dialog] [role=option]')?.innerText"),
  );
  await browser.shoot(join(shots, "search-1280-light.png"));
  assert(result.includes("/Orders/{id}/ActualizePrices"), `the first result is ${result}`);
  await browser.type(DOWN + ENTER);
  await until("the operation", () => browser.run("return location.hash.endsWith('/actualize_order_prices')"));
  await shown("actualize_order_prices");
  return "actualize_order_prices is the first result, and the keys Down and Enter open it";
}

async function deepLink() {
  await browser.open(`${site}/bouwsoft/latest/index.html#tag/orders/actualize_order_prices`);
  await shown("actualize_order_prices");
  const top = await until("the place", () =>
    browser.run(`${section("actualize_order_prices")}
      const { top } = section.querySelector("h3").getBoundingClientRect();
      return top > 40 && top < innerHeight / 2 && Math.round(top);`),
  );
  return `its heading stands at ${top} px`;
}

/** Each operation shows its samples: curl first, Rust when it is chosen, curl when it is chosen again. */
async function samples(api) {
  const all = operations(api);
  await browser.open(`${site}/${api}/latest/index.html`);
  for (const { id, hash } of all) {
    await browser.run(`location.hash = "${hash}"`);
    await shown(id);
    await until(`curl for ${id}`, () =>
      browser.run(`${section(id)} return [...section.querySelectorAll("pre, code")].some((code) => code.innerText.includes("curl "))`),
    );
    await browser.run(`${section(id)}
      [...section.querySelectorAll("button")].find((button) => button.innerText.trim() === "curl").click()`);
    await until(`the choice of Rust for ${id}`, () =>
      browser.run(`const choice = [...document.querySelectorAll("[role=option], [role=menuitem]")];
        const rust = choice.find((option) => option.innerText.trim() === "Rust");
        rust?.click();
        return Boolean(rust)`),
    );
    await until(`Rust for ${id}`, () =>
      browser.run(`${section(id)} return section.innerText.includes("async fn ${id}(client: &Client)")`),
    );
    // Scalar remembers the choice for the operations that follow.
    await browser.run(`${section(id)}
      [...section.querySelectorAll("button")].find((button) => button.innerText.trim() === "Rust").click()`);
    await until(`the choice of curl for ${id}`, () =>
      browser.run(`const choice = [...document.querySelectorAll("[role=option], [role=menuitem]")];
        const curl = choice.find((option) => option.innerText.trim() === "curl");
        curl?.click();
        return Boolean(curl)`),
    );
  }
  return `${all.length} operations`;
}

async function filter() {
  await browser.open(`${site}/bouwsoft/latest/fields/order.html`);
  const rows = "[...document.querySelectorAll('tbody tr')].filter((row) => !row.hidden)";
  const all = await browser.run(`return ${rows}.length`);
  await browser.run("document.querySelector('[data-filter]').focus()");
  await browser.type("tpdate yes");
  const names = await browser.run(`return ${rows}.map((row) => row.cells[0].innerText)`);
  assert(names.length > 0 && names.length < all, `${names.length} of ${all} rows are left`);
  const count = await browser.run("return document.querySelector('[data-count]').value");
  assert(count === `${names.length} of ${all} rows`, `the page says ${count}`);
  await browser.run("document.querySelector('thead button').click()");
  const sorted = await browser.run(`return ${rows}.map((row) => row.cells[0].innerText)`);
  assert(sorted.join() === [...names].sort().join(), `sorted: ${sorted}`);
  return `"tpdate yes" leaves ${count}; the first column sorts`;
}

/** A field's facts, in the reference. */
async function facts() {
  await browser.open(`${site}/bouwsoft/latest/index.html#models/Order`);
  const text = await until("the facts", () =>
    browser.run(`const note = [...document.querySelectorAll("p")].find((p) => p.innerText.startsWith("Field table"));
      return note?.innerText`),
  );
  assert(/type name tp\w+.*Evidence: /.test(text), text);
  return text;
}

const PICTURES = {
  start: "index.html",
  reference: "bouwsoft/latest/index.html#tag/orders/actualize_order_prices",
  introduction: "eenvoudigfactureren/latest/index.html",
  model: "bouwsoft/latest/index.html#models/Order",
  fields: "bouwsoft/latest/fields/order.html",
  tables: "eenvoudigfactureren/latest/fields/index.html",
  errata: "bouwsoft/latest/errata.html",
  conventions: "conventions.html",
};

async function pictures() {
  for (const width of [1280, 390]) {
    for (const scheme of ["light", "dark"]) {
      await browser.screen(width, scheme);
      for (const [name, path] of Object.entries(PICTURES)) {
        await browser.open(`${site}/${path}`);
        await until("a heading", () => browser.run("return document.querySelector('h1, h3')?.innerText"));
        // Scalar moves to the place of a link when it has drawn what is above.
        if (path.includes("latest/index")) await new Promise((later) => setTimeout(later, 2500));
        const wide = await browser.run("return document.documentElement.scrollWidth > innerWidth");
        assert(!wide, `${name} is wider than ${width} px`);
        await browser.shoot(join(shots, `${name}-${width}-${scheme}.png`));
      }
    }
  }
  return shots;
}

try {
  await browser.screen(1280, "light");
  await pages();
  await check("search", search);
  await check("deep link", deepLink);
  for (const entry of readdirSync(join(root, base), { withFileTypes: true })) {
    if (entry.isDirectory() && entry.name !== "assets") await check(`samples of ${entry.name}`, () => samples(entry.name));
  }
  await check("facts and evidence of a field", facts);
  await check("field table", filter);
  await check("pictures", pictures);
} finally {
  await browser.close();
  server.close();
}
console.log(failed ? `${failed} problems` : "no console error, no failed request, no request to elsewhere");
process.exitCode = failed ? 1 : 0;
