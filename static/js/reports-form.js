// What is typed is kept: a moment after each change, and once more when the page is left. A refusal is shown, nothing is lost.
(() => {
  const form = document.getElementById("report");
  const saved = document.getElementById("saved");
  const WAIT = 1500;
  let timer = 0;
  let sending = false;
  let changed = false;
  let leaving = false;

  const say = (words, style) => {
    saved.textContent = words;
    saved.className = `lt ${style}`;
  };

  const keep = async () => {
    if (sending) { timer = window.setTimeout(keep, WAIT); return; }
    sending = true;
    changed = false;
    const data = new FormData(form);
    data.set("do", "save");
    data.delete("files");
    try {
      const answer = await fetch(form.action || window.location.href, {
        method: "POST", body: data, headers: { "X-Requested-With": "fetch", Accept: "application/json" },
      });
      const told = answer.status === 401 ? null : await answer.json();
      if (told === null) {
        say("登录已经结束，写的内容已经留着；请重新登录，登录后会提示您继续。", "r");
      } else if (answer.ok) {
        form.elements.based_on.value = told.version;
        say(`已自动保存 ${told.at}`, "g");
      } else {
        changed = true;
        say(told.sentence, "r");
      }
    } catch {
      changed = true;
      say("没有连上服务器，写的内容还在这一页；恢复后会再保存，请先不要关闭。", "y");
      timer = window.setTimeout(keep, WAIT * 6);
    }
    sending = false;
  };

  const count = (field) => {
    const shown = form.querySelector(`.cnt[data-for="${field.id}"]`);
    if (shown) shown.textContent = `${field.value.length} / ${shown.dataset.most}`;
  };

  form.querySelectorAll("textarea").forEach(count);
  form.addEventListener("input", (event) => {
    if (event.target.type === "file") return;
    changed = true;
    count(event.target);
    say("正在编辑……", "x");
    window.clearTimeout(timer);
    timer = window.setTimeout(keep, WAIT);
  });
  form.addEventListener("submit", () => {
    leaving = true;
    window.clearTimeout(timer);
  });
  document.querySelectorAll(".take-earlier").forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", () => {
      const said = button.parentElement.querySelector(".earlier-done").textContent;
      const done = form.elements.done;
      if (!done.value.includes(said)) done.value = done.value ? `${done.value}\n${said}` : said;
      done.dispatchEvent(new Event("input", { bubbles: true }));
      done.focus();
    });
  });
  window.addEventListener("beforeunload", (event) => {
    if (changed && !leaving) event.preventDefault();
  });
})();
