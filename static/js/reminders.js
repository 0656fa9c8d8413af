// One box chooses every agency of the list; the button says how many are chosen, and is shut while none is.
const agencies = document.querySelectorAll("input[name=agency]");
const all = document.querySelector(".choose-all");
const button = document.querySelector(".press-chosen");

function tell() {
  const chosen = [...agencies].filter((box) => box.checked).length;
  const papers = "papers" in button.dataset ? `，共 ${chosen} 份文书` : "";
  button.textContent = chosen ? `发${button.dataset.step}给选中的 ${chosen} 家单位${papers}` : "先选要发给哪些单位";
  button.disabled = !chosen;
  all.checked = chosen === agencies.length;
  all.indeterminate = chosen > 0 && !all.checked;
}

if (all && button) {
  all.hidden = false;
  all.addEventListener("change", () => {
    agencies.forEach((box) => { box.checked = all.checked; });
    tell();
  });
  agencies.forEach((box) => box.addEventListener("change", tell));
  tell();
}
