// Uses the portal as readers do: opens pages, searches, follows links, filters and prints. Also takes screenshots.
// Arguments: the folder to serve, the base path of the portal in it, the folder for screenshots, the folder with axe
// and Redoc. `run` starts it.
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync } from "node:zlib";
import { start, until } from "./browser.mjs";
import * as redoc from "./redoc.mjs";
import { serve } from "./server.mjs";

const [root, base, shots, tools] = process.argv.slice(2);
const ENTER = "\uE007";
const METHODS = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];
const AXE = readFileSync(join(tools, "node_modules/axe-core/axe.min.js"), "utf8");
/** Limits of a reference page: bytes that are transferred with Brotli, bytes of script, requests, layout shift. */
const LIMITS = { transferred: 60 * 1024, script: 6 * 1024, requests: 4, shift: 0.05 };
/**
 * Adds to a reference what the script adds before printing, opens all lists at once, also those that close each other,
 * and lays out what is not on the screen.
 */
const OPEN_ALL = `dispatchEvent(new Event("beforeprint"));
  for (const list of document.querySelectorAll("details")) { list.removeAttribute("name"); list.open = true; }
  for (const part of document.querySelectorAll(".operation, .schema")) part.style.contentVisibility = "visible";`;
const REFERENCES = ["bouwsoft", "eenvoudigfactureren"];

const server = await serve(root);
const site = `${server.origin}/${base}`;
const browser = await start();
let failed = 0;

/** Runs one check. It also fails if the browser reports a problem meanwhile. */
async function check(title, steps) {
  let detail = "";
  const failures = [];
  try {
    detail = (await steps()) ?? "";
  } catch (error) {
    failures.push(error.message);
  }
  const { found, requests } = await browser.problems(server.origin);
  failures.push(...found);
  for (const failure of failures) console.log(`FAILED  ${title}: ${failure}`);
  failed += failures.length;
  if (!failures.length) console.log(`ok      ${title}${detail && `: ${detail}`} (${requests} requests)`);
}

function assert(truth, message) {
  if (!truth) throw new Error(message);
}

/** The operations of an API: their IDs, and the fragments of their links in the former reference. */
function operations(api) {
  const document = JSON.parse(readFileSync(join(root, base, api, "latest/openapi.json"), "utf8"));
  const items = Object.values(document.paths).flatMap((item) => METHODS.map((method) => item[method]));
  const slug = (tag) => tag.toLowerCase().replaceAll(" ", "-");
  return items.filter(Boolean).map(({ operationId, tags }) => ({ id: operationId, old: `tag/${slug(tags[0])}/${operationId}` }));
}

