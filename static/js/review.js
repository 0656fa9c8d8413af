// Reviewing by keyboard: letters lead to what they name, Enter does it; hints are written into the reason by a click.
(() => {
  const keys = document.querySelector(".keys");
  if (keys) keys.hidden = false;

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
    if (event.target.closest("input, textarea, select")) return;
    const found = document.querySelector(`[data-key="${CSS.escape(event.key.toLowerCase())}"]`);
    if (!found) return;
    event.preventDefault();
    if (found.matches("a")) { found.click(); return; }
    const folded = found.closest("details");
    if (folded && found.matches("summary")) {
      folded.open = true;
      folded.querySelector("textarea").focus();
    } else {
      found.focus();
    }
  });

  document.querySelectorAll(".to-reason button").forEach((button) => button.addEventListener("click", (event) => {
    event.preventDefault();
    const reason = document.getElementById("reason");
    const chosen = [...document.querySelectorAll(".to-reason input:checked")].map((box) => box.value);
    const more = chosen.filter((text) => !reason.value.includes(text));
    const numbered = more.length > 1 && !reason.value.trim();
    reason.value += more.map((text, at) => (numbered ? `${at + 1}. ${text}` : text)).join("");
    reason.focus();
  }));

  document.querySelectorAll(".choose-all").forEach((all) => {
    all.hidden = false;
    all.addEventListener("change", () => {
      const boxes = all.closest("table").querySelectorAll("tbody input[type=checkbox]");
      boxes.forEach((box) => { box.checked = all.checked; });
    });
  });
})();
