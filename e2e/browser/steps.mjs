// What the scripts here have in common: arguments, named steps, pictures, and one line of JSON at the end,
// {"ok", "ms", "steps": [{"name", "ms"}], "failure"?}. They exit with 0, 1 when a step fails, or 2 when called wrongly.
import { execFile } from "node:child_process";
import { mkdirSync } from "node:fs";
import { basename, join } from "node:path";
import { parseArgs, promisify } from "node:util";

export const WAIT = 20_000;
export const WIDE = { width: 1280, height: 800 };
export const NARROW = { width: 390, height: 844 };
export const SIZES = { wide: WIDE, narrow: NARROW };

const started = Date.now();
const steps = [];
let doing = "start the browser";

/** Reads `URL` and the options; `options` are the names of those with a value. */
export function readArguments(options, needed = []) {
  const script = basename(process.argv[1]);
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: Object.fromEntries(options.map((name) => [name, { type: "string" }])),
    });
    if (needed.some((name) => values[name] === undefined)) throw new Error("an option is missing");
    return { url: new URL(positionals[0] ?? "").href, ...values };
  } catch {
    const words = options.map((name) => (needed.includes(name) ? `--${name} X` : `[--${name} X]`));
    console.error(`usage: node ${script} URL ${words.join(" ")}`);
    process.exit(2);
  }
}

/** Runs the whole; what it returns becomes part of the line. */
export async function main(work) {
  try {
    const found = await work();
    console.log(JSON.stringify({ ok: true, ms: Date.now() - started, ...found, steps }));
  } catch (error) {
    const failure = `${doing}: ${told(error)}`;
    console.error(`${basename(process.argv[1])}: failed to ${failure}`);
    console.log(JSON.stringify({ ok: false, ms: Date.now() - started, failure, steps }));
    process.exitCode = 1;
  }
}

/** What went wrong, in one line; of a time-out also what the browser did last, without its colours. */
const told = (error) =>
  String(error.message)
    .replace(/\x1b\[[0-9;]*m/g, "")
    .split("\n")
    .filter((line) => line.trim() && !line.startsWith("Call log"))
    .map((line) => line.trim())
    .filter((line, at, all) => at < 4 || at >= all.length - 3)
    .join(" ");

/** One thing that a person would say they did. */
export async function step(name, work) {
  doing = name;
  const from = Date.now();
  const result = await work();
  steps.push({ name, ms: Date.now() - from });
  return result;
}

export function check(right, failure) {
  if (!right) throw new Error(failure);
}

/** Waits until `test()` is true; tells how many milliseconds that took, and fails after `most`. */
export async function within(most, failure, test) {
  const from = Date.now();
  while (!(await test())) {
    check(Date.now() - from < most, `${failure} after ${most} ms`);
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  return Date.now() - from;
}

/** A picture of the page in a folder, if one is wanted; the page must not be wider than its window. */
export async function picture(page, folder, name, fullPage = false) {
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  check(overflow <= 0, `${name}: the page is ${overflow} pixels wider than the window`);
  if (!folder) return;
  mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: join(folder, `${name}.png`), fullPage });
}

/** Runs the command line against a system; `input` is what it reads. */
export async function stead(program, system, words, input = "") {
  const running = promisify(execFile)(program, [...words, "--system", system]);
  running.child.stdin.end(input);
  return (await running).stdout;
}
