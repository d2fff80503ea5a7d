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
import { check, main, picture, readArguments, step, WAIT, WIDE, within } from "./steps.mjs";

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

  await step("let nobody else in", async () => {
    await signOut(page, own);
    await page.goto(`${own}/`);
    await givePassword(page, other, password);
    await page.waitForURL(`${own}/`);
    await page.goto(`${lab.own}/`).catch(() => {});
    const text = await page.locator("body").innerText();
    check(!text.includes('"pid"'), `somebody else's engine was let see: ${text.slice(0, 100)}`);
  });
  return { address };
}

await main(() => inChromium(ca, { viewport: WIDE }, flow));
