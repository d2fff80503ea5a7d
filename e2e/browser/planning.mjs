// Drives the planning example as a person would: edit a figure, see the recalculated plan arrive, find it there later.
//
//   node planning.mjs URL --name NAME --password PASSWORD [--ca ca.pem] [--shots DIR]
//
// Signs in first, which leads back to the plan. It changes one price of the plan, each time to another value.
import { inChromium } from "./chromium.mjs";
import { asksToSignIn, givePassword } from "./people.mjs";
import { check, main, picture, readArguments, SIZES, step, WAIT, WIDE } from "./steps.mjs";

const FIELD = "#figure-price\\.espresso";

const { url, ca, name, password, shots } = readArguments(["ca", "name", "password", "shots"], ["name", "password"]);

async function flow(context) {
  context.setDefaultTimeout(WAIT);
  const page = context.pages()[0] ?? (await context.newPage());
  const complaints = [];
  page.on("pageerror", (error) => complaints.push(String(error)));
  page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
  let loads = 0;
  page.on("framenavigated", (frame) => frame === page.mainFrame() && loads++);

  await step("open the page and be asked to sign in", async () => {
    await page.goto(url, { waitUntil: "load" });
    check(asksToSignIn(page), `nobody is signed in, but the page is ${page.url()}`);
  });
  await step("sign in and see the plan", async () => {
    await givePassword(page, name, password);
    await page.waitForURL(url);
    await page.locator("#live[data-state=live]").waitFor();
    await upToDate(page);
    check((await page.locator("#products tbody tr").count()) >= 3, "the table of products has less than three rows");
    check((await page.locator("#chart svg rect").count()) === 12, "the chart has not twelve bars");
    await page.locator("#who", { hasText: name }).waitFor();
  });

  const before = await total(page);
  const price = nextPrice(await page.locator(FIELD).inputValue());
  const loadsBefore = loads;
  await watchProgress(page);
  await step("edit a price and see it recalculated without a reload", async () => {
    await page.locator(FIELD).fill(price);
    await page.locator(FIELD).press("Enter");
    await page.waitForFunction((text) => document.getElementById("total-revenue").textContent !== text, before);
    await upToDate(page);
    check(loads === loadsBefore, "the page was loaded anew");
  });
  const progress = await page.evaluate(() => window.progressSeen);
  await step("see progress on the way", async () => check(progress.length > 0, "no progress was shown"));

  await step("be refused a value that is not allowed", async () => {
    await page.locator(FIELD).fill("-3");
    await page.locator(FIELD).press("Enter");
    await page.locator("#message:not([hidden])").waitFor();
    check((await page.locator("#message").textContent()).includes("between"), "the refusal does not say what is allowed");
    await page.locator(FIELD).press("Escape");
    check(Number(await page.locator(FIELD).inputValue()) === Number(price), "the field does not show the stored price again");
    // Chromium itself writes an error for the refused request.
    complaints.splice(0, complaints.length, ...complaints.filter((text) => !text.includes("422")));
  });

  const after = await total(page);
  await step("reload and find the change", async () => {
    await page.reload();
    await upToDate(page);
    check(Number(await page.locator(FIELD).inputValue()) === Number(price), "the price was not kept");
    check((await total(page)) === after, "the total is another one than before the reload");
  });

  if (shots) await step("take pictures", () => pictures(page));
  await step("find no errors in the console", async () => check(complaints.length === 0, complaints.join("; ")));
  return { price, revenueBefore: before, revenueAfter: after, progress: progress.length };
}

const total = (page) => page.locator("#total-revenue").textContent();

async function upToDate(page) {
  await page.locator("#calculation[data-state=done]").waitFor();
}

/** Notes every text of the mark that tells how far the recalculation is; it lives too short to be polled for. */
async function watchProgress(page) {
  await page.evaluate(() => {
    window.progressSeen = [];
    const mark = document.getElementById("calculation");
    new MutationObserver(() => mark.dataset.state === "running" && window.progressSeen.push(mark.textContent)).observe(mark, {
      childList: true,
      attributes: true,
    });
  });
}

/** Another price between 15.00 and 24.99, so that the total surely changes. */
function nextPrice(now) {
  const cents = Math.round(Number(now) * 100);
  return (15 + ((cents + 137) % 1000) / 100).toFixed(2);
}

async function pictures(page) {
  for (const [size, viewport] of Object.entries(SIZES)) {
    for (const colorScheme of ["light", "dark"]) {
      await page.setViewportSize(viewport);
      await page.emulateMedia({ colorScheme });
      await page.evaluate(() => scrollTo(0, 0));
      await picture(page, shots, `planning-${size}-${colorScheme}`, size === "narrow");
    }
  }
}

await main(() => inChromium(ca, { viewport: WIDE }, flow));
