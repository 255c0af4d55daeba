// Replays a WARC in ReplayWeb.page, a browser viewer of others' making, and reads what it shows of one address.
// usage: node replay.cjs CHROMIUM VIEWER FILE.warc URL WORDS SCREENSHOT.png
// The viewer is served on loopback, and Chromium resolves no other name: what is shown can only come from the file.
// Exit 0: the words stand in the replayed page; 1: they do not; 70: Chromium does not run.
const fs = require("fs");
const http = require("http");
const path = require("path");
const puppeteer = require("puppeteer-core");

const [chromium, viewer, warc, url, words, screenshot] = process.argv.slice(2);
const types = {".html": "text/html", ".js": "text/javascript", ".warc": "application/warc", ".gz": "application/gzip"};

function serve(request, response) {
  const name = decodeURIComponent(new URL(request.url, "http://localhost").pathname);
  const file = name === "/file.warc" ? warc : path.join(viewer, name === "/" ? "index.html" : path.basename(name));
  if (!fs.existsSync(file)) return response.writeHead(404).end();
  const body = fs.readFileSync(file);
  response.setHeader("Content-Type", types[path.extname(file)] || "application/octet-stream");
  response.setHeader("Accept-Ranges", "bytes");
  const range = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range || "");
  if (!range) return response.writeHead(200, {"Content-Length": body.length}).end(request.method === "HEAD" ? undefined : body);
  const last = range[2] ? Math.min(Number(range[2]), body.length - 1) : body.length - 1;
  response.writeHead(206, {"Content-Range": `bytes ${range[1]}-${last}/${body.length}`});
  return response.end(body.subarray(Number(range[1]), last + 1));
}

async function shownIn(page) {
  for (let tries = 0; tries < 60; tries++) {
    for (const frame of page.frames()) {
      if (!frame.url().includes("mp_/")) continue;
      const text = await frame.evaluate(() => document.body && document.body.innerText).catch(() => "");
      if (text) return {at: frame.url(), text};
    }
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  return {at: "", text: ""};
}

(async () => {
  const server = http.createServer(serve).listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  const at = `http://localhost:${server.address().port}`;
  const browser = await puppeteer.launch({
    executablePath: chromium,
    args: ["--no-sandbox", "--disable-gpu", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost"],
  });
  const page = await browser.newPage();
  await page.setViewport({width: 1200, height: 800});
  await page.goto(`${at}/?source=${encodeURIComponent(at + "/file.warc")}#view=resource&url=${encodeURIComponent(url)}`);
  const shown = await shownIn(page);
  await page.screenshot({path: screenshot});
  await browser.close();
  server.close();
  const there = shown.at.endsWith(url) && shown.text.replace(/\s+/g, " ").includes(words);
  console.log(there ? `replayed ${url}: "${words}"` : `not replayed: ${shown.at}\n${shown.text.slice(0, 2000)}`);
  process.exit(there ? 0 : 1);
})().catch((e) => {
  console.error(String(e));
  process.exit(70);
});
