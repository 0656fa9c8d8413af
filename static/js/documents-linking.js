// Text and table point at each other: by pointer, by click, by keys.
(() => {
  const text = document.getElementById("pane-text");
  const table = document.getElementById("pane-tasks");
  const split = document.querySelector(".split");
  const keys = document.getElementById("keys");
  let current = null;

  const rows = () => [...table.querySelectorAll("tr.task")];
  const shownRows = () => rows().filter((row) => row.offsetParent);
  const rowOf = (task) => document.getElementById(`t${task}`);
  const pieces = (row) => [...text.querySelectorAll(
    `[data-at][data-task="${row.dataset.task}"]` +
    (row.dataset.clause ? `, [data-at][data-clause="${row.dataset.clause}"]` : ""),
  )];
  const mark = (name, row) => {
    document.querySelectorAll(`.${name}`).forEach((one) => one.classList.remove(name));
    if (!row) return;
    row.classList.add(name);
    pieces(row).forEach((piece) => piece.classList.add(name));
    text.querySelector(`.anchor[data-task="${row.dataset.task}"]`)?.classList.add(name);
  };

  // The row a piece of the text belongs to: its task's, else the first whose clause it is, the current one before all.
  const rowFor = (piece) => {
    if (piece.dataset.task) return rowOf(piece.dataset.task);
    if (!piece.dataset.clause) return null;
    const sharing = rows().filter((row) => row.dataset.clause === piece.dataset.clause);
    return sharing.find((row) => row.dataset.task === current) || sharing[0] || null;
  };

  const scrolls = (pane) => getComputedStyle(pane).overflowY !== "visible";

  const bring = (pane, element, share) => {
    if (!element || !pane.offsetParent) return;
    const inner = element.getBoundingClientRect();
    const outer = pane.getBoundingClientRect();
    if (!scrolls(pane)) {
      if (inner.top < 0 || inner.bottom > window.innerHeight) element.scrollIntoView({ block: "center" });
    } else if (inner.top < outer.top + 40 || inner.bottom > outer.bottom - 10) {
      pane.scrollTop += inner.top - outer.top - pane.clientHeight * share;
    }
  };

  const show = (side) => {
    split.dataset.shown = side;
    document.querySelectorAll("[data-side]").forEach((button) => {
      button.setAttribute("aria-pressed", String(button.dataset.side === side));
    });
  };

  const choose = (row, { focus = false, from = null } = {}) => {
    if (!row) return;
    current = row.dataset.task;
    rows().forEach((one) => { one.tabIndex = one === row ? 0 : -1; });
    table.querySelectorAll("tr.cur").forEach((one) => one.classList.remove("cur"));
    row.classList.add("cur");
    mark("hot", row);
    if (from !== "text") bring(text, pieces(row)[0], 0.25);
    if (from !== "table") bring(table, row, 0.25);
    if (focus) row.focus({ preventScroll: true });
  };

  const seek = (place) => {
    const found = [...text.querySelectorAll("[data-at]")].findLast((piece) => Number(piece.dataset.at) <= place);
    if (!found) return;
    show("text");
    mark("hot", null);
    found.classList.add("hot");
    bring(text, found, 0.3);
  };

  const step = (by) => {
    const all = shownRows();
    const at = all.findIndex((row) => row.dataset.task === current);
    choose(all[Math.min(Math.max(at + by, 0), all.length - 1)], { focus: true });
  };

  const toDecide = () => {
    const links = [...document.querySelectorAll("#part-decisions li > a[data-task]")];
    const at = links.findIndex((link) => link.dataset.task === current);
    const next = links[(at + 1) % links.length];
    if (next) choose(rowOf(next.dataset.task), { focus: true });
  };

  const wanted = (name, detail) => document.dispatchEvent(new CustomEvent(name, { detail }));

  document.addEventListener("click", (event) => {
    const side = event.target.closest("[data-side]");
    const place = event.target.closest("[data-place]");
    const pointer = event.target.closest("a[data-task]");
    const piece = event.target.closest("#pane-text [data-at]");
    const filter = event.target.closest("[data-only]");
    if (side) show(side.dataset.side);
    else if (filter) filter.setAttribute("aria-pressed", String(table.classList.toggle("only-open")));
    else if (event.target.closest("[data-keys]")) keys.showModal();
    else if (place) {
      event.preventDefault();
      seek(Number(place.dataset.place));
    } else if (pointer) {
      event.preventDefault();
      const isNumber = pointer.closest("td.num");
      show(isNumber ? "text" : "tasks");
      choose(rowOf(pointer.dataset.task), { focus: !isNumber });
    } else if (piece && window.getSelection().isCollapsed) choose(rowFor(piece), { from: "text" });
    else if (!event.target.closest("a, button, input, select, textarea, label, summary")) {
      choose(event.target.closest("tr.task"), { focus: true, from: "table" });
    }
  });

  let pointed = null;
  const point = (event) => {
    const piece = event.target.closest?.("#pane-text [data-at]");
    const row = (piece ? rowFor(piece) : event.target.closest?.("tr.task")) || null;
    if (row === pointed || (!row && !event.target.closest?.(".pane"))) return;
    pointed = row;
    mark("near", row);
  };
  document.addEventListener("mouseover", point);
  document.addEventListener("focusin", point);
  document.addEventListener("focusin", (event) => {
    const row = event.target.closest?.("tr.task");
    if (row && row.dataset.task !== current) choose(row, { from: "table" });
  });

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || keys.open) return;
    if (event.key === "Escape") return wanted("closeeditor", current);
    if (event.target.closest("input, select, textarea, dialog")) return;
    const isRow = event.target.closest("tr.task");
    const does = {
      j: () => step(1), k: () => step(-1), n: toDecide, "?": () => keys.showModal(),
      u: () => wanted("pressform", "undo"), r: () => wanted("pressform", "redo"),
      ...(isRow ? { ArrowDown: () => step(1), ArrowUp: () => step(-1) } : {}),
      ...(event.target === isRow ? { Enter: () => wanted("openeditor", current) } : {}),
    }[event.key];
    if (!does) return;
    event.preventDefault();
    does();
  });

  document.addEventListener("partschange", (event) => {
    pointed = null;
    const row = rowOf(event.detail.task ?? current);
    if (row) choose(row, { focus: event.detail.focus, from: "table" });
    else current = null;
  });

  document.querySelectorAll("[data-keys], [data-only], .switch").forEach((button) => { button.hidden = false; });
  split.classList.add("switched");
  const arrive = () => {
    const asked = /^#[tn]([0-9]+)$/.exec(window.location.hash);
    if (asked) {
      choose(rowOf(asked[1]), { focus: true });
      const top = () => { if (scrolls(table)) window.scrollTo(0, 0); };
      if (document.readyState === "complete") top();
      else window.addEventListener("load", () => requestAnimationFrame(top));
    }
    if (/^#at-[0-9]+$/.test(window.location.hash)) seek(Number(window.location.hash.slice(4)));
  };
  arrive();
  document.addEventListener("restcame", arrive);

})();
