// Compares the verdicts of `cargo xtask diff` with those of other tools, on the pairs of tests/fixtures/diff, and
// prints a Markdown table. From the root of the repository:
//
//   npm install --prefix target/compare @redocly/cli@2.77.0 openapi-diff@0.24.1
//   node tests/consumers/compare-diff.mjs target/compare > target/compare/table.md
//
// Our verdicts are those that the tests expect. The other tools do not distinguish directions. If requests and
// responses share a schema that changes, the tools get two pairs of documents: one in which only requests use it, and
// one in which only responses do.

import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const tools = resolve(process.argv[2] ?? 'target/compare');
const require = createRequire(join(tools, 'package.json'));
const yaml = require('js-yaml');
const openapiDiff = require('openapi-diff');
const folder = mkdtempSync(join(tmpdir(), 'compare-diff-'));

const fixture = (name) => readFileSync(new URL(`../fixtures/diff/${name}`, import.meta.url), 'utf8');
const load = (text) => yaml.load(text, { schema: yaml.JSON_SCHEMA ?? yaml.CORE_SCHEMA });
const base = fixture('base.yaml');
const pairs = load(fixture('pairs.yaml'));
const SHARED = '#/components/schemas/Shared';

function changed({ at, everywhere, to }) {
  let [start, end] = [0, 0];
  for (const step of at) {
    start = base.indexOf(step, end);
    end = start + step.length;
  }
  return everywhere ? base.replaceAll(base.slice(start, end), to) : base.slice(0, start) + to + base.slice(end);
}

/** The document with the shared schema in only one direction. */
function only(direction, text) {
  const document = load(text);
  const operations = Object.values(document.paths).flatMap((item) => Object.values(item));
  for (const operation of operations) {
    const other = direction === 'request' ? operation.responses : { body: operation.requestBody };
    for (const holder of Object.values(other ?? {})) {
      for (const media of Object.values(holder?.content ?? {})) {
        if (media.schema?.$ref === SHARED || media.schema?.items?.$ref === SHARED) media.schema = { type: 'object' };
      }
    }
  }
  return document;
}

/** Our verdict for one direction: the worst for it or for the document as a whole. */
function ours(verdicts, direction) {
  const kinds = verdicts
    .map((verdict) => verdict.split(' '))
    .filter(([, of]) => direction === 'any' || of === direction || of === 'document')
    .map(([kind]) => kind);
  return ['breaking', 'additive', 'documentation'].find((kind) => kinds.includes(kind)) ?? 'none';
}

function redocly(id, documents) {
  const files = documents.map((document, index) => join(folder, `${id}-${index}.json`));
  files.forEach((file, index) => writeFileSync(file, JSON.stringify(documents[index])));
  const words = { major: 'breaking', minor: 'additive', patch: 'documentation', none: 'none' };
  return new Promise((done) => {
    const flags = ['--format', 'json', '--fail-on', 'none'];
    const environment = { ...process.env, REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true' };
    const bin = join(tools, 'node_modules/.bin/redocly');
    execFile(bin, ['diff', ...files, ...flags], { env: environment, cwd: folder, maxBuffer: 1 << 26 }, (_, out) => {
      try {
        const bump = JSON.parse(out).bump;
        done(words[bump ?? 'none']);
      } catch {
        done('fails');
      }
    });
  });
}

/** openapi-diff refuses recursive schemas, so this removes the recursion from both documents. */
async function openapi(documents) {
  const spec = (document, location) => {
    const copy = structuredClone(document);
    delete copy.components.schemas.Shared.properties.parent;
    return { content: JSON.stringify(copy), location, format: 'openapi3' };
  };
  const [sourceSpec, destinationSpec] = [spec(documents[0], 'old.json'), spec(documents[1], 'new.json')];
  try {
    const found = await openapiDiff.diffSpecs({ sourceSpec, destinationSpec });
    if (found.breakingDifferencesFound) return 'breaking';
    if (found.nonBreakingDifferences.length > 0) return 'additive';
    return found.unclassifiedDifferences.length > 0 ? 'documentation' : 'none';
  } catch {
    return 'fails';
  }
}

/** Each change and its reverse, in each direction in which it matters. */
function cases() {
  const found = [];
  for (const pair of pairs) {
    const text = changed(pair);
    const shared = [...pair.there, ...pair.back].some((verdict) => / (~|\/components\/schemas\/(Shared|Item|Pair))/.test(verdict));
    for (const [way, verdicts, texts] of [['there', pair.there, [base, text]], ['back', pair.back, [text, base]]]) {
      for (const direction of shared ? ['request', 'response'] : ['any']) {
        const documents = texts.map((one) => (shared ? only(direction, one) : load(one)));
        found.push({ name: pair.name, way, direction, ours: ours(verdicts, direction), documents });
      }
    }
  }
  return found;
}

const all = cases();
let next = 0;
async function work() {
  while (next < all.length) {
    const id = next++;
    const one = all[id];
    one.redocly = await redocly(id, one.documents);
    one.openapi = await openapi(one.documents);
  }
}
await Promise.all([work(), work(), work()]);

const breaks = (verdict) => verdict === 'breaking';
console.log('| Change | Way | Direction | Ours | redocly diff | openapi-diff |\n|---|---|---|---|---|---|');
for (const one of all) {
  const mark = (verdict) => (breaks(verdict) === breaks(one.ours) ? verdict : `**${verdict}**`);
  console.log(`| ${one.name} | ${one.way} | ${one.direction} | ${one.ours} | ${mark(one.redocly)} | ${mark(one.openapi)} |`);
}
for (const tool of ['redocly', 'openapi']) {
  const count = (test) => all.filter(test).length;
  const more = count((one) => breaks(one.ours) && !breaks(one[tool]));
  const less = count((one) => !breaks(one.ours) && breaks(one[tool]));
  console.log(`\n${tool}: of ${pairs.length} pairs in ${all.length} comparisons, ${all.length - more - less} agree on whether they break; ` +
    `${more} break only for us, ${less} only for it; it fails on ${count((one) => one[tool] === 'fails')}.`);
}
