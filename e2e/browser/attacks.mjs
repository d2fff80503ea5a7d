// What a hostile page tries in the browser of somebody who is signed in. Each attack runs in the page itself, under the
// rules of the browser, and returns what succeeded: a list of texts, empty when nothing did.
import { within } from "./steps.mjs";

const PATIENCE = 5000;
const STEADS = ["__Host-Http-stead", "__Host-Http-stead-way", "__Host-Http-stead-pending"];

/** By name. `place` is {own, domain, origin, away}: `away` tells whether the page is on another host than `origin`. */
export const ATTACKS = {
  async "read cookies of Stead"(page) {
    const seen = await page.evaluate(async () => {
      const kept = (await globalThis.cookieStore?.getAll()) ?? [];
      return document.cookie + JSON.stringify(kept);
    });
    return /stead/i.test(seen) ? [seen] : [];
  },

  async "set cookies of Stead by script"(page, { domain }) {
    await page.evaluate(
      async ({ names, domain }) => {
        const ends = ["; Secure; Path=/", `; Secure; Path=/; Domain=${domain}`, "; Secure", "; Secure; Path=/app", ""];
        for (const name of names)
          for (const end of ends)
            for (const text of [`${name}=planted`, `=${name}=planted`, `${name.toLowerCase()}=planted`])
              document.cookie = text + end;
        for (const name of names) {
          await globalThis.cookieStore?.set({ name, value: "planted" }).catch(() => {});
          await globalThis.cookieStore?.set({ name, value: "planted", domain }).catch(() => {});
        }
      },
      { names: STEADS, domain },
    );
    return planted(page);
  },

  async "set cookies of Stead, and one for the parent, by an answer"(page, { domain, away }) {
    await page.evaluate((to) => fetch(`plant?${to}`, { credentials: "include" }).then((answer) => answer.text()), domain);
    // For its own host, a component may set a cookie that hosts below it get too; it is not under a name of Stead's.
    const wide = (await page.context().cookies()).filter((cookie) => away && cookie.name === "wide");
    return [...(await planted(page)), ...wide.map((cookie) => `wide for ${cookie.domain}`)];
  },

  async "clear cookies by an answer"(page) {
    await page.evaluate(() => fetch("clear", { credentials: "include" }).then((answer) => answer.text()));
    const cookies = await page.context().cookies();
    return cookies.some((cookie) => cookie.domain.startsWith("stead.")) ? [] : ["the cookies are gone"];
  },

  async "read the console and the API with the session"(page, { own, origin, away }) {
    const targets = [`${own}/`, `${own}/account`, `${own}/api/v1/me`, `${own}/api/v1/accounts`];
    if (away) targets.push(`${origin}/app/x`, `${origin}/.stead/session`);
    return page.evaluate(async (urls) => {
      const read = [];
      for (const url of urls)
        for (const init of [{}, { redirect: "manual" }, { method: "PUT" }, { headers: { "X-A": "b" } }])
          await fetch(url, { credentials: "include", mode: "cors", ...init })
            .then((answer) => answer.type !== "opaqueredirect" && read.push(`${url} ${answer.status}`))
            .catch(() => {});
      return read;
    }, targets);
  },

  async "change something with the session"(page, { own, origin, away }) {
    const account = { name: "planted", role: "operator" };
    const posts = [
      [`${own}/api/v1/accounts`, JSON.stringify(account), "text/plain"],
      [`${own}/accounts`, new URLSearchParams(account).toString(), "application/x-www-form-urlencoded"],
      [`${own}/account/totp/begin`, "", "application/x-www-form-urlencoded"],
      [`${own}/sign-out`, "", "application/x-www-form-urlencoded"],
    ];
    if (away) posts.push([`${origin}/app/x`, "a=1", "application/x-www-form-urlencoded"]);
    return answeredChanges(page, posts.length * 2 + (away ? 2 : 0), () =>
      page.evaluate(async (all) => {
        for (const [url, body, type] of all) {
          await fetch(url, { method: "POST", mode: "no-cors", credentials: "include", body, headers: { "Content-Type": type } }).catch(() => {});
          navigator.sendBeacon(url, new Blob([body], { type }));
          for (const target of ["_blank", `sink-${url}`]) {
            document.body.appendChild(document.createElement("iframe")).name = `sink-${url}`;
            const form = document.body.appendChild(document.createElement("form"));
            Object.assign(form, { method: "post", action: url, target });
            for (const [name, value] of new URLSearchParams(type.includes("form") ? body : "")) {
              const field = form.appendChild(document.createElement("input"));
              Object.assign(field, { name, value, type: "hidden" });
            }
            form.submit();
          }
        }
      }, posts),
    );
  },

  async "open a WebSocket or an event stream of another origin"(page, { own, origin, away }) {
    const targets = [own.replace("https", "wss") + "/api/v1/logs?follow=true", `${own}/api/v1/logs?follow=true`];
    if (away) targets.push(origin.replace("https", "wss") + "/app/socket", `${origin}/app/stream`);
    return page.evaluate(
      async ({ targets, patience }) => {
        const opens = (url) =>
          new Promise((resolve) => {
            const source = url.startsWith("wss") ? new WebSocket(url) : new EventSource(url, { withCredentials: true });
            source.onopen = () => resolve([url]);
            source.onerror = () => resolve([]);
            setTimeout(() => resolve([]), patience);
          }).catch(() => []);
        return (await Promise.all(targets.map(opens))).flat();
      },
      { targets, patience: PATIENCE },
    );
  },

  async "frame the console and the sign-in page"(page, { own }) {
    const targets = ["/", "/sign-in", "/sign-out", "/account/totp", "/no-such-page"].map((path) => own + path);
    await page.evaluate(async (urls) => {
      const loaded = (element) =>
        new Promise((resolve) => {
          element.onload = element.onerror = resolve;
          document.body.append(element);
          setTimeout(resolve, 3000);
        });
      for (const url of urls) {
        await loaded(Object.assign(document.createElement("iframe"), { src: url }));
        await loaded(Object.assign(document.createElement("object"), { data: url, type: "text/html" }));
        await loaded(Object.assign(document.createElement("embed"), { src: url, type: "text/html" }));
      }
    }, targets);
    const shown = [];
    for (const frame of page.frames().filter((each) => each.url().startsWith(own))) {
      const text = await frame.evaluate(() => document.body.innerText).catch(() => "");
      if (text) shown.push(frame.url());
    }
    return shown;
  },

  async "look into a window with the console"(page, { own }) {
    const seen = await page.evaluate(async (url) => {
      const other = window.open(url);
      await new Promise((resolve) => setTimeout(resolve, 2000));
      try {
        return other.document.body.innerText ? [url] : [];
      } catch {
        return [];
      }
    }, `${own}/account`);
    await closeOthers(page);
    return seen;
  },

  async "load the console's pages and the API as scripts"(page, { own }) {
    return page.evaluate(async (urls) => {
      const loads = (url) =>
        new Promise((resolve) => {
          const script = Object.assign(document.createElement("script"), { src: url });
          script.onload = () => resolve([url]);
          script.onerror = () => resolve([]);
          document.body.append(script);
        });
      return (await Promise.all(urls.map(loads))).flat();
    }, [`${own}/api/v1/me`, `${own}/account`]);
  },
};

/** Cookies of Stead that hold what an attack wanted them to. */
async function planted(page) {
  const cookies = await page.context().cookies();
  return cookies
    .filter((cookie) => cookie.value.includes("planted") && /^(__Host-Http-stead|$)/i.test(cookie.name))
    .map((cookie) => `${cookie.name}=${cookie.value} for ${cookie.domain}`);
}

/** The windows that an attack opened: its page cannot close the console's, and a window behind another is not painted. */
async function closeOthers(page) {
  for (const tab of page.context().pages()) if (tab !== page) await tab.close();
  await page.bringToFront();
}

/** Answers to POST that are no refusals, of any tab, once `count` have come or nothing comes any more. */
async function answeredChanges(page, count, work) {
  const context = page.context();
  const seen = [];
  const note = (answer) => answer.request().method() === "POST" && seen.push(answer);
  context.on("response", note);
  await work();
  await within(PATIENCE, "", () => seen.length >= count).catch(() => {});
  context.off("response", note);
  await closeOthers(page);
  const wrong = seen.filter((answer) => answer.status() < 400).map((answer) => `${answer.url()} ${answer.status()}`);
  return seen.length ? wrong : ["no answer was seen, so nothing was tried"];
}
