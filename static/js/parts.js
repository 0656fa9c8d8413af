// Parts of a page that take a while are asked for once it stands; a link that leads to one is replaced by it.
(() => {
  const put = async (link) => {
    const answer = await fetch(link.href, { headers: { "X-Requested-With": "fetch" } });
    if (!answer.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    link.parentElement.replaceWith(...page.body.childNodes);
  };

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-part]");
    if (!link) return;
    event.preventDefault();
    put(link);
  });

  document.querySelectorAll("a[data-part][data-now]").forEach(put);
})();
