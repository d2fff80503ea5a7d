// Signs in as people do, on a wide and on a narrow window: first time, second factor, deep link, log-out in another tab,
// and an account that is disabled meanwhile.
//
//   node sign-in.mjs URL --ca ca.pem --name NAME --password PASSWORD --stead PROGRAM --system NAME [--shots DIR]
//
// URL is a page of a component at the system's domain that shows who is signed in in #user, and in #stream whether its
// event stream is open. The account must be an operator's without a second factor; it is disabled in the end. The line
// of JSON says after how many milliseconds access was lost.
import { inChromium } from "./chromium.mjs";
import { asksToSignIn, giveCode, givePassword, ownOrigin, Phone, signIn, signOut } from "./people.mjs";
import { check, main, picture, readArguments, SIZES, stead, step, WAIT, within } from "./steps.mjs";

const SECOND = 1000;
const OPTIONS = ["ca", "name", "password", "stead", "system", "shots"];
const given = readArguments(OPTIONS, OPTIONS.slice(0, 5));
const own = ownOrigin(given.url, new URL(given.url).hostname);

async function flow(context, size, name, password) {
  context.setDefaultTimeout(WAIT);
  const page = context.pages()[0] ?? (await context.newPage());
  const say = (text) => `${text}, ${size}`;
  const shot = (what) => picture(page, given.shots, `${what}-${size}`);

  await step(say("be refused with a wrong password"), async () => {
    await page.goto(`${own}/`);
    check(asksToSignIn(page), `nobody is signed in, but the page is ${page.url()}`);
    await shot("sign-in");
    await givePassword(page, name, "not the password of anybody");
    await page.getByRole("alert").waitFor();
    check(asksToSignIn(page), "a wrong password leads on");
    await shot("sign-in-refused");
  });
  await step(say("sign in for the first time"), async () => {
    await givePassword(page, name, password);
    await page.waitForURL(`${own}/`);
    check((await page.locator("body").innerText()).includes(name), "the first page does not say who is signed in");
    await shot("home");
  });

  const { phone, spare } = await step(say("set up a second factor"), () => setUpSecondFactor(page, shot));
  await step(say("sign out"), async () => {
    await signOut(page, own);
    await shot("signed-out");
    await page.goto(`${own}/`);
    check(asksToSignIn(page), "after signing out, the first page still opens");
  });
  await step(say("sign in with the second factor"), async () => {
    await givePassword(page, name, password);
    await page.waitForURL(`${own}/sign-in/code*`);
    await shot("code");
    await giveCode(page, "not a code");
    await page.getByRole("alert").waitFor();
    await giveCode(page, await phone.code());
    await page.waitForURL(`${own}/`);
    await signOut(page, own);
  });

  const link = `${given.url}?x=1&y=a%20b%26c`;
  await step(say("follow a deep link through the sign-in, with a recovery code"), async () => {
    await page.goto(link);
    check(asksToSignIn(page), `a deep link leads to ${page.url()}`);
    await givePassword(page, name, password);
    await page.waitForURL(`${own}/sign-in/code*`);
    await giveCode(page, spare.pop());
    await page.waitForURL(link);
    await showsTo(page, name);
  });
  const loggedOut = await step(say("log out in one tab and lose the others"), () => logOutElsewhere(context, page));
  const disabled = await step(say("be disabled and lose access"), async () => {
    await signIn(page, own, name, password, spare.pop());
    await page.goto(link);
    await showsTo(page, name);
    await stead(given.stead, given.system, ["account", "disable", name]);
    const ms = await losesAccess(page);
    await page.goto(link);
    await givePassword(page, name, password);
    await page.getByRole("alert").waitFor();
    check(asksToSignIn(page), "a disabled account signs in");
    return ms;
  });
  return { loggedOut, disabled };
}

async function setUpSecondFactor(page, shot) {
  await page.goto(`${own}/account/totp`);
  await page.locator("form[action$='/totp/begin'] button").click();
  const code = page.locator("input[name=code]");
  await code.waitFor();
  await shot("second-factor");
  const text = await page.locator("main").innerText();
  const secret = text.match(/\b[A-Z2-7]{4}(?:\s?[A-Z2-7]{4}){3,}\b/)?.[0] ?? (await page.locator("#totp-secret").innerText());
  const phone = new Phone(secret);
  await code.fill(await phone.code());
  await code.press("Enter");
  await page.getByText(/recovery codes/i).first().waitFor();
  await shot("recovery-codes");
  const spare = (await page.locator("main").innerText()).match(/\b[a-z0-9]{4}(?:-[a-z0-9]{4}){3}\b/g) ?? [];
  check(spare.length >= 8, `there are ${spare.length} recovery codes`);
  return { phone, spare };
}

/** The component's page tells who is signed in, and its stream is open. */
async function showsTo(page, name) {
  check((await page.locator("#user").innerText()) === name, "the component does not know who is signed in");
  await page.locator("#stream", { hasText: "open" }).waitFor();
}

/** How long it takes until the open stream of the page is closed; then the next request is refused, and the page too. */
async function losesAccess(page) {
  const from = Date.now();
  await within(SECOND, "the stream is still open", async () => (await page.locator("#stream").innerText()) === "closed");
  const ms = Date.now() - from;
  check((await page.evaluate(async () => (await fetch("x")).status)) === 401, "a request of the page is still answered");
  await page.reload();
  check(asksToSignIn(page), `after the end of the session, a reload leads to ${page.url()}`);
  return ms;
}

async function logOutElsewhere(context, page) {
  const home = await context.newPage();
  const other = await context.newPage();
  await home.goto(`${own}/`);
  await other.goto(`${own}/`);
  await signOut(other, own);
  const ms = await losesAccess(page);
  if (!asksToSignIn(home)) await home.reload();
  await within(SECOND, "the other tab still shows the console", async () => asksToSignIn(home));
  await home.close();
  await other.close();
  return ms;
}

await main(async () => {
  const found = {};
  for (const [size, viewport] of Object.entries(SIZES)) {
    const first = size === "wide";
    const name = first ? given.name : `${given.name}-${size}`;
    if (!first) {
      const words = ["account", "add", name, "--role", "operator", "--password-stdin"];
      await stead(given.stead, given.system, words, `${given.password}\n`);
    }
    found[size] = await inChromium(given.ca, { viewport }, (context) => flow(context, size, name, given.password));
  }
  return found;
});
