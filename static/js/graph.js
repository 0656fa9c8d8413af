// Draws the figures of the page in the colours of its stylesheet, and again when the theme changes.
(() => {
  const narrow = window.matchMedia("(max-width: 640px)");
  const manners = { displayModeBar: false, responsive: true, locale: "zh-CN" };

  const colours = (value, styles) => {
    if (typeof value === "string") {
      return value.replace(/var\((--[\w-]+)\)/g, (_, name) => styles.getPropertyValue(name).trim());
    }
    if (Array.isArray(value)) return value.map((item) => colours(item, styles));
    if (value && typeof value === "object") {
      return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, colours(item, styles)]));
    }
    return value;
  };

  const draw = async (place, figure) => {
    const { data, layout } = colours(figure, getComputedStyle(document.documentElement));
    await Plotly.react(place, data, layout, manners);
    place.dataset.drawn = "yes";
  };

  const leadTo = (place) => (event) => {
    const mark = event.points.find((point) => point.customdata);
    if (mark) window.location.assign(place.dataset.agency + mark.customdata);
  };

  const show = async (place) => {
    const address = new URL(place.dataset.figure, window.location);
    address.searchParams.set("shape", narrow.matches ? "narrow" : "wide");
    const answer = await fetch(address);
    if (!answer.ok) {
      place.textContent = "图没有画成；数据见下面的表。";
      return;
    }
    const figure = await answer.json();
    await draw(place, figure);
    place.on("plotly_click", leadTo(place));
    document.addEventListener("themechange", () => draw(place, figure));
  };

  document.querySelectorAll("[data-figure]").forEach(show);
})();
