// Keys for those who want them, and a second look at long work; every page works without. Nothing is done while one types or composes (Telex, VNI).
"use strict";
(() => {
  const off = document.documentElement.dataset.keys === "off";
  const ways = { t: "home", r: "registers", p: "partners", c: "calendar", m: "map", f: "figures" };
  let waiting = false;
  const rows = () => [...document.querySelectorAll("table.list tbody tr")];
  const here = () => rows().findIndex((row) => row.contains(document.activeElement));
  const step = (by) => {
    const all = rows();
    const at = here();
    const next = all[Math.min(all.length - 1, Math.max(0, at < 0 ? 0 : at + by))];
    if (next) next.querySelector("th a").focus();
  };
  const press = {
    j: () => step(1),
    k: () => step(-1),
    x: () => rows()[here()]?.querySelector("input[type=checkbox]")?.click(),
    e: () => document.querySelector("[data-key=edit]")?.click(),
    "/": () => document.querySelector(".seek input")?.focus(),
    "?": () => document.querySelector("#keys")?.showModal(),
    g: () => {
      waiting = true;
      setTimeout(() => (waiting = false), 1200);
    },
  };
  document.addEventListener("keydown", (event) => {
    if (off || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest("input, textarea, select, [contenteditable]")) return;
    const way = waiting && document.querySelector(`nav [data-way=${ways[event.key] ?? "none"}]`);
    waiting = false;
    const act = way ? () => way.click() : press[event.key];
    if (act) {
      event.preventDefault();
      act();
    }
  });
  document.addEventListener("keydown", (event) => {
    const form = event.target.closest("form.sheet");
    if (form && event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.requestSubmit();
  });
  // What a worker has in hand is looked at again until it is done; then the whole page is new.
  const again = async () => {
    const old = document.querySelector("[data-again]");
    if (!old) return;
    try {
      const text = await (await fetch(location.href)).text();
      const fresh = new DOMParser().parseFromString(text, "text/html").querySelector("[data-again]");
      if (!fresh) return location.replace(location.href);
      if (!old.contains(document.activeElement)) old.replaceChildren(...fresh.childNodes);
    } catch {} // the line is down: the next look may find it up
    setTimeout(again, 2000);
  };
  setTimeout(again, 2000);
  document.addEventListener("change", (event) => {
    if (event.target.id !== "all-rows") return;
    document.querySelectorAll("table.list tbody input[type=checkbox]").forEach((box) => (box.checked = event.target.checked));
  });
})();
