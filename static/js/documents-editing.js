// Corrections without leaving one's place: a form is sent, and the parts of the page that changed are put in.
(() => {
  const page = document.getElementById("confirming");
  const saved = document.getElementById("saved");
  let busy = false;
  let fading = null;

  const notice = (sentence) => {
    const box = document.createElement("div");
    box.className = "notice red";
    box.setAttribute("role", "alert");
    box.textContent = sentence;
    document.getElementById("part-notice").replaceChildren(box);
    box.scrollIntoView({ block: "nearest" });
  };

  // Where the cursor stood, in words that still mean something once the part is put in anew.
  const placeOf = (field) => {
    const form = field?.closest("form.edit");
    if (!form) return null;
    const [kind, unit, fact] = ["kind", "unit", "name"].map((name) => form.elements[name]?.value);
    return { kind, unit, fact: kind === "set_fact" ? fact : null, name: field.name || null };
  };

  const fieldAt = (place, within) => {
    const forms = [...within.querySelectorAll("form.edit")];
    const form = forms.find((one) => one.elements.kind?.value === place.kind
      && (place.kind !== "change_unit" || one.elements.unit.value === place.unit)
      && (!place.fact || one.elements.name.value === place.fact));
    return form?.querySelector(place.name ? `[name="${place.name}"]:not([type=hidden])` : "button");
  };

  // Everything that is put in, as elements: rows of a table too.
  const elements = (html) => {
    const template = document.createElement("template");
    template.innerHTML = html;
    return [...template.content.children];
  };

  const putParts = (html) => elements(html).forEach((fresh) => {
    const part = fresh.id && document.getElementById(fresh.id);
    if (part && part.outerHTML !== fresh.outerHTML) part.replaceWith(fresh);
  });

  // A row with what belongs to it: the heading of a part before it.
  const beginning = (row) => (row.previousElementSibling?.dataset.of === row.dataset.task
    && row.previousElementSibling.matches(".part") ? row.previousElementSibling : row);

  const putRows = ({ at, count, html }) => {
    const body = document.querySelector("#drafted tbody");
    const old = [...body.querySelectorAll("tr.task")].slice(at, at + count);
    const all = [...body.querySelectorAll("tr.task")];
    const following = all[at + count];
    const stop = following ? beginning(following) : null;
    let first = old.length ? beginning(old[0]) : stop;
    const fresh = elements(html);
    fresh.forEach((row) => body.insertBefore(row, first));
    while (old.length && first && first !== stop) {
      const next = first.nextElementSibling;
      first.remove();
      first = next;
    }
  };

  const putBlocks = ({ at, count, html }) => {
    const text = document.getElementById("all-text");
    const all = [...text.querySelectorAll("[data-block]")];
    if (count < 0) {
      text.replaceChildren(...elements(html));
      return;
    }
    const fresh = elements(html).flatMap((one) => (one.matches("table") ? [...one.rows] : [one]));
    const old = all.slice(at, at + count);
    if (old.length === fresh.length) old.forEach((one, place) => one.replaceWith(fresh[place]));
    else {
      const before = old[0] || all[at] || null;
      fresh.forEach((one) => (before ? before.before(one) : text.append(one)));
      old.forEach((one) => one.remove());
    }
  };

  // Tasks are numbered as they stand; the page counts them itself.
  const count = () => document.querySelectorAll("#drafted tr.task").forEach((row, place) => {
    const number = String(place + 1);
    const anchor = document.getElementById(`n${row.dataset.task}`);
    [row.querySelector("td.number a"), row.querySelector(".counted"), anchor].forEach((one) => {
      if (one && one.textContent !== number) one.textContent = number;
    });
    anchor?.setAttribute("aria-label", `任务 ${number}`);
  });

  const put = (answer) => {
    putParts(answer.parts);
    if (answer.rows) putRows(answer.rows);
    if (answer.blocks) putBlocks(answer.blocks);
    if (answer.rows || answer.blocks) count();
    document.querySelectorAll("input[name=sequence]").forEach((field) => { field.value = answer.sequence; });
  };

  const settle = (answer, place) => {
    const refused = document.querySelector("#part-notice .notice");
    document.dispatchEvent(new CustomEvent("partschange", { detail: { task: answer.task || undefined, focus: !refused } }));
    if (refused) {
      (refused.querySelector("input:not([type=hidden])") || refused).focus();
      return;
    }
    const editor = document.querySelector("tr.editor");
    const field = place && fieldAt(place, editor || page);
    field?.focus();
    saved.textContent = "已保存";
    clearTimeout(fading);
    fading = setTimeout(() => { saved.textContent = ""; }, 4000);
  };

  const send = async (form, submitter) => {
    if (busy) return;
    busy = true;
    const place = placeOf(document.activeElement);
    await page.rest;
    try {
      const reply = await fetch(form.action, { method: "POST", headers: { "X-Requested-With": "fetch" }, body: new FormData(form, submitter) });
      if (reply.headers.get("Content-Type")?.startsWith("application/json")) {
        const answer = await reply.json();
        if (answer.tasks && !document.getElementById("drafted")) window.location.reload();
        put(answer);
        settle(answer, place);
      } else if (reply.status === 401) {
        notice("登录已经过期，这处修改没有保存；请刷新页面，登录后再改。");
      } else {
        const fresh = new DOMParser().parseFromString(await reply.text(), "text/html");
        notice(fresh.querySelector(".notice")?.textContent || "服务器没有办成，这处修改没有保存；请稍后再试一次。");
      }
    } catch {
      notice("没有连上服务器，这处修改没有保存；请检查网络后再试一次。");
    } finally {
      busy = false;
    }
  };

  const close = () => {
    const editor = document.querySelector("tr.editor");
    const row = editor && document.getElementById(`t${editor.dataset.of}`);
    editor?.remove();
    row?.focus();
    return row?.dataset.task;
  };

  const open = async (task) => {
    const row = document.getElementById(`t${task}`);
    if (!row || close() === String(task)) return;
    const answer = await fetch(page.dataset.editor.replace(/[0-9]+$/, task), { headers: { "X-Requested-With": "fetch" } });
    if (!answer.ok) return notice("这项任务已经不在了，请刷新页面。");
    const table = document.createElement("table");
    table.innerHTML = await answer.text();
    row.after(table.querySelector("tr"));
    document.dispatchEvent(new CustomEvent("partschange", { detail: { task } }));
    row.nextElementSibling.querySelector("input:not([type=hidden])").focus({ preventScroll: true });
    row.nextElementSibling.scrollIntoView({ block: "nearest" });
  };

  document.addEventListener("submit", (event) => {
    if (!event.target.matches("form.edit") || "leaves" in event.target.dataset) return;
    event.preventDefault();
    send(event.target, event.submitter);
  });

  document.addEventListener("click", (event) => {
    const correct = event.target.closest("[data-correct]");
    const done = event.target.closest("[data-close]");
    if (!correct && !done) return;
    event.preventDefault();
    if (done) close();
    else open(correct.dataset.correct);
  });

  // The registry's names are asked for as one types; those of the document are in the page already.
  let asking = null;
  const offer = async (words) => {
    const answer = words && await fetch(`${page.dataset.names}?like=${encodeURIComponent(words)}`, { headers: { "X-Requested-With": "fetch" } });
    const names = document.getElementById("names");
    const own = new Set([...names.querySelectorAll("option:not([data-offered])")].map((option) => option.value));
    names.querySelectorAll("[data-offered]").forEach((option) => option.remove());
    if (answer?.ok) names.append(...[...elements(await answer.text())[0].children].filter((option) => !own.has(option.value)));
  };

  document.addEventListener("input", (event) => {
    if (event.target.getAttribute("list") !== "names") return;
    clearTimeout(asking);
    const words = event.target.value.split(/[、，,；;\s]+/).at(-1);
    asking = setTimeout(() => offer(words), 250);
  });

  document.addEventListener("openeditor", (event) => { if (event.detail) open(event.detail); });
  document.addEventListener("closeeditor", close);
  document.addEventListener("pressform", (event) => { document.getElementById(event.detail)?.requestSubmit(); });
})();
