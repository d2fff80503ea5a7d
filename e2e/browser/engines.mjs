// Opens private engines as a person would: a notebook from the home page, a cell that is run over its WebSocket, the
// notebook that is ended because nobody uses it, and opened again with what was in it. Then a hostile engine's page tries
// what it can against the console and another engine of the same person.
//
//   node engines.mjs HOME-URL --domain DOMAIN --name NAME --password PASSWORD --other NAME [--ca ca.pem] [--shots DIR]
//
// The system has engines `notebook` (Jupyter, which ends after some seconds without use), `lab` and `victim`; `other` is
// another account with the same password.
import { ATTACKS } from "./attacks.mjs";
import { inChromium } from "./chromium.mjs";
import { givePassword, ownOrigin, signOut } from "./people.mjs";
import { check, main, NARROW, picture, readArguments, step, WAIT, WIDE, within } from "./steps.mjs";

const { url, ca, domain, name, password, other, shots } = readArguments(
  ["ca", "domain", "name", "password", "other", "shots"],
  ["domain", "name", "password", "other"],
);
const own = ownOrigin(url, domain);
const LONG = 60_000;

// Those that need nothing from the program behind the page.
const TRIED = [
  "read cookies of Stead",
  "set cookies of Stead by script",
  "read the console and the API with the session",
  "change something with the session",
  "open a WebSocket or an event stream of another origin",
  "frame the console and the sign-in page",
  "look into a window with the console",
  "load the console's pages and the API as scripts",
];

async function flow(context) {
  context.setDefaultTimeout(WAIT);
  const page = context.pages()[0] ?? (await context.newPage());
  const address = await step("sign in, and open the notebook from the home page", async () => {
    await page.goto(`${own}/`);
    await givePassword(page, name, password);
    await page.waitForURL(`${own}/`);
    await picture(page, shots, "home");
    await page.locator("a[href='/open/notebook']").first().click();
    await page.waitForURL((to) => to.hostname.startsWith("notebook-"), { timeout: LONG });
    await page.locator("#new-dropdown-button").waitFor();
    return new URL(page.url()).origin;
  });

  await step("run a cell over its WebSocket", async () => {
    await page.locator("#new-dropdown-button").click();
    const [notebook] = await Promise.all([context.waitForEvent("page"), page.locator("#kernel-python3 a").click()]);
    check(new URL(notebook.url()).origin === address || notebook.url() === "about:blank", notebook.url());
    await notebook.locator(".CodeMirror").first().click();
    await notebook.locator("#kernel_indicator_icon.kernel_idle_icon").waitFor({ timeout: LONG });
    await notebook.keyboard.type("print(6*7)");
    await notebook.keyboard.press("Shift+Enter");
    await notebook.locator(".output_area pre", { hasText: "42" }).waitFor({ timeout: LONG });
    await notebook.keyboard.press("Control+s");
    await picture(notebook, shots, "notebook");
    await notebook.close({ runBeforeUnload: false });
  });

  await step("leave it, with a tab forgotten, until it has ended", async () => {
    const watch = await context.newPage();
    await watch.goto(`${own}/engines`);
    await within(LONG, "the notebook is still there", async () => {
      await watch.reload();
      return !(await watch.locator("body").innerText()).includes(new URL(address).hostname.split(".")[0]);
    });
    await watch.close();
  });

  await step("be offered to open it again, and find what was in it", async () => {
    await page.reload();
    await page.waitForURL(`${own}/engine/**`);
    await picture(page, shots, "ended");
    await page.getByRole("link", { name: /open again/i }).or(page.getByRole("button", { name: /open again/i })).first().click();
    await page.waitForURL((to) => to.hostname.startsWith("notebook-"), { timeout: LONG });
    check(new URL(page.url()).origin !== address, "it has the address of the one before");
    await page.getByText("Untitled.ipynb").first().waitFor();
  });

  const lab = await step("open two engines more", async () => {
    await page.goto(`${own}/open/victim`);
    await page.waitForURL((to) => to.hostname.startsWith("victim-"), { timeout: LONG });
    const victim = new URL(page.url()).origin;
    await page.goto(`${own}/open/lab/deep?x=1`);
    await page.waitForURL((to) => to.hostname.startsWith("lab-"), { timeout: LONG });
    check(page.url().endsWith("/deep?x=1"), `the deep link was lost: ${page.url()}`);
    return { victim, own: new URL(page.url()).origin };
  });
  for (const attack of TRIED)
    await step(`not ${attack}`, async () => {
      const done = await ATTACKS[attack](page, { own, domain, origin: lab.victim, away: true });
      check(done.length === 0, done.join("; "));
      if (page.url() !== `${lab.own}/deep?x=1`) await page.goto(`${lab.own}/deep?x=1`);
    });

  await inChromium(ca, { viewport: NARROW }, async (guests) => {
    guests.setDefaultTimeout(WAIT);
    const guest = guests.pages()[0] ?? (await guests.newPage());
    await shareWith(page, guest, lab.own);
    await enter(page, guest);
  });
  await step("find all that ended after a sign-out", async () => {
    await signOut(page, own);
    await page.goto(`${lab.own}/deep`);
    check(page.url().startsWith(`${own}/sign-in`), page.url());
    await givePassword(page, name, password);
    await page.waitForURL(`${own}/engine/**`);
    await page.getByText(/has ended/i).first().waitFor();
  });
  return { address };
}

