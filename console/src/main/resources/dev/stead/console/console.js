// Makes pages livelier; every page works without it.
"use strict";
(() => {
  const signedIn = document.body.dataset.page === "signed-in";
  const signIn = () =>
    location.replace("/sign-in?to=" + encodeURIComponent(location.pathname + location.search));

  // A sign-out in one tab takes the others to the sign-in page at once.
  if ("BroadcastChannel" in window) {
    const channel = new BroadcastChannel("stead");
    if (document.body.dataset.page === "signed-out") channel.postMessage("signed-out");
    if (signedIn) channel.addEventListener("message", (e) => e.data === "signed-out" && signIn());
  }
  // A page that comes back out of the browser's memory may be somebody's who has signed out since.
  window.addEventListener("pageshow", (e) => e.persisted && signedIn && location.reload());

  // On a narrow window the navigation scrolls.
  const current = document.querySelector("nav [aria-current]");
  if (current) current.scrollIntoView({ inline: "center", block: "nearest" });

  const seconds = (n) => new Promise((done) => setTimeout(done, n * 1000));

  async function fresh() {
    const answer = await fetch(location.href, { headers: { "Stead-Refresh": "1" }, redirect: "error", cache: "no-store" });
    if (answer.status === 401) signIn();
    return answer.ok ? new DOMParser().parseFromString(await answer.text(), "text/html") : null;
  }

  // What somebody is using is left alone: a selection, or what has the focus.
  function inUse(region) {
    const selection = getSelection();
    return (!selection.isCollapsed && region.contains(selection.anchorNode)) || region.contains(document.activeElement);
  }

  async function keepFresh(id) {
    for (;;) {
      await seconds(2);
      if (document.hidden) continue;
      try {
        const page = await fresh();
        const now = document.getElementById(id);
        const next = page && page.getElementById(id);
        if (next && !inUse(now) && next.innerHTML !== now.innerHTML) now.replaceWith(document.adoptNode(next));
      } catch (e) {
        // The server is away for a moment: the page stays as it is.
      }
    }
  }
  const region = document.querySelector("[data-refresh]");
  if (region) keepFresh(region.id);

  for (const button of document.querySelectorAll("[data-copy]")) {
    button.hidden = !navigator.clipboard;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent.trim());
      button.textContent = "Copied";
    });
  }
  for (const button of document.querySelectorAll("[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => print());
  }

  const log = document.getElementById("log");
  if (log && "EventSource" in window) follow(log);

  function follow(log) {
    const MOST = 2000;
    const state = document.getElementById("log-state");
    const pause = document.getElementById("pause");
    let source = null;
    let held = [];
    let paused = false;
    let again = false;

    const atEnd = () => log.scrollHeight - log.scrollTop - log.clientHeight < 40;
    const show = (lines) => {
      const stay = !atEnd();
      for (const line of lines) {
        const row = document.createElement("p");
        const name = document.createElement("b");
        name.textContent = line.instance;
        row.append(name, " " + line.text);
        log.append(row);
      }
      while (log.childElementCount > MOST) log.firstElementChild.remove();
      if (!stay) log.scrollTop = log.scrollHeight;
    };
    const take = (line) => {
      held.push(line);
      if (held.length > MOST) held.shift();
      // The lines of the beginning come together, so that the page does not flicker.
      if (!paused && held.length === 1) setTimeout(flush, again ? 300 : 50);
    };
    const flush = () => {
      if (paused) return;
      const lines = held;
      held = [];
      if (again) log.replaceChildren();
      again = false;
      show(lines);
    };
    const say = (text) => (state.textContent = text);

    function open() {
      if (source) return;
      let first = true;
      source = new EventSource(log.dataset.stream);
      // The stream begins with the last lines again, after each break.
      source.addEventListener("open", () => { first = true; say(paused ? "Paused" : "Live"); });
      source.addEventListener("line", (e) => {
        if (first) { again = true; held = []; first = false; }
        take(JSON.parse(e.data));
      });
      source.addEventListener("end", () => { close(); say("Ended"); fresh(); });
      source.addEventListener("error", () => {
        if (source && source.readyState === EventSource.CLOSED) { close(); say("Not live"); fresh(); }
        else say("Waiting for the server");
      });
    }
    function close() {
      if (source) source.close();
      source = null;
    }
    pause.hidden = false;
    pause.addEventListener("click", () => {
      paused = !paused;
      pause.setAttribute("aria-pressed", String(paused));
      pause.textContent = paused ? "Go on" : "Pause";
      say(paused ? "Paused" : "Live");
      if (!paused && held.length) flush();
    });
    document.addEventListener("visibilitychange", () => (document.hidden ? close() : open()));
    log.scrollTop = log.scrollHeight;
    open();
  }
})();
