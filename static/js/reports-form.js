// What is typed is kept: a moment after each change, and once more when the page is left. A refusal is shown, nothing is lost.
(() => {
  const form = document.getElementById("report");
  const saved = document.getElementById("saved");
  const WAIT = 1500;
  let timer = 0;
  let sending = false;
  let changed = false;
  let leaving = false;
  let held = "";
  let underway = null;
  let waiting = false;
  const unsent = document.createElement("p");
  unsent.className = "fault";
  unsent.setAttribute("role", "alert");
  const HELD = {
    kept: "登录已经结束，写的内容已经留着；请重新登录，登录后会提示您继续。",
    nobody: "登录已经结束，写的内容还在这一页，没有保存；请在另一个标签页登录，再回到这一页，会接着保存。登录不了的，请先把内容复制下来；请先不要关闭这一页。",
    another: "现在登录的是另一个账号，这一页写的内容没有保存，以免记到别人名下；请先复制下来，或者在另一个标签页换回原来的账号，再回到这一页。",
  };

  const say = (words, style) => {
    saved.textContent = words;
    saved.className = `lt ${style}`;
  };

  const send = () => {
    const data = new FormData(form);
    data.set("do", "save");
    data.delete("files");
    return fetch(form.action || window.location.href, {
      method: "POST", body: data, headers: { "X-Requested-With": "fetch", Accept: "application/json" },
    });
  };

  const hold = (why) => {
    held = why;
    changed ||= why !== "kept";
    say(HELD[why], "r");
  };

  // A token is that of one sign-in. After another one of the same account the page goes on with that one's; what was
  // written under one account is never saved under another.
  const renew = async () => {
    const answer = await fetch(form.dataset.anew, { headers: { "X-Requested-With": "fetch" } });
    if (answer.status >= 500) throw new Error("no answer");
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const { account } = page.body.dataset;
    const fresh = page.querySelector("input[name=csrf_token]");
    if (!account || !fresh) return "nobody";
    if (account !== document.body.dataset.account) return "another";
    document.querySelectorAll("input[name=csrf_token]").forEach((field) => { field.value = fresh.value; });
    return "";
  };

  const keep = () => {
    if (sending) timer = window.setTimeout(keep, WAIT);
    else underway = save();
    return underway;
  };

  const save = async () => {
    sending = true;
    changed = false;
    try {
      let answer = await send();
      const why = answer.status === 400 ? await renew() : "";
      if (answer.status === 400 && !why) answer = await send();
      const isPage = !answer.headers.get("Content-Type")?.startsWith("application/json");
      if (why) {
        hold(why);
      } else if (answer.status === 401) {
        hold(isPage ? "kept" : "nobody");
      } else {
        const told = await answer.json();
        if (answer.ok) {
          held = "";
          unsent.remove();
          form.elements.based_on.value = told.version;
          say(`已自动保存 ${told.at}`, "g");
        } else {
          changed = true;
          say(told.sentence, "r");
        }
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
  form.addEventListener("submit", async (event) => {
    window.clearTimeout(timer);
    leaving = !sending && (held === "" || held === "kept");
    if (leaving) return;
    event.preventDefault();
    event.stopPropagation();
    const pressed = event.submitter;
    // What is on its way is the version before: sent past it, the form would be refused as older than itself.
    const isBehind = sending;
    if (isBehind) await underway;
    const why = isBehind ? "" : await renew().catch(() => held);
    if (pressed) pressed.disabled = false;
    if (why) { hold(why); return; }
    if (!isBehind) held = "";
    form.requestSubmit(pressed);
  });
  // Another form's button loads the page anew: what is typed is saved before, and where it cannot be, the page stays.
  document.addEventListener("submit", async (event) => {
    const { target, submitter } = event;
    if (target === form || event.defaultPrevented || !(changed || sending)) return;
    event.preventDefault();
    if (waiting) return;
    waiting = true;
    window.clearTimeout(timer);
    await underway;
    if (changed) await keep();
    waiting = false;
    if (!changed) { target.requestSubmit(submitter); return; }
    unsent.textContent = `您写的内容没有存成，所以没有${submitter ? `“${submitter.textContent.trim()}”` : "提交"}。${saved.textContent}`;
    (submitter ?? target).after(unsent);
    unsent.scrollIntoView({ block: "nearest" });
  });
  window.addEventListener("focus", async () => {
    if (held && !(await renew().catch(() => held))) keep();
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
