// A long list of boxes is narrowed to those whose names hold what is typed; what is ticked stays ticked, and is sent.
(() => {
  const bar = document.querySelector(".narrowing");
  if (!bar) return;
  const field = bar.querySelector("input");
  const told = bar.querySelector("[aria-live]");
  bar.hidden = false;

  field.addEventListener("input", () => {
    const wanted = field.value.trim();
    let shown = 0;
    document.querySelectorAll("section.narrowed").forEach((section) => {
      const choices = [...section.querySelectorAll("label.choice")];
      choices.forEach((choice) => { choice.hidden = !choice.textContent.includes(wanted); });
      const left = choices.filter((choice) => !choice.hidden).length;
      section.hidden = !left;
      shown += left;
    });
    const ticked = document.querySelectorAll("section.narrowed input:checked").length;
    told.textContent = wanted ? `${shown} 家；已选 ${ticked} 家，没有列出的也算` : "";
  });
  field.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.isComposing) event.preventDefault();
  });
})();
