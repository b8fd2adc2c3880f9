// A headless Chromium, spoken to through chromedriver: nothing to install but the two.
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
  // Its first page looks for a network before it is told what to open.
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

/** Waits until `ready` gives something, and gives that. */
export async function until(what, ready, seconds = 20) {
  const end = Date.now() + seconds * 1000;
  while (Date.now() < end) {
    const value = await ready();
    if (value) return value;
    await new Promise((later) => setTimeout(later, 100));
  }
  throw new Error(`waited ${seconds} s in vain for ${what}`);
}

class Browser {
  constructor(session, driver, profile) {
    Object.assign(this, { session, driver, profile });
  }

  post(path, body) {
    return call(`${this.session}/${path}`, "POST", body);
  }

  /** Opens an address anew, even where only its fragment differs from what is open. */
  async open(url) {
    await this.post("url", { url: "about:blank" });
    await this.post("url", { url });
  }

  /** Runs the body of a function in the page. */
  run(script, ...args) {
    return this.post("execute/sync", { script, args });
  }

  /** Presses keys, each a character or a code of WebDriver; `held` stays down meanwhile. */
  async type(keys, held = "") {
    const press = (value) => [{ type: "keyDown", value }, { type: "keyUp", value }];
    const pressed = [...keys].flatMap(press);
    const all = held ? [{ type: "keyDown", value: held }, ...pressed, { type: "keyUp", value: held }] : pressed;
    await this.post("actions", { actions: [{ type: "key", id: "keys", actions: all }] });
  }

  command(cmd, params) {
    return this.post("goog/cdp/execute", { cmd, params });
  }

  /** What axe finds on the page: its rules, each with the first place. */
  async axe(source) {
    const run = `${source}; const done = arguments[arguments.length - 1];
      axe.run({ rules: { 'target-size': { enabled: true } } }).then(({ violations }) => done(violations.map(({ id, nodes }) => \`axe: \${id}, \${nodes.length} places: \${nodes[0].html.slice(0, 200)}\`)));`;
    return this.post("execute/async", { script: run, args: [] });
  }

  /** Shows the page as this medium does. */
  media(media) {
    return this.command("Emulation.setEmulatedMedia", { media });
  }

  /** What the screen is like. */
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

  /** What went wrong since the last time: console errors, and requests that failed or left `origin`. */
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
    // The browser's own pages are in its binary.
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
