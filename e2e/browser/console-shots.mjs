// Takes pictures of all pages of the console, wide and narrow, light and dark.
//
//   node console-shots.mjs URL --ca ca.pem --name NAME --password PASSWORD --shots DIR
//
// URL is the origin of Stead's own pages. Follows the links of the pages, two deep. The line of JSON says of each page
// how long its answer took (milliseconds from the request to its last byte) and how large it is with all that it needs
// (bytes); the page must not be wider than its window, nor log an error.
import { inChromium } from "./chromium.mjs";
import { signIn } from "./people.mjs";
import { check, main, picture, readArguments, SIZES, step, WAIT, WIDE } from "./steps.mjs";

const MOST_PAGES = 40;
const OPTIONS = ["ca", "name", "password", "shots"];
const given = readArguments(OPTIONS, OPTIONS);
const own = new URL(given.url).origin;
const signedOutPages = ["/sign-in", "/no-such-page"];

/** Paths of pages that can be reached from here, without those that do something, lead elsewhere or are no pages. */
async function links(page) {
  const all = await page.locator("a[href]").evaluateAll((each) => each.map((a) => a.href));
  return all
    .map((href) => new URL(href))
    .filter((to) => to.origin === own && !/^\/(api\/|sign-out|enter|open\/)|\.(csv|json)$/.test(to.pathname))
    .map((to) => to.pathname + to.search);
}

/** One page of each kind: of a component, an account and so on, the first. */
const kind = (path) => path.replace(/\?.*$/, "").replace(/^(\/[^/]+\/).+$/, "$1*");

async function crawl(page) {
  const found = new Map(["/", "/account/totp"].map((path) => [kind(path), path]));
  let edge = ["/"];
  for (let depth = 0; depth < 2; depth++) {
    const next = [];
    for (const path of edge) {
      await page.goto(own + path);
      for (const to of await links(page)) {
        if (found.size < MOST_PAGES && !found.has(kind(to))) {
          found.set(kind(to), to);
          next.push(to);
        }
      }
    }
    edge = next;
  }
  return [...found.values()];
}

async function measure(page, path) {
  const complaints = [];
  const complain = (text) => complaints.push(text);
  const onConsole = (message) => message.type() === "error" && complain(message.text());
  page.on("pageerror", complain);
  page.on("console", onConsole);
  const answer = await page.goto(own + path);
  const timing = await page.evaluate(() => {
    const entries = [...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")];
    const [{ requestStart, responseEnd }] = entries;
    return {
      ms: Math.round(responseEnd - requestStart),
      bytes: entries.reduce((sum, entry) => sum + entry.decodedBodySize, 0),
    };
  });
  page.off("pageerror", complain);
  page.off("console", onConsole);
  if (answer.status() < 400) check(complaints.length === 0, `${path}: ${complaints.join("; ")}`);
  return { path, status: answer.status(), ...timing };
}

const file = (path) => path.slice(1).replace(/[^a-z0-9]+/gi, "-").replace(/-$/, "") || "home";

async function pictures(page, paths) {
  const pages = [];
  for (const path of paths) {
    for (const [size, viewport] of Object.entries(SIZES)) {
      await page.setViewportSize(viewport);
      for (const colorScheme of ["light", "dark"]) {
        await page.emulateMedia({ colorScheme });
        const found = await measure(page, path);
        if (size === "wide" && colorScheme === "light") pages.push(found);
        await picture(page, given.shots, `${file(path)}-${size}-${colorScheme}`, size === "narrow");
      }
    }
  }
  return pages;
}

async function flow(context) {
  context.setDefaultTimeout(WAIT);
  const page = context.pages()[0] ?? (await context.newPage());
  const open = await step("take pictures of what everybody sees", () => pictures(page, signedOutPages));
  await step("sign in", () => signIn(page, own, given.name, given.password));
  const paths = await step("find all pages", () => crawl(page));
  const pages = await step("take pictures of all pages", () => pictures(page, paths));
  return { pages: [...open, ...pages] };
}

await main(() => inChromium(given.ca, { viewport: WIDE }, flow));
