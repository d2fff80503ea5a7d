// The stream of events, and the way back when it breaks.

/** Calls `on.state("live" | "reconnecting")` and, for each event, the function of its name with its content. */
export function follow(url, on) {
  let source;
  let again;

  function open() {
    clearTimeout(again);
    source?.close();
    source = new EventSource(url);
    source.onopen = () => on.state("live");
    source.onerror = () => {
      on.state("reconnecting");
      // An answer other than 200 ends an EventSource for good, so it is opened anew.
      if (source.readyState === EventSource.CLOSED) again = setTimeout(open, 1000 + 1000 * Math.random());
    };
    for (const name of ["hello", "plan", "figure", "progress"])
      source.addEventListener(name, (event) => on[name](JSON.parse(event.data)));
  }

  addEventListener("online", open);
  // Browsers keep few connections: a page that goes gives its stream back at once.
  addEventListener("pagehide", () => source.close());
  addEventListener("pageshow", (event) => event.persisted && open());
  open();
}
