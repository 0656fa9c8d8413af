// One answer looks at some of the events; the search goes on by itself until a page is full, all was looked at, or somebody stops it.
(() => {
  const FULL = 100;
  const found = document.getElementById("found");
  const newest = found.querySelector("nav a:not([rel])");
  const link = () => found.querySelector("a[data-goes-on]");
  const rows = () => found.querySelectorAll("tbody tr").length;
  let looked = 0;
  let isStopped = false;

  const count = () => {
    const box = found.querySelector("[data-looked]");
    if (!box) return;
    looked += Number(box.textContent.replaceAll(",", ""));
    box.textContent = looked.toLocaleString("en");
  };

  // What was found before stays above what the answer found; how far it came and what may be done now are the answer's.
  const put = (fresh) => {
    const table = found.querySelector("table");
    const more = fresh.querySelector("table");
    if (table && more) table.tBodies[0].append(...more.tBodies[0].rows);
    if (table && more) more.replaceWith(table);
    if (table && !more) fresh.prepend(table);
    if (table) fresh.querySelectorAll(".empty, [data-none]").forEach((each) => each.remove());
    if (newest) fresh.querySelector("nav")?.prepend(newest, " ");
    found.replaceChildren(...fresh.childNodes);
    count();
  };

  const offerToStop = () => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "btn";
    button.textContent = "停止";
    button.addEventListener("click", () => {
      isStopped = true;
      button.remove();
    });
    link().after(" ", button);
    link().textContent = "正在往前查…";
  };

  const goOn = async () => {
    while (link() && rows() < FULL && !isStopped) {
      const { href } = link();
      offerToStop();
      const answer = await fetch(href, { headers: { "X-Requested-With": "fetch" } }).catch(() => null);
      const page = answer?.ok && new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = page && page.getElementById("found");
      if (!fresh) break;
      put(fresh);
    }
    if (link()) link().textContent = "继续往前查 ›";
    found.querySelector("nav button")?.remove();
  };

  count();
  goOn();
})();
