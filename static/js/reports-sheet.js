// The box in a table's head chooses all its rows.
(() => {
  document.querySelectorAll(".choose-all").forEach((box) => {
    box.hidden = false;
    box.addEventListener("change", () => {
      box.closest("table").querySelectorAll("input[name=row]").forEach((row) => { row.checked = box.checked; });
    });
  });
})();
