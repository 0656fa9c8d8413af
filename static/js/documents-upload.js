// Files are sent one after the other, each with a line that says how far it is and what became of it.
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
  let sent = Promise.resolve();

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
      try {
        resolve(JSON.parse(request.responseText)[0]);
      } catch {
        resolve({ sentence: SENTENCES[request.status] || "服务器没有办成，这份文件没有导入；请稍后再试一次。" });
      }
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
    else if (isText(file)) again(file, line, encoding);
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
    for (const name of ["csrf_token", "who"]) if (form.elements[name]) data.append(name, form.elements[name].value);
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

  const sendAll = async (chosen) => {
    const encoding = form.elements.encoding.value;
    const queue = [...chosen].map((file) => {
      const line = element("li");
      line.append(element("b", file.name), " ", element("span", "排队等候…"));
      lines.prepend(line);
      return [file, line];
    });
    const outcomes = [];
    for (const [file, line] of queue) outcomes.push(await send(file, line, encoding));
    if (outcomes.length === 1 && !outcomes[0].sentence) window.location.assign(outcomes[0].address);
    else await refresh();
  };

  const start = (chosen) => {
    if (!form.reportValidity()) return;
    sent = sent.then(() => sendAll(chosen));
  };

  form.addEventListener("submit", (event) => {
    if (event.submitter?.name === "pasted" || !files.files.length) return;
    event.preventDefault();
    start([...files.files]);
    files.value = "";
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
    files.files = event.dataTransfer.files;
    if (files.files.length) form.requestSubmit();
  });
  files.addEventListener("change", () => {
    if (files.files.length && form.checkValidity()) form.requestSubmit();
  });
})();
