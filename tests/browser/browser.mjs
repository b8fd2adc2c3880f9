// Drives a headless Chromium through chromedriver. Nothing else has to be installed.
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export const FLAGS = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** Starts driver and browser. */
export async function start() {
  const driver = spawn("chromedriver", ["--port=9515"], { stdio: "ignore" });
  const profile = mkdtempSync(join(tmpdir(), "portal-profile-"));
  const at = "http://127.0.0.1:9515";
  await until("chromedriver", async () => (await fetch(`${at}/status`).catch(() => null))?.ok);
  const { sessionId } = await call(`${at}/session`, "POST", {
    capabilities: {
      alwaysMatch: {
        "goog:chromeOptions": { binary: "/usr/bin/chromium", args: [...FLAGS, `--user-data-dir=${profile}`] },
        "goog:loggingPrefs": { browser: "ALL", performance: "ALL" },
      },
    },
  });
  const browser = new Browser(`${at}/session/${sessionId}`, driver, profile);
  // The start page of Chromium sends requests: discard them.
  await browser.open("about:blank");
  await browser.problems("");
  return browser;
}

async function call(url, method, body) {
  const response = await fetch(url, { method, body: body && JSON.stringify(body) });
  const { value } = await response.json();
  if (!response.ok) throw new Error(`${url}: ${value.message}`);
  return value;
}

/** Waits until `ready` returns a truthy value, and returns that value. */
export async function until(what, ready, seconds = 20) {
  const end = Date.now() + seconds * 1000;
  while (Date.now() < end) {
    const value = await ready();
    if (value) return value;
    await new Promise((later) => setTimeout(later, 100));
  }
  throw new Error(`timed out after ${seconds} s waiting for ${what}`);
}

class Browser {
  constructor(session, driver, profile) {
    Object.assign(this, { session, driver, profile });
  }

  post(path, body) {
    return call(`${this.session}/${path}`, "POST", body);
  }

  /** Loads a URL from the start, even if it differs from the current URL only in its fragment. */
  async open(url) {
    await this.post("url", { url: "about:blank" });
    await this.post("url", { url });
  }

  /** Runs the body of a function in the page. */
  run(script, ...args) {
    return this.post("execute/sync", { script, args });
  }

  /** Presses keys, each a character or a WebDriver key code, while the key `modifier` is down. */
  async type(keys, modifier = "") {
    const press = (value) => [{ type: "keyDown", value }, { type: "keyUp", value }];
    const pressed = [...keys].flatMap(press);
    const all = modifier ? [{ type: "keyDown", value: modifier }, ...pressed, { type: "keyUp", value: modifier }] : pressed;
    await this.post("actions", { actions: [{ type: "key", id: "keys", actions: all }] });
  }

  command(cmd, params) {
    return this.post("goog/cdp/execute", { cmd, params });
  }

  /** The violations that axe finds on the page, each with its first element. */
  async axe(source) {
    const run = `${source}; const done = arguments[arguments.length - 1];
      axe.run({ rules: { 'target-size': { enabled: true } } }).then(({ violations }) => done(violations.map(({ id, nodes }) => \`axe: \${id}, \${nodes.length} places: \${nodes[0].html.slice(0, 200)}\`)));`;
    return this.post("execute/async", { script: run, args: [] });
  }

  /** Emulates a CSS media type; the empty string ends the emulation. */
  media(media) {
    return this.command("Emulation.setEmulatedMedia", { media });
  }

  /** Emulates a screen of this width with this color scheme. */
  async screen(width, scheme) {
    const height = width < 600 ? 844 : 900;
    await this.command("Emulation.setDeviceMetricsOverride", { width, height, deviceScaleFactor: 1, mobile: width < 600 });
    const features = [{ name: "prefers-color-scheme", value: scheme }];
    await this.command("Emulation.setEmulatedMedia", { features });
  }

  async shoot(file) {
    const { data } = await this.command("Page.captureScreenshot", { format: "png" });
    writeFileSync(file, Buffer.from(data, "base64"));
  }

  /** Console errors, failed requests and requests to other origins than `origin`, all since the last call. */
  async problems(origin) {
    const errors = await this.post("se/log", { type: "browser" });
    const found = errors.filter(({ level }) => level === "SEVERE").map(({ message }) => `console: ${message}`);
    const requests = new Map();
    for (const { message } of await this.post("se/log", { type: "performance" })) {
      const { method, params } = JSON.parse(message).message;
      if (method === "Network.requestWillBeSent") requests.set(params.requestId, params.request.url);
      const url = requests.get(params?.requestId);
      if (method === "Network.loadingFailed" && !params.canceled) found.push(`failed: ${url} ${params.errorText}`);
      const status = params?.response?.status;
      if (method === "Network.responseReceived" && status >= 400) found.push(`failed: ${status} ${url}`);
    }
    // These schemes need no network.
    const urls = [...requests.values()].filter((url) => !/^(data|blob|about|chrome):/.test(url));
    found.push(...urls.filter((url) => !url.startsWith(origin)).map((url) => `external: ${url}`));
    return { found, requests: urls.length };
  }

  async close() {
    await call(this.session, "DELETE").catch(() => {});
    this.driver.kill();
    rmSync(this.profile, { recursive: true, force: true });
  }
}
