// Starts Debian's Chromium with a home of its own that trusts the given certificate authority, and nothing left behind.
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

const FAILED = fileURLToPath(new URL("../target/failed", import.meta.url));
const ARGUMENTS = [
  "--no-sandbox", // tests run as root on machines of their own
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** Runs `work(context)` in a new browser, given Playwright's options for the page, and closes it. */
export async function inChromium(ca, options, work) {
  const home = mkdtempSync(join(tmpdir(), "stead-chromium-"));
  let context;
  try {
    if (ca) trust(home, ca);
    context = await chromium.launchPersistentContext(join(home, "profile"), {
      executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
      headless: true,
      args: ARGUMENTS,
      env: { ...process.env, HOME: home, XDG_CONFIG_HOME: join(home, ".config"), XDG_CACHE_HOME: join(home, ".cache") },
      ...options,
    });
    return await work(context);
  } catch (error) {
    await remember(context?.pages() ?? []);
    throw error;
  } finally {
    await context?.close();
    rmSync(home, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** Where the windows were and what they showed when a step failed: target/failed beside the folder of these scripts. */
async function remember(pages) {
  for (const page of pages.filter((each) => !each.isClosed())) {
    const path = join(FAILED, `${basename(process.argv[1], ".mjs")}-${Date.now()}.png`);
    const kept = await page.screenshot({ path, timeout: 5_000 }).then(() => `see ${path}`, () => "no picture");
    console.error(`a window was at ${page.url()}: ${kept}`);
  }
}

/** Chromium on Linux reads the authorities it trusts from the NSS database of its home. */
function trust(home, ca) {
  const folder = join(home, ".pki", "nssdb");
  mkdirSync(folder, { recursive: true });
  execFileSync("certutil", ["-N", "-d", `sql:${folder}`, "--empty-password"]);
  execFileSync("certutil", ["-A", "-d", `sql:${folder}`, "-n", "the system's CA", "-t", "C,,", "-i", ca]);
}
