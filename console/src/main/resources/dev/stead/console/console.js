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
    return (
      (!selection.isCollapsed && region.contains(selection.anchorNode)) ||
      region.contains(document.activeElement) ||
      region.querySelector("details[open]")
    );
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

  // The title of the window: what it is about, marked when something needs attention.
  let about = document.title;
  let mark = "";
  const entitle = () => (document.title = mark + about);

  // What follows the # never reaches the server: it goes along here.
  for (const it of document.querySelectorAll("[data-fragment]")) {
    const name = it.tagName === "FORM" ? "action" : "href";
    it.setAttribute(name, it.getAttribute(name) + location.hash);
  }

  const ending = document.getElementById("ending");
  if (ending) watchEnding(ending);

  // Says on every page which engines end soon. A window that nobody sees asks only where it may notify.
  async function watchEnding(region) {
    const mayNotify = () => "Notification" in window && Notification.permission === "granted";
    let told = false;
    const tell = () => {
      const text = region.dataset.text;
      mark = text ? "⚠ " : "";
      entitle();
      if (text && !told && document.hidden && mayNotify()) new Notification(text, { tag: "stead-ending" });
      told = text !== "";
    };
    const look = async () => {
      const answer = await fetch("/engines/mine", { headers: { "Stead-Refresh": "1" }, redirect: "error", cache: "no-store" });
      if (answer.status === 401) signIn();
      if (!answer.ok) return;
      const next = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("ending");
      if (next && next.innerHTML !== region.innerHTML) region.replaceChildren(...document.adoptNode(next).childNodes);
      if (next) region.dataset.text = next.dataset.text;
      tell();
    };
    region.addEventListener("submit", async (e) => {
      e.preventDefault();
      const button = e.target.querySelector("button");
      button.disabled = true;
      try {
        await fetch(e.target.action, { method: "POST", redirect: "manual" });
        await look();
      } catch (e) {
        // The server is away for a moment: it can be asked again.
      }
      button.disabled = false;
    });
    tell();
    for (let turn = 1; ; turn++) {
      await seconds(5);
      if (document.hidden && !(mayNotify() && turn % 6 === 0)) continue;
      await look().catch(() => {});
    }
  }

  const opening = document.getElementById("opening");
  if (opening) waitFor(opening);

  // Shows how far an engine is, and turns into it. Goes on while nobody sees it: a place in the line is kept by asking.
  async function waitFor(page) {
    const part = (id) => document.getElementById(id);
    const title = about;
    const first = page.dataset.phase;
    const began = Date.now() - 1000 * page.dataset.seconds;
    let { phase, version } = page.dataset;
    // What a form asked for is not asked for again when the page is loaded again.
    history.replaceState(null, "", page.dataset.address + location.hash);
    const turn = (to) => location.replace(to + location.hash);
    const passed = () => {
      const n = Math.max(0, Math.round((Date.now() - began) / 1000));
      part("elapsed").textContent = n < 60 ? n + " s" : Math.floor(n / 60) + " min " + (n % 60) + " s";
    };
    setInterval(passed, 1000);

    function show(state) {
      ({ phase, version } = state);
      part("phase").className = "badge " + state.tone;
      if (part("phase").textContent !== state.text) part("phase").textContent = state.text;
      about = state.text + " · " + title;
      entitle();
      part("detail").textContent = state.detail ?? "";
      const lines = part("lines");
      lines.hidden = state.lines.length === 0;
      lines.replaceChildren(...state.lines.map((line) => Object.assign(document.createElement("p"), { textContent: line })));
      lines.scrollTop = lines.scrollHeight;
      for (const it of page.querySelectorAll("[data-when]")) it.hidden = !it.dataset.when.split(" ").includes(phase);
      if (state.id) part("cancel").action = "/engines/" + encodeURIComponent(state.id) + "/stop";
      part("go").hidden = !state.go;
      if (state.go) part("go").href = state.go;
    }

    if (phase === "ready") return turn(part("go").href);
    while (phase !== "failed" && phase !== "closed") {
      try {
        const headers = { Accept: "application/json", "Stead-Refresh": "1", "Stead-Known": version };
        const answer = await fetch(page.dataset.ask, { headers, redirect: "error", cache: "no-store" });
        if (answer.status === 401) return signIn();
        if (!answer.ok) throw new Error(answer.status);
        const state = await answer.json();
        show(state);
        if (state.go) return turn(state.go);
      } catch (e) {
        // The server is away for a moment, or has much to do.
        await seconds(2);
      }
    }
    // Somebody wanted it while the one before was ending.
    if (first === "ending" && phase === "closed") part("start").click();
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
