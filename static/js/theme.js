// Light or dark before the first paint: what the reader chose in this browser, else what the system prefers.
(() => {
  const root = document.documentElement;
  const system = window.matchMedia("(prefers-color-scheme: dark)");

  const chosen = () => {
    try { return localStorage.getItem("theme"); } catch { return null; }
  };

  const remember = (theme) => {
    try { localStorage.setItem("theme", theme); } catch { /* a browser that keeps nothing forgets the choice */ }
  };

  const apply = () => {
    const theme = chosen() || (system.matches ? "dark" : "light");
    root.dataset.bsTheme = theme;
    document.querySelectorAll("button.theme").forEach((button) => {
      button.textContent = theme === "dark" ? "浅色" : "深色";
    });
    document.dispatchEvent(new CustomEvent("themechange"));
  };

  system.addEventListener("change", apply);
  apply();
  document.addEventListener("DOMContentLoaded", () => {
    apply();
    document.querySelectorAll("button.theme").forEach((button) => {
      button.hidden = false;
      button.addEventListener("click", () => {
        remember(root.dataset.bsTheme === "dark" ? "light" : "dark");
        apply();
      });
    });
  });
})();