function files(folder = "") {
  return readdirSync(join(root, base, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}${entry.name}`;
    return entry.isDirectory() ? files(`${path}/`) : [path];
  });
}

/** Every page of every version loads without problems, fits the screen, and has no axe violations. */
async function pages() {
  for (const [width, scheme] of [[1280, "light"], [1280, "dark"], [390, "light"], [390, "dark"]]) {
    await browser.screen(width, scheme);
    for (const path of files().filter((path) => path.endsWith(".html"))) {
      await check(`${path} at ${width} px, ${scheme}`, async () => {
        await browser.open(`${site}/${path}`);
        await until("a heading", () => browser.run("return document.querySelector('h1')?.innerText"));
        const wide = await browser.run("return document.documentElement.scrollWidth");
        assert(wide <= width, `the page is ${wide} px wide`);
        await browser.run(OPEN_ALL);
        const opened = await browser.run("return document.documentElement.scrollWidth");
        assert(opened <= width, `the page is ${opened} px wide with all lists open`);
        const names = await browser.run("return Math.max(0, ...[...document.querySelectorAll('.wide tbody th')].map((cell) => cell.offsetWidth))");
        const isTable = /\/fields\/(?!index)/.test(path);
        assert(names < width / 2 && (names > 0 || !isTable), `the first column of the table is ${names} px wide`);
        const findings = await browser.axe(AXE);
        assert(!findings.length, findings.join("\n"));
      });
    }
  }
}

/** The download of a reference page is within the limits. */
async function size(api) {
  const page = `${base}/${api}/latest/index.html`;
  const html = readFileSync(join(root, page), "utf8");
  const assets = [...html.matchAll(/(?:src|href)="([^"]*assets\/[^"]+)"/g)].map(([, file]) => join(root, page, "..", file));
  const all = [Buffer.from(html), ...assets.map((file) => readFileSync(file))];
  const transferred = all.reduce((sum, bytes) => sum + brotliCompressSync(bytes).length, 0);
  const inline = [...html.matchAll(/<script>([^<]*)<\/script>/g)].map(([, text]) => text.length);
  const scripts = assets.filter((file) => file.endsWith(".js")).map((file) => readFileSync(file).length);
  const script = [...inline, ...scripts].reduce((sum, bytes) => sum + bytes, 0);
  assert(transferred <= LIMITS.transferred, `${transferred} bytes are transferred`);
  assert(script <= LIMITS.script, `${script} bytes of script`);
  await browser.open(`${site}/${api}/latest/index.html`);
  const { requests } = await browser.problems(server.origin);
  assert(requests <= LIMITS.requests, `${requests} requests`);
  return `${html.length} bytes of HTML, ${transferred} bytes transferred, ${script} bytes of script`;
}

const SEARCHES = {
  bouwsoft: ["AccessToken", "pagination", "429", "vatcode", "refund", "actualize_order_prices"],
  eenvoudigfactureren: ["X-API-Key", "pagination", "429", "vatcode", "refund", "authentication failed", "create_order"],
};

async function search(api) {
  await browser.open(`${site}/${api}/latest/index.html`);
  await browser.type("/");
  const results = [];
  for (const term of SEARCHES[api]) {
    await browser.run("document.getElementById('page-search').value = ''");
    await browser.type(term);
    const found = await browser.run("return [...document.querySelectorAll('#page-found a')].map((a) => a.hash)");
    results.push(`${term}: ${found.length ? `${found.length}, first ${found[0]}` : "nothing"}`);
    const inPage = await browser.run("return document.querySelector('main').textContent.toLowerCase().includes(arguments[0])", term.toLowerCase());
    assert(Boolean(found.length) === inPage, `${term} finds ${found.length} places`);
  }
  await browser.type(ENTER);
  await until("the operation", () => browser.run(`return location.hash === "#${SEARCHES[api].at(-1)}"`));
  return results.join("; ");
}

const top = (id) => browser.run(`return document.getElementById(${JSON.stringify(id)}).getBoundingClientRect().top`);

/** Links to operations, schemas and fields scroll to their target, and so do the links of the former reference. */
async function links(api) {
  const all = operations(api);
  const page = `${site}/${api}/latest/index.html`;
  for (const { id, old } of [all[0], all[Math.floor(all.length / 2)], all.at(-1)]) {
    for (const hash of [id, old]) {
      await browser.open(`${page}#${hash}`);
      await until(`${id} at its place`, async () => Math.abs(await top(id)) < 400);
    }
  }
  for (const [hash, id] of [["model/Order", "Order"], ["tag/orders", "tag-orders"]]) {
    await browser.open(`${page}#${hash}`);
    await until(`${id} at its place`, async () => Math.abs(await top(id)) < 400);
  }
  const hidden = await browser.run("return document.querySelector('details:not([open]) .fields > [id]')?.id");
  if (hidden) {
    await browser.run("location.hash = arguments[0]", hidden);
    await until(`${hidden} to be open`, () => browser.run("return document.getElementById(arguments[0]).checkVisibility()", hidden));
  }
  return `${all.length} operations`;
}

