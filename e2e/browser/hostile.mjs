// A hostile component in the browser of an operator who is signed in: once under a host of its own, once under a path of
// the host of another component. It tries what attacks.mjs holds, and to make its victim use its own sign-in; nothing
// may succeed.
//
//   node hostile.mjs URL --ca ca.pem --name NAME --password PASSWORD --rival NAME
//
// URL is the origin of the system's domain. There, /app/page shows in #user who is signed in; the hostile pages are
// /evil/page and https://evil.DOMAIN/page, and show the same. The rival is the attacker's own account, of the same
// password. The line of JSON tells how many attacks were tried, and what succeeded.
import { inChromium } from "./chromium.mjs";
import { ATTACKS } from "./attacks.mjs";
import { asksToSignIn, givePassword, ownOrigin, signIn } from "./people.mjs";
import { check, main, readArguments, step, WAIT, WIDE } from "./steps.mjs";

const OPTIONS = ["ca", "name", "password", "rival"];
const given = readArguments(OPTIONS, OPTIONS);
const { origin, hostname: domain } = new URL(given.url);
const own = ownOrigin(origin, domain);
const evil = origin.replace("//", "//evil.");
const PAGES = { "a host of its own": `${evil}/page`, "a path beside others": `${origin}/evil/page` };
const inBrowser = (work) =>
  inChromium(given.ca, { viewport: WIDE }, async (context) => {
    context.setDefaultTimeout(WAIT);
    return work(context.pages()[0] ?? (await context.newPage()), context);
  });

let tried = 0;
const succeeded = [];
const report = (name, found) => {
  tried++;
  succeeded.push(...found.map((each) => `${name}: ${each}`));
};

/** Who a component says is signed in; empty when the page is where somebody signs in. */
async function userAt(page, url) {
  await page.goto(url);
  return asksToSignIn(page) ? "" : page.locator("#user").innerText();
}

const accounts = (page) => page.evaluate(async () => (await fetch("/api/v1/accounts")).text());

async function attacked(page) {
  await step("sign in as the victim", async () => {
    await signIn(page, own, given.name, given.password);
    check((await userAt(page, `${origin}/app/page`)) === given.name, "the victim is not signed in at the domain");
  });
  await page.goto(`${own}/account`);
  const before = names(await accounts(page));
  for (const [where, url] of Object.entries(PAGES)) {
    for (const [name, attack] of Object.entries(ATTACKS)) {
      await step(`${name}, from ${where}`, async () => {
        check((await userAt(page, url)) === given.name, `the victim is no longer signed in at ${url}`);
        report(`${name}, from ${where}`, await attack(page, { own, domain, origin, away: url.startsWith(evil) }));
      });
    }
  }
  await step("find the victim signed in and nothing changed", async () => {
    await page.goto(`${own}/account`);
    check(!asksToSignIn(page), "the victim was signed out");
    check(names(await accounts(page)) === before, "accounts changed");
    check((await userAt(page, `${origin}/app/page`)) === given.name, "the victim is somebody else");
  });
}

/** Names and roles of accounts. */
const names = (json) => JSON.stringify(json.match(/"(name|role)"\s*:\s*"[^"]*"/g));

/** Signs the rival in, and takes from its browser what it could hand to a victim. */
async function lures(page, context) {
  await signIn(page, own, given.rival, given.password);
  await userAt(page, `${evil}/page`);
  const secret = (await context.cookies(evil)).find((cookie) => cookie.name === "__Host-Http-stead")?.value ?? "";
  let enter = "";
  let code = "";
  page.on("request", (request) => request.url().startsWith(`${own}/enter?`) && (enter = request.url()));
  // Each hop of a redirect passes here; the code is not used in the rival's browser.
  const session = await context.newCDPSession(page);
  session.on("Fetch.requestPaused", ({ requestId, request }) => {
    code = request.url;
    return session.send("Fetch.failRequest", { requestId, errorReason: "Aborted" });
  });
  await session.send("Fetch.enable", { patterns: [{ urlPattern: "*/.stead/enter?*" }] });
  await page.goto(`${origin}/app/page`).catch(() => {});
  check(secret && enter && code.includes("code="), "the rival's sign-in could not be caught on its way");
  return { secret, enter, code };
}

/** Tries on a page to make its browser use the rival's sign-in; `expected` is who its user is, empty for nobody. */
async function fixated(page, { secret, enter, code }, expected) {
  const whose = expected ? "a victim who is signed in" : "a victim who is not";
  const stays = async (name) => {
    const user = await userAt(page, `${origin}/app/page`);
    report(`${name}, on ${whose}`, user === expected ? [] : [`the user is “${user}”`]);
  };
  // From a page of the attacker where the victim can open it, else from one of its own.
  const go = async (url) => {
    await page.goto(expected ? `${evil}/page` : "about:blank");
    await page.evaluate((to) => void (location.href = to), url).catch(() => {});
    await page.waitForLoadState();
    await page.waitForTimeout(500);
  };
  await go(enter); // first, while the code that it makes can be told from the one below
  await stays("carry the victim's sign-in with the attacker's state");
  await go(code);
  await stays("hand over the attacker's own code");
  if (expected) {
    await page.goto(`${evil}/page`);
    const cookies = ["__Host-stead", "stead", "__Secure-stead", "__Host-Http-stead"].flatMap((name) => [
      `${name}=${secret}; Secure; Path=/`,
      `${name}=${secret}; Secure; Path=/; Domain=${domain}`,
    ]);
    await page.evaluate((all) => all.forEach((text) => (document.cookie = text)), cookies);
    await stays("plant the attacker's session");
    const user = await userAt(page, `${evil}/page`);
    report("plant the attacker's session at its own host", user === given.name ? [] : [`the user is “${user}”`]);
  }
}

await main(async () => {
  await inBrowser(attacked);
  for (const expected of [given.name, ""]) {
    await step(`fixate the sign-in of ${expected || "nobody"}`, async () => {
      const lure = await inBrowser(lures);
      await inBrowser(async (page) => {
        if (expected) {
          await signIn(page, own, expected, given.password);
          check((await userAt(page, `${origin}/app/page`)) === expected, "the victim is not signed in");
        }
        await fixated(page, lure, expected);
        if (!expected) {
          await page.goto(`${origin}/app/page`);
          await givePassword(page, given.name, given.password);
          await page.waitForURL(`${origin}/app/page`);
        }
      });
    });
  }
  await step("find that nothing succeeded", async () => check(succeeded.length === 0, succeeded.join("; ")));
  return { tried, succeeded };
});
