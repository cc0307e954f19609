// The list of languages, which opens and closes by itself, without script too: here Escape closes it and gives the focus back, and it
// closes behind whoever goes on elsewhere.
(() => {
  "use strict";
  const open = () => document.querySelector("details.languages[open]");

  const closeOutside = (event) => {
    const list = open();
    if (list && !list.contains(event.target)) list.open = false;
  };

  document.addEventListener("keydown", (event) => {
    const list = open();
    if (event.key !== "Escape" || !list || event.defaultPrevented) return;
    const inside = list.contains(document.activeElement);
    list.open = false;
    if (inside) list.querySelector("summary").focus();
  });
  document.addEventListener("focusin", closeOutside);
  document.addEventListener("pointerdown", closeOutside);
})();
