// Filters and keys. Without this, everything is there to read.
(() => {
  "use strict";
  const bar = document.getElementById("filters");
  if (!bar) return;
  const byId = (id) => document.getElementById(id);
  const search = byId("search"), approval = byId("approval"), family = byId("family");
  const boxes = [...bar.querySelectorAll("input[type=checkbox]")];
  const changes = [...document.querySelectorAll("article.change")];
  const groups = [...document.querySelectorAll("section.group")];
  // What is searched is read once, and only when somebody searches.
  const texts = new Map();
  const text = (change) => {
    if (!texts.has(change)) texts.set(change, change.textContent.toLowerCase());
    return texts.get(change);
  };

  const apply = () => {
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    const off = boxes.filter((box) => !box.checked).map((box) => [box.closest("fieldset").dataset.side, box.value]);
    const matches = (change) =>
      off.every(([side, verdict]) => change.dataset[side] !== verdict) &&
      (!approval.value || change.dataset.approval === approval.value) &&
      (!family.value || change.dataset.family === family.value) &&
      words.every((word) => text(change).includes(word));
    let shown = 0;
    for (const change of changes) {
      change.hidden = !matches(change);
      if (!change.hidden) shown += 1;
    }
    for (const group of groups) group.hidden = !group.querySelector("article:not([hidden])");
    byId("nothing").hidden = shown > 0;
    byId("shown").value = `${shown} of ${changes.length} changes shown`;
  };

  const reset = () => {
    search.value = approval.value = family.value = "";
    for (const box of boxes) box.checked = true;
    apply();
  };

  const outer = (change) => change.querySelector("details");
  const openAll = (open) => {
    for (const change of changes) if (!change.hidden) outer(change).open = open;
  };

  let current = null;
  const step = (by) => {
    const visible = changes.filter((change) => !change.hidden);
    const from = document.activeElement.closest("article.change") ?? current;
    // Where the last one was filtered away, its neighbours are next.
    const place = from ? changes.indexOf(from) : -1;
    const next = by > 0
      ? visible.find((change) => changes.indexOf(change) > place)
      : visible.findLast((change) => changes.indexOf(change) < place);
    if (next) outer(next).querySelector("summary").focus();
  };
  document.addEventListener("focusin", (event) => {
    current = event.target.closest("article.change") ?? current;
  });

  const keys = {
    "/": () => { search.focus(); search.select(); },
    j: () => step(1),
    k: () => step(-1),
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape" && event.target === search) {
      search.value = "";
      search.blur();
      apply();
      return;
    }
    const isTyping = event.target.matches("input[type=search], select, textarea");
    if (isTyping || !Object.hasOwn(keys, event.key)) return;
    event.preventDefault();
    keys[event.key]();
  });

  const openTarget = () => {
    const target = byId(location.hash.slice(1));
    if (!target?.matches("article.change")) return;
    outer(target).open = true;
    target.scrollIntoView();
  };
  window.addEventListener("hashchange", openTarget);

  // Paper has nothing to click on.
  let closed = [];
  window.addEventListener("beforeprint", () => {
    closed = [...document.querySelectorAll("details:not([open])")];
    for (const details of closed) details.open = true;
  });
  window.addEventListener("afterprint", () => {
    for (const details of closed) details.open = false;
  });

  // What is scrolled to must not end up under the bar.
  const makeRoom = () => {
    const height = getComputedStyle(bar).position === "sticky" ? bar.offsetHeight : 0;
    document.documentElement.style.scrollPaddingTop = `${height + 8}px`;
  };
  window.addEventListener("resize", makeRoom);

  bar.addEventListener("input", apply);
  byId("reset").addEventListener("click", reset);
  byId("nothing").querySelector("button").addEventListener("click", () => { reset(); search.focus(); });
  byId("open").addEventListener("click", () => openAll(true));
  byId("close").addEventListener("click", () => openAll(false));
  bar.hidden = false;
  makeRoom();
  // A browser may remember what was typed before the page was loaded again.
  apply();
  openTarget();
})();
