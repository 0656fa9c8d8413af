// Files are chosen first and listed; 导入 sends them one after the other, each with a line that says what became of it.
(() => {
  const form = document.getElementById("upload-form");
  const drop = document.getElementById("drop");
  const lines = document.getElementById("uploads");
  const files = form.querySelector("input[type=file]");
  const largest = Number(form.dataset.largest);
  const isText = (file) => /\.(txt|text|md|markdown|csv)$/i.test(file.name);
  const SENTENCES = {
    0: "没有连上服务器，这份文件没有导入；请检查网络后再试一次。",
    400: "这一页打开得太久了，这份文件没有导入；请刷新页面后再试一次。",
    401: "登录已经结束，这份文件没有导入；请重新登录，再选一次。",
    413: "文件太大，没有导入；请只导入正文，或拆成几份。",
  };
  const chosen = document.getElementById("chosen");
  const state = document.getElementById("upload-state");
  const button = document.getElementById("take-in");
  let waiting = [];
  let isBusy = false;
  form.classList.add("scripted");

  const element = (name, text = "", className = "") => {
    const made = document.createElement(name);
    made.textContent = text;
    made.className = className;
    return made;
  };

  const link = (address, words) => {
    const made = element("a", words);
    made.href = address;
    return made;
  };

  const post = (data, onProgress) => new Promise((resolve) => {
    const request = new XMLHttpRequest();
    request.open("POST", form.action);
    request.setRequestHeader("Accept", "application/json");
    request.upload.addEventListener("progress", (event) => onProgress(event.loaded / (event.total || 1)));
    request.addEventListener("loadend", () => {
      let outcome;
      try {
        [outcome] = JSON.parse(request.responseText);
      } catch {
        outcome = null;
      }
      resolve(outcome || { sentence: SENTENCES[request.status] || "服务器没有办成，这份文件没有导入；请稍后再试一次。" });
    });
    request.send(data);
  });

  const again = (file, line, encoding) => {
    const select = form.elements.encoding.cloneNode(true);
    const button = element("button", "换编码再试", "btn btn-xs");
    select.removeAttribute("name");
    select.value = encoding;
    select.setAttribute("aria-label", "文字编码");
    button.type = "button";
    button.addEventListener("click", () => { send(file, line, select.value); });
    line.append(select, button);
  };

  const showOutcome = (file, line, encoding, outcome) => {
    const name = element("b", file.name);
    const refused = Boolean(outcome.sentence);
    line.className = refused ? "refused" : "done";
    line.replaceChildren(name, " ", element("span", outcome.sentence || "读完了。"), " ");
    if (outcome.address) line.append(link(outcome.address, refused ? "打开已有的那一份" : "去确认"));
    else if (isText(file) && file.size && file.size <= largest) again(file, line, encoding);
    return outcome;
  };

  const send = async (file, line, encoding) => {
    const progress = element("progress");
    const state = element("span", "正在传…");
    progress.max = 1;
    progress.setAttribute("aria-label", `上传 ${file.name}`);
    line.className = "going";
    line.replaceChildren(element("b", file.name), " ", progress, " ", state);
    if (file.size > largest) return showOutcome(file, line, encoding, { sentence: SENTENCES[413] });
    const data = new FormData();
    data.append("csrf_token", form.elements.csrf_token.value);
    data.append("encoding", encoding);
    data.append("files", file);
    const outcome = await post(data, (share) => {
      progress.value = share;
      if (share >= 1) {
        progress.removeAttribute("value");
        state.textContent = "正在读…";
      }
    });
    return showOutcome(file, line, encoding, outcome);
  };

  const refresh = async () => {
    const answer = await fetch(form.action, { headers: { Accept: "text/html" } });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    for (const part of ["part-head", "part-all"]) document.getElementById(part).replaceWith(page.getElementById(part));
  };

  const size = (bytes) => (bytes < 1048576 ? `${Math.max(1, Math.round(bytes / 1024))} KB` : `${(bytes / 1048576).toFixed(1)} MB`);

  // The files that are chosen and not sent yet, each with a button that takes it out.
  const list = () => {
    chosen.replaceChildren(...waiting.map((file) => {
      const line = element("li");
      const out = element("button", "不要这份", "btn btn-xs");
      out.type = "button";
      out.setAttribute("aria-label", `不要这份：${file.name}`);
      out.addEventListener("click", () => {
        waiting = waiting.filter((one) => one !== file);
        list();
        (waiting.length ? chosen.querySelector("button") : files).focus();
      });
      line.append(element("b", file.name), " ", element("span", size(file.size)), " ", out);
      return line;
    }));
    chosen.hidden = !waiting.length;
    button.textContent = waiting.length > 1 ? `导入 ${waiting.length} 份` : "导入";
    state.textContent = waiting.length ? `选好 ${waiting.length} 份，按“${button.textContent}”开始。` : "";
  };

  const choose = (more) => {
    const isKnown = (file) => waiting.some((one) => one.name === file.name && one.size === file.size && one.lastModified === file.lastModified);
    waiting = [...waiting, ...[...more].filter((file) => !isKnown(file))];
    list();
    button.focus();
  };

  const sendAll = async (all) => {
    const encoding = form.elements.encoding.value;
    const queue = all.map((file) => {
      const line = element("li");
      line.append(element("b", file.name), " ", element("span", "排队等候…"));
      return [file, line];
    });
    lines.prepend(...queue.map(([, line]) => line));
    const outcomes = [];
    for (const [file, line] of queue) {
      state.textContent = `正在导入第 ${outcomes.length + 1} 份，共 ${queue.length} 份…`;
      outcomes.push(await send(file, line, encoding));
    }
    const refused = outcomes.filter((one) => one.sentence).length;
    if (outcomes.length === 1 && !refused) return window.location.assign(outcomes[0].address);
    state.textContent = `导入了 ${outcomes.length - refused} 份${refused ? `，${refused} 份没有导入，原因写在各份后面` : ""}。`;
    return refresh();
  };

  form.addEventListener("submit", async (event) => {
    if (event.submitter?.name === "pasted") return;
    event.preventDefault();
    if (isBusy) return;
    if (!waiting.length) {
      state.textContent = "还没有选文件：请先按“选文件…”，或者把文件拖到框里。";
      files.focus();
      return;
    }
    const all = waiting;
    waiting = [];
    list();
    isBusy = true;
    try {
      await sendAll(all);
    } finally {
      isBusy = false;
    }
  });

  // A file let fall beside the place for it must not replace the page.
  ["dragover", "drop"].forEach((name) => document.addEventListener(name, (event) => event.preventDefault()));
  ["dragenter", "dragover"].forEach((name) => drop.addEventListener(name, (event) => {
    event.preventDefault();
    drop.classList.add("over");
  }));
  ["dragleave", "drop"].forEach((name) => drop.addEventListener(name, () => drop.classList.remove("over")));
  drop.addEventListener("drop", (event) => {
    event.preventDefault();
    choose(event.dataTransfer.files);
  });
  files.addEventListener("change", () => {
    choose(files.files);
    files.value = "";
  });
})();