/** Another person's browser gets into an engine as long as its owner shares it. */
async function shareWith(page, guest, engine) {
  const sees = async () => (await guest.locator("body").innerText()).includes('"pid"');
  const share = async (names) => {
    await page.goto(`${own}/`);
    const card = page.locator(".engine", { has: page.getByRole("heading", { name: "lab" }) });
    await card.locator("summary", { hasText: "Share" }).click();
    await card.locator("input[name=accounts]").fill(names);
    await picture(page, shots, "share");
    const done = page.waitForResponse((it) => it.request().method() === "POST" && it.url().endsWith("/share"));
    await Promise.all([done, card.locator("form[action$='/share'] button").click()]);
  };
  await step("let nobody else in", async () => {
    await guest.goto(`${own}/`);
    await givePassword(guest, other, password);
    await guest.waitForURL(`${own}/`);
    const answer = await guest.goto(`${engine}/`);
    check(answer.status() === 403, `somebody else was answered with ${answer.status()}`);
    check(!(await sees()), "somebody else sees the engine");
  });
  await step("share it", async () => {
    await share(other);
    await guest.goto(`${own}/`);
    await picture(guest, shots, "shared-with-me");
    await guest.getByRole("region", { name: "Shared with you" }).getByRole("link").first().click();
    await guest.waitForURL(`${engine}/**`);
    check(await sees(), "it is shared, and not shown");
  });
  await step("share it no more", async () => {
    await share("");
    const answer = await guest.goto(`${engine}/`);
    check(answer.status() === 403, `whom it is shared with no more was answered with ${answer.status()}`);
  });
}

/** An operator enters somebody else's engine, which the audit log tells. */
async function enter(page, guest) {
  await step("have somebody else open an engine, in a narrow window", async () => {
    await guest.goto(`${own}/`);
    await picture(guest, shots, "home-narrow");
    await guest.locator("a[href='/open/victim']").first().click();
    await guest.waitForURL((to) => to.hostname.startsWith("victim-"), { timeout: LONG });
    await guest.goto(`${own}/`);
    await guest.locator(".engine summary", { hasText: "Share" }).first().click();
    await picture(guest, shots, "engine-narrow", true);
  });
  await step("enter it as an operator, and find that in the audit log", async () => {
    await page.goto(`${own}/engines`);
    const row = page.locator("tr", { hasText: other });
    await row.locator("summary", { hasText: "Enter" }).click();
    await picture(page, shots, "enter");
    await row.locator("form[action$='/enter'] button").click();
    await page.waitForURL(`${own}/**`);
    await page.getByRole("link", { name: "Go to it" }).click();
    await page.waitForURL((to) => to.hostname.startsWith("victim-"));
    check((await page.locator("body").innerText()).includes('"pid"'), `not let in: ${page.url()}`);
    await page.goto(`${own}/audit`);
    await page.getByText("engine enter").first().waitFor();
  });
}

await main(() => inChromium(ca, { viewport: WIDE }, flow));
