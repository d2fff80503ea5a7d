// Signing in and out as a person does, with a phone for the second factor.
import { createHmac } from "node:crypto";
import { check } from "./steps.mjs";

const STEP_SECONDS = 30;
const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/** The origin of Stead's own pages of the system that a URL belongs to, whatever host of it the URL names. */
export function ownOrigin(url, domain) {
  const { port } = new URL(url);
  return `https://stead.${domain}${port && `:${port}`}`;
}

/** Gives name and password on the sign-in page, by keyboard alone. */
export async function givePassword(page, name, password) {
  await page.locator("input[name=name]").fill(name);
  await page.locator("input[name=password]").fill(password);
  await page.locator("input[name=password]").press("Enter");
}

/** Gives the code of a second factor, or a recovery code. */
export async function giveCode(page, code) {
  await page.locator("input[name=code]").fill(code);
  await page.locator("input[name=code]").press("Enter");
}

/** Whether the page is one where somebody signs in. */
export const asksToSignIn = (page) => new URL(page.url()).pathname === "/sign-in";

/** Signs in at Stead's own pages. */
export async function signIn(page, own, name, password, code) {
  await page.goto(`${own}/sign-in`);
  await givePassword(page, name, password);
  if (code) {
    await page.waitForURL(`${own}/sign-in/code*`);
    await giveCode(page, code);
  }
  await page.waitForURL(`${own}/`);
}

/** Signs out at Stead's own pages. */
export async function signOut(page, own) {
  await page.goto(`${own}/sign-out`);
  await page.locator("form[action='/sign-out'] button").click();
  await page.getByText(/signed out/i).first().waitFor();
}

/** The codes of a second factor as a phone shows them (RFC 6238), each one once. */
export class Phone {
  #key;
  #last = 0;

  constructor(secret) {
    this.#key = bytes(secret);
  }

  /** A code that was not given before; one of the near future when the present one was. */
  async code() {
    const now = () => Math.floor(Date.now() / 1000 / STEP_SECONDS);
    const step = Math.max(now(), this.#last + 1);
    while (step > now() + 1) await new Promise((resolve) => setTimeout(resolve, 500));
    this.#last = step;
    const counter = Buffer.alloc(8);
    counter.writeBigUInt64BE(BigInt(step));
    const hash = createHmac("sha1", this.#key).update(counter).digest();
    const number = hash.readUInt32BE(hash.at(-1) & 15) & 0x7fffffff;
    return String(number % 1_000_000).padStart(6, "0");
  }
}

/** Base 32 (RFC 4648), blanks left out. */
function bytes(secret) {
  const letters = secret.replace(/[\s=]/g, "").toUpperCase();
  check(/^[A-Z2-7]{16,}$/.test(letters), "this is no secret of a second factor");
  const bits = [...letters].map((letter) => LETTERS.indexOf(letter).toString(2).padStart(5, "0")).join("");
  return Buffer.from(bits.match(/.{8}/g).map((each) => parseInt(each, 2)));
}
