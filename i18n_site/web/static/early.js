// What is settled before anything is painted; stands in the head. Light or dark, as the visitor has chosen at the foot of a page; without
// a choice, as their device says. The choice lies in this browser alone; where that keeps nothing, it holds for the page.
(() => {
  "use strict";
  const KEY = "scheme";
  const root = document.documentElement;

  const remembered = () => {
    try {
      return localStorage.getItem(KEY);
    } catch {
      return null;
    }
  };

  const remember = (scheme) => {
    try {
      if (scheme) localStorage.setItem(KEY, scheme);
      else localStorage.removeItem(KEY);
    } catch {
      // Storage is switched off.
    }
  };

  const choose = (scheme) => {
    root.dataset.scheme = scheme === "light" || scheme === "dark" ? scheme : "";
    // The colour of the browser's own bars: of the two that the page names, the one that holds.
    for (const meta of document.querySelectorAll("meta[name=theme-color][data-scheme]")) {
      const own = meta.dataset.scheme;
      meta.media = !root.dataset.scheme ? `(prefers-color-scheme: ${own})` : own === root.dataset.scheme ? "all" : "not all";
    }
    show();
  };

  const show = () => {
    for (const option of document.querySelectorAll("input[name=scheme]")) option.checked = option.value === root.dataset.scheme;
  };

  // Nothing is painted before the page is whole: what comes late in a header, a table or a footer would push aside what is seen
  // already. Not in the page itself, since HTML checkers do not know it yet; browsers that do not know it paint as ever.
  const whole = document.createElement("link");
  Object.assign(whole, { rel: "expect", href: "#end", blocking: "render" });
  document.head.append(whole);

  choose(remembered());
  document.addEventListener("DOMContentLoaded", show);
  addEventListener("pageshow", () => choose(remembered()));
  // Another tab has chosen.
  addEventListener("storage", (event) => {
    if (event.key === KEY || event.key === null) choose(remembered());
  });
  document.addEventListener("change", (event) => {
    if (!event.target.matches("input[name=scheme]")) return;
    remember(event.target.value);
    choose(event.target.value);
  });
  // A page that follows its files gets a new body.
  new MutationObserver(show).observe(root, { childList: true });
})();
