// The menu on a narrow screen, printing, and filter forms that answer at once and keep their addresses short.
document.querySelectorAll("button.menu").forEach((button) => {
  const places = document.getElementById(button.getAttribute("aria-controls"));
  button.hidden = false;
  places.classList.add("folds");
  button.addEventListener("click", () => {
    const open = places.classList.toggle("open");
    button.setAttribute("aria-expanded", String(open));
  });
});

// A page that says why something was not done is opened where it says so, however far down that is.
const refusal = document.querySelector("[role=alert]");
if (refusal) {
  refusal.tabIndex = -1;
  refusal.focus({ preventScroll: true });
  refusal.scrollIntoView({ behavior: "instant", block: "center" });
}

document.querySelectorAll("button.print").forEach((button) => {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
});

document.querySelectorAll("form.filter").forEach((form) => {
  const send = () => {
    form.querySelectorAll("input, select").forEach((field) => { field.disabled = field.value === ""; });
    form.submit();
  };
  form.addEventListener("submit", (event) => { event.preventDefault(); send(); });
  form.addEventListener("change", (event) => { if (event.target.matches("select")) send(); });
  window.addEventListener("pageshow", () => {
    form.querySelectorAll("input, select").forEach((field) => { field.disabled = false; });
  });
});