/** What the script adds to a part of the page does not move it visibly, even if a link leads to that part. */
async function shifts(api) {
  for (const width of [1280, 390]) {
    await browser.screen(width, "light");
    for (const id of ["Order", operations(api)[1].id, "shared-responses"]) {
      await browser.open(`${site}/${api}/latest/index.html#${id}`);
      const shift = await browser.run(`return new Promise((done) => {
        new PerformanceObserver((list) => done(list.getEntries().reduce((sum, { value }) => sum + value, 0)))
          .observe({ type: "layout-shift", buffered: true });
        setTimeout(done, 1000, 0);
      })`);
      assert(shift < LIMITS.shift, `#${id} at ${width} px: the layout shifts by ${shift}`);
    }
  }
  await browser.screen(1280, "light");
}

/** Each operation shows its samples. */
async function samples(api) {
  await browser.open(`${site}/${api}/latest/index.html`);
  await browser.run(OPEN_ALL);
  const without = await browser.run(`return [...document.querySelectorAll("section.operation")].filter((section) => {
    const text = section.querySelector(".samples").textContent;
    return !text.includes("curl ") || !text.includes("async fn ") || !section.querySelector(".sample button");
  }).map((section) => section.id)`);
  assert(!without.length, `${without} has no samples`);
  const count = await browser.run("return document.querySelectorAll('section.operation').length");
  assert(count === operations(api).length, `${count} operations`);
  return `${count} operations`;
}

/** Printing a reference includes its closed lists, and closes them again afterwards. */
async function print(api, words) {
  await browser.open(`${site}/${api}/latest/index.html`);
  const links = () => browser.run("return [...document.querySelectorAll('main details:has(> a)')].map((list) => list.checkVisibility())");
  const before = (await links()).length;
  await browser.run("dispatchEvent(new Event('beforeprint'))");
  await browser.media("print");
  const shown = await links();
  assert(shown.length === before && !shown.includes(true), "lists with a link are printed, or became copies");
  const text = await browser.run("return document.querySelector('main').innerText");
  await browser.run("dispatchEvent(new Event('afterprint'))");
  await browser.media("");
  for (const word of words) assert(text.includes(word), `${word} is missing`);
  const open = await browser.run("return document.querySelectorAll('main details.call:not([open])').length");
  assert(open > 0, "all lists are still open after printing");
  return words.join(", ");
}

/** The fields of a schema that is elsewhere on the page open in place, even if the schema contains itself. */
async function nested(api) {
  await browser.open(`${site}/${api}/latest/index.html`);
  const count = await browser.run(`const [own] = document.querySelectorAll(".schema > .fields > div");
    own.insertAdjacentHTML("beforeend", '<dd><details><summary></summary><a href="#' + own.closest(".schema").id + '"></a></details></dd>');
    own.hidden = true;
    self.lists = [...document.querySelectorAll("main details")].filter((list) => list.lastChild.hash);
    for (const list of lists) list.open = true;
    return lists.length`);
  assert(count > 1, "no list opens in place");
  const without = () => browser.run("return lists.filter((list) => !list.querySelector('.fields > div')).length");
  await until("all lists to have fields", async () => (await without()) === 0);
  const wrong = await browser.run("return lists.flatMap((list) => [...list.querySelectorAll('details[open], [hidden], .filter, h3')]).length");
  assert(wrong === 0, "a copy opens lists, hides fields, or has a title or a filter");
  const described = await browser.run("return lists.filter((list) => list.querySelector(':scope > p:not(.f)')).length");
  assert(described > 0, "no copy has the description of its schema");
  const twice = await browser.run(`const ids = [...document.querySelectorAll("[id]")].map(({ id }) => id);
    return ids.filter((id, index) => ids.indexOf(id) !== index)`);
  assert(!twice.length, `several elements have the ID ${twice}`);
  return `${count} lists`;
}

/**
 * Names and descriptions of fields have at most two lines at 1280 px, in the wide letters of Debian's default font.
 * Descriptions with paragraphs, lists or tables are exempt.
 */
