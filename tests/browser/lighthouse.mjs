// Measures pages with Lighthouse. Argument: the folder with the portal. Started by `lighthouse`.
import * as chromeLauncher from "chrome-launcher";
import lighthouse from "lighthouse";
import { FLAGS } from "./browser.mjs";
import { serve } from "./server.mjs";

const PAGES = [
  "index.html",
  "bouwsoft/latest/index.html",
  "eenvoudigfactureren/latest/index.html",
  "bouwsoft/latest/fields/order.html",
  "eenvoudigfactureren/latest/errata.html",
];
const RUNS = 5;
/** The minimum performance scores with and without compression, and the maximum LCP (in ms) and CLS. */
const TARGETS = { compressed: 95, plain: 90, lcp: 2000, cls: 0.05 };

const median = (values) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)];

async function measure(url) {
  const runs = [];
  for (let run = 0; run < RUNS; run += 1) {
    const chrome = await chromeLauncher.launch({ chromePath: "/usr/bin/chromium", chromeFlags: FLAGS });
    const { lhr } = await lighthouse(url, { port: chrome.port, onlyCategories: ["performance", "accessibility"] });
    await chrome.kill();
    runs.push({
      performance: lhr.categories.performance.score * 100,
      accessibility: lhr.categories.accessibility.score * 100,
      lcp: lhr.audits["largest-contentful-paint"].numericValue,
      cls: lhr.audits["cumulative-layout-shift"].numericValue,
      bytes: lhr.audits["total-byte-weight"].numericValue,
    });
  }
  return Object.fromEntries(Object.keys(runs[0]).map((key) => [key, median(runs.map((run) => run[key]))]));
}

let missed = 0;
for (const compressed of [true, false]) {
  const server = await serve(process.argv[2], compressed);
  for (const page of PAGES) {
    const { performance, accessibility, lcp, cls, bytes } = await measure(`${server.origin}/${page}`);
    const minimum = compressed ? TARGETS.compressed : TARGETS.plain;
    const isMet = performance >= minimum && accessibility === 100 && (!compressed || lcp < TARGETS.lcp) && cls < TARGETS.cls;
    if (!isMet) missed += 1;
    const scores = `performance ${Math.round(performance)}, accessibility ${Math.round(accessibility)}`;
    const times = `LCP ${Math.round(lcp)} ms, CLS ${cls.toFixed(3)}, ${bytes} bytes`;
    console.log(`${isMet ? "ok    " : "MISSED"}  ${page}, ${compressed ? "Brotli" : "no compression"}: ${scores}, ${times}`);
  }
  server.close();
}
process.exitCode = missed ? 1 : 0;
