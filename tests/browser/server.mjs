// A static file server on loopback. Like the hosts that the portal is made for, it only serves files.
import { createReadStream, existsSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";
import { createBrotliCompress } from "node:zlib";

const TYPES = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
  ".json": "application/json",
};

/** Serves `root`, with Brotli if `compressed`. Returns the origin of the server and a function that stops it. */
export async function serve(root, compressed = false) {
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url, "http://localhost");
    const file = join(root, normalize(decodeURIComponent(pathname)));
    if (!existsSync(file) || !statSync(file).isFile()) {
      response.writeHead(404).end();
      return;
    }
    const headers = { "Content-Type": TYPES[extname(file)] ?? "text/plain; charset=utf-8" };
    const stream = createReadStream(file);
    if (compressed) response.writeHead(200, { ...headers, "Content-Encoding": "br" });
    else response.writeHead(200, headers);
    (compressed ? stream.pipe(createBrotliCompress()) : stream).pipe(response);
  });
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  return { origin: `http://127.0.0.1:${server.address().port}`, close: () => server.close() };
}
