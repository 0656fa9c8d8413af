// Corrections without leaving one's place: a form is sent, and the parts of the page that changed are put in.
(() => {
  const page = document.getElementById("confirming");
  const saved = document.getElementById("saved");
  let busy = false;

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

  const put = (fresh) => {
    document.querySelectorAll("[id^=part-]").forEach((part) => {
      const other = fresh.getElementById(part.id);
      if (other && other.innerHTML !== part.innerHTML) part.replaceChildren(...other.childNodes);
    });
    document.title = fresh.title;
  };

  const settle = (answer, place) => {
    const task = new URL(answer.url).searchParams.get("task");
    const refused = document.querySelector("#part-notice .notice");
    document.dispatchEvent(new CustomEvent("partschange", { detail: { task: task || undefined, focus: !refused } }));
    if (refused) {
      (refused.querySelector("input:not([type=hidden])") || refused).focus();
      return;
    }
    const editor = document.querySelector("tr.editor");
    const field = place && fieldAt(place, editor || page);
    field?.focus();
    saved.textContent = "已保存";
    setTimeout(() => { saved.textContent = ""; }, 4000);
  };

  const send = async (form, submitter) => {
    if (busy) return;
    busy = true;
    const place = placeOf(document.activeElement);
    try {
      const answer = await fetch(form.action, { method: "POST", headers: { "X-Requested-With": "fetch" }, body: new FormData(form, submitter) });
      const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
      if (fresh.getElementById("confirming")) {
        put(fresh);
        settle(answer, place);
      } else notice(fresh.querySelector(".notice")?.textContent || "服务器没有办成，这处修改没有保存；请稍后再试一次。");
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

  document.addEventListener("openeditor", (event) => { if (event.detail) open(event.detail); });
  document.addEventListener("closeeditor", close);
  document.addEventListener("pressform", (event) => { document.getElementById(event.detail)?.requestSubmit(); });
})();
