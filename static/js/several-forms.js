// Where several forms stand on a page, what was typed in another is not lost without a word when one of them is sent.
(() => {
  const isChosen = (list) => {
    const usual = [...list.options].findIndex((option) => option.defaultSelected);
    return list.selectedIndex !== Math.max(usual, 0);
  };

  const isChanged = (field) => {
    if (!field.name || ["hidden", "submit", "button"].includes(field.type)) return false;
    if (["checkbox", "radio"].includes(field.type)) return field.checked !== field.defaultChecked;
    return field.options ? isChosen(field) : field.value !== field.defaultValue;
  };

  document.addEventListener("submit", (event) => {
    const others = [...document.querySelectorAll("form[method=post]")]
      .filter((form) => form !== event.target && [...form.elements].some(isChanged));
    if (!others.length) return;
    const sentence = `本页另有 ${others.length} 处填了还没有交，交这一处以后那里要重新填。\n仍然只交这一处吗？`;
    if (window.confirm(sentence)) return;
    event.preventDefault();
    others[0].scrollIntoView({ block: "center" });
  });
})();
