// Under `i18n-site serve` only: the open page follows the files. Asks for a small version a few times a second; where it has
// changed, the page is fetched and put in place of the old one, scrolled as it was. What is broken is told above the last good page.
(() => {
  "use strict";
  const PAUSE = 250;
  let version = document.currentScript.dataset.version;

  const tell = (problem) => {
    let note = document.getElementById("live-problem");
    if (!problem) {
      note?.remove();
      return;
    }
    if (!note) {
      note = document.createElement("div");
      note.id = "live-problem";
      note.setAttribute("role", "alert");
      note.lang = "en";
      note.dir = "ltr";
      document.body.append(note);
    }
    if (note.textContent !== problem) note.textContent = problem;
  };

  const renew = async () => {
    const response = await fetch(location.href, { cache: "no-store", headers: { Accept: "text/html" } });
    const text = await response.text();
    if (response.status >= 500) return text;
    if (!(response.headers.get("Content-Type") || "").startsWith("text/html")) return null;
    const next = new DOMParser().parseFromString(text, "text/html");
    const [across, down] = [scrollX, scrollY];
    const focused = document.activeElement?.id;
    for (const name of ["lang", "dir"]) document.documentElement.setAttribute(name, next.documentElement.getAttribute(name) || "");
    document.title = next.title;
    await replaceStylesheets(next);
    document.body.replaceWith(document.adoptNode(next.body));
    if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
    scrollTo({ left: across, top: down, behavior: "instant" });
    return null;
  };

  // The new ones are there before the old ones go, so that the page is never seen without.
  const replaceStylesheets = async (next) => {
    const olds = [...document.head.querySelectorAll("link[rel=stylesheet]:not([data-live])")];
    const stamp = Date.now();
    const news = [...next.head.querySelectorAll("link[rel=stylesheet]")].map((link) => {
      const copy = document.createElement("link");
      copy.rel = "stylesheet";
      copy.href = link.getAttribute("href") + (link.getAttribute("href").includes("?") ? "&" : "?") + "live=" + stamp;
      return copy;
    });
    await Promise.all(
      news.map((link) => new Promise((done) => {
        link.onload = link.onerror = done;
        document.head.append(link);
      })),
    );
    olds.forEach((link) => link.remove());
  };

  const look = async () => {
    try {
      const answer = await (await fetch("/static/live.json", { cache: "no-store" })).json();
      let problem = answer.problem;
      if (!problem && answer.version !== version) {
        problem = await renew();
        if (!problem) version = answer.version;
      }
      tell(problem);
    } catch {
      // The server has stopped, or is starting anew: the page stays, and the next look finds it again.
    }
    setTimeout(look, document.hidden ? 4 * PAUSE : PAUSE);
  };

  const style = document.createElement("link");
  style.rel = "stylesheet";
  style.href = "/static/live.css";
  style.dataset.live = "";
  document.head.append(style);
  setTimeout(look, PAUSE);
})();
