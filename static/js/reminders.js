// One box chooses every agency of the list.
document.querySelectorAll(".choose-all").forEach((all) => {
  all.hidden = false;
  all.addEventListener("change", () => {
    document.querySelectorAll("input[name=agency]").forEach((box) => { box.checked = all.checked; });
  });
});
