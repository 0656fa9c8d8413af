// A long document stands by its beginning at once; the rest of its text and of its tasks is put in behind it.
(() => {
  const page = document.getElementById("confirming");
  const waiting = document.querySelector("[data-rest]");
  if (!waiting) return;

  const elements = (html) => {
    const template = document.createElement("template");
    template.innerHTML = html;
    return [...template.content.children];
  };

  const putText = (html) => {
    const text = document.getElementById("all-text");
    const fresh = elements(html);
    const last = text.lastElementChild;
    if (fresh[0]?.matches("table") && last?.matches("table")) last.tBodies[0].append(...fresh.shift().rows);
    text.append(...fresh);
  };

  const bring = async () => {
    const answer = await fetch(waiting.dataset.rest, { headers: { "X-Requested-With": "fetch" } });
    if (!answer.ok) return;
    const found = await answer.json();
    if (String(found.sequence) !== waiting.dataset.sequence) {
      window.location.reload();
      return;
    }
    document.querySelector("#drafted tbody").append(...elements(found.rows));
    putText(found.blocks);
    waiting.remove();
    document.dispatchEvent(new CustomEvent("restcame"));
  };

  page.rest = bring().catch(() => {});
})();
