// Takes pictures of every page of the console as dev.stead.console.DemoConsole serves it, on wide and narrow windows,
// light and dark, and says what the browser complains about: node demo-shots.mjs ORIGIN FOLDER [PAGE...]
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { inChromium } from "./chromium.mjs";

const [origin, folder, ...only] = process.argv.slice(2);
const session = (role) => ({ Cookie: `__Host-Http-stead=${role}` });
const submit = (selector, fill = {}) => async (page) => {
  for (const [field, value] of Object.entries(fill)) await page.fill(field, value);
  await page.click(selector);
};
// name: [path, role, what to do there]
const pages = {
  "sign-in": ["/sign-in?to=%2Fenter%3Fto%3Dhttps%253A%252F%252Fbudget.planning.example.com%252F%26state%3Dx", ""],
  "sign-in-refused": ["/sign-in", "", submit("button", { "[name=name]": "ada", "[name=password]": "slow" })],
  code: ["/sign-in/code", "pending"],
  "sign-out": ["/sign-out", "operator"],
  "signed-out": ["/sign-out", "operator", submit("main button")],
  password: ["/password?link=good", ""],
  "password-old": ["/password?link=old", ""],
  home: ["/", "operator"],
  "home-user": ["/", "user"],
  components: ["/components", "operator"],
  component: ["/components/simulation", "operator"],
  restart: ["/components/budget", "operator", submit("form[action$=restart] button")],
  logs: ["/logs", "operator"],
  plan: ["/plan", "operator"],
  "plan-wrong": ["/plan", "operator", submit("form[action='/plan'] button", { textarea: "wrong" })],
  apply: ["/plan", "operator", submit("form[action='/apply'] button")],
  accounts: ["/accounts", "operator"],
  "accounts-added": ["/accounts", "operator", submit("form[method=post] button", { "form[method=post] [name=name]": "bruno" })],
  account: ["/accounts/carla%40example.com", "operator"],
  groups: ["/groups", "operator"],
  tokens: ["/tokens", "operator"],
  audit: ["/audit", "viewer"],
  "account-own": ["/account", "operator"],
  totp: ["/account/totp", "operator"],
  enrol: ["/account/totp", "operator", submit("form[action$=begin] button")],
  recovery: ["/account/totp", "operator", async (page) => {
    await page.click("form[action$=begin] button");
    await page.fill("[name=code]", "123456");
    await page.click("form[action$=confirm] button");
  }],
  forbidden: ["/audit", "user"],
  missing: ["/nowhere", "operator"],
};
mkdirSync(folder, { recursive: true });
const problems = [];
for (const [width, height] of [[1280, 800], [390, 844]]) {
  for (const colorScheme of ["light", "dark"]) {
    await inChromium(null, { viewport: { width, height }, colorScheme }, async (context) => {
      for (const [name, [path, role, act]] of Object.entries(pages)) {
        if (only.length && !only.includes(name)) continue;
        const page = await context.newPage();
        page.on("console", (m) => m.type() === "error" && !/status of 4/.test(m.text()) && problems.push(`${name}: ${m.text()}`));
        page.on("pageerror", (e) => problems.push(`${name}: ${e}`));
        await page.setExtraHTTPHeaders(role === "pending" ? { Cookie: "__Host-Http-stead-pending=p" } : role ? session(role) : {});
        await page.goto(origin + path);
        if (act) { await act(page); await page.waitForLoadState(); }
        const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        if (wide > 0) problems.push(`${name} ${width}: ${wide} px too wide`);
        await page.screenshot({ path: join(folder, `${name}-${width}-${colorScheme}.png`), fullPage: true });
        await page.close();
      }
    });
  }
}
console.log(problems.length ? problems.join("\n") : "no problem");
