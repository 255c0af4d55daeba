// Opens pages in Chromium and runs axe-core over them: WCAG 2.2 A and AA, and axe's best practices.
// usage: node check.cjs CHROMIUM FILE.html...     modules are found beside this file's copy
// Also sees that a page asks for nothing but itself. Exit 1: the list of what is wrong is on standard output.
const path = require("path");
const puppeteer = require("puppeteer-core");
const axe = require("axe-core");

async function check(browser, file) {
  const page = await browser.newPage();
  const asked = [];
  page.on("request", (r) => asked.push(r.url()));
  await page.setBypassCSP(true); // axe is a script, and the page forbids scripts
  await page.goto("file://" + path.resolve(file));
  await page.evaluate(axe.source);
  const results = await page.evaluate(() => window.axe.run(document, {resultTypes: ["violations"]}));
  const pdf = await page.pdf({preferCSSPageSize: true});
  const wrong = results.violations.map((v) => `${v.id} (${v.impact}): ${v.help}: ${v.nodes[0].target}`);
  if (asked.length !== 1) wrong.push(`asks for ${asked.slice(1)}`);
  if (pdf.length < 1000) wrong.push("does not print");
  if (results.passes.length < 10) wrong.push(`only ${results.passes.length} rules applied: is this the page?`);
  await page.close();
  console.log(`${path.basename(file)}: ${results.passes.length} rules passed, ${wrong.length} violated`);
  wrong.forEach((w) => console.log("  " + w));
  return wrong.length;
}

(async () => {
  const [chromium, ...files] = process.argv.slice(2);
  const browser = await puppeteer.launch({executablePath: chromium, args: ["--no-sandbox", "--disable-gpu"]});
  let wrong = 0;
  for (const file of files) wrong += await check(browser, file);
  await browser.close();
  process.exit(wrong ? 1 : 0);
})().catch((e) => {
  console.error(String(e));
  process.exit(70);
});