async function rows(api) {
  await browser.open(`${site}/${api}/latest/index.html`);
  await browser.run(OPEN_ALL);
  const [count, tall] = await browser.run(`
    const cells = [...document.querySelectorAll(".operation .fields dt, .operation dt + dd, .schema .fields dt, .schema dt + dd")]
      .filter((cell) => cell.checkVisibility() && !cell.querySelector("p, ul, table"));
    const lines = (cell) => Math.round(cell.clientHeight / parseFloat(getComputedStyle(cell).lineHeight));
    return [cells.length, cells.filter((cell) => lines(cell) > 2).map((cell) => cell.textContent)]`);
  assert(count > 0 && !tall.length, `more than two lines: ${[...new Set(tall)].join(" | ")}`);
  return `${count} names and descriptions`;
}

/** Touch targets are at least 24 px high. Links in running text are exempt. */
async function targets(api) {
  await browser.screen(390, "light");
  await browser.open(`${site}/${api}/latest/index.html`);
  await browser.run("document.querySelector('.contents').open = true");
  await browser.run(OPEN_ALL);
  const small = await browser.run(`return [...document.querySelectorAll("button, summary, input, .contents a")]
    .filter((node) => node.checkVisibility()).filter((node) => node.getBoundingClientRect().height < 24)
    .map((node) => node.textContent || node.id)`);
  await browser.screen(1280, "light");
  assert(!small.length, `lower than 24 px: ${[...new Set(small)].slice(0, 5)}`);
}

/** The list of fields of a schema can be filtered. */
async function fieldFilter() {
  await browser.open(`${site}/bouwsoft/latest/index.html#Order`);
  const rows = "[...document.querySelectorAll('#Order > .fields > div')].filter((field) => !field.hidden)";
  const all = await browser.run(`return ${rows}.length`);
  await until("the filter", () => browser.run("return document.querySelector('#Order .filter input')"));
  await browser.run("document.querySelector('#Order .filter input').focus()");
  await browser.type("vatcode");
  const left = await browser.run(`return ${rows}.length`);
  assert(left > 0 && left < all, `${left} of ${all} fields are left`);
  await browser.run("location.hash = 'Order.company_name'");
  await until("a hidden field to be shown by its link", () => browser.run("return document.getElementById('Order.company_name').checkVisibility()"));
  return `"vatcode" leaves ${left} of ${all} fields`;
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

const PICTURES = {
  start: "index.html",
  reference: "bouwsoft/latest/index.html#actualize_order_prices",
  introduction: "eenvoudigfactureren/latest/index.html",
  model: "bouwsoft/latest/index.html#Order",
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
        await until("a heading", () => browser.run("return document.querySelector('h1')?.innerText"));
        await browser.shoot(join(shots, `${name}-${width}-${scheme}.png`));
      }
    }
  }
  return shots;
}

try {
  await pages();
  await browser.screen(1280, "light");
  for (const api of REFERENCES) {
    await check(`size of ${api}`, () => size(api));
    await check(`search in ${api}`, () => search(api));
    await check(`links to ${api}`, () => links(api));
    await check(`layout shifts of ${api}`, () => shifts(api));
    await check(`samples of ${api}`, () => samples(api));
    await check(`nested fields of ${api}`, () => nested(api));
    await check(`rows of ${api}`, () => rows(api));
    await check(`targets in ${api}`, () => targets(api));
  }
  await check("printing", () => print("eenvoudigfactureren", ["client.list_orders", "quantity_with_unit"]));
  await check("filter of fields", fieldFilter);
  await check("field table", filter);
  await redoc.withRedoc(root, tools, async () => {
    for (const path of REFERENCES.flatMap((api) => redoc.DOCUMENTS.map((file) => `${base}/${api}/latest/${file}`))) {
      await check(`${path} in Redoc`, () => redoc.open(browser, server, root, path));
    }
  });
  await check("pictures", pictures);
} finally {
  await browser.close();
  server.close();
}
console.log(failed ? `${failed} problems` : "no console error, no failed request, no request to another origin");
process.exitCode = failed ? 1 : 0;
