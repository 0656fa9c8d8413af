// Selected text of the document can be taken as a clause, or as the place where a task is split.
(() => {
  const text = document.getElementById("pane-text");
  const bar = document.getElementById("selection");

  // Offsets count characters as the server does, not UTF-16 units.
  const count = (words) => [...words].length;

  // How many characters of a piece lie before a boundary of the range; 0 or all where it lies outside the piece.
  const before = (piece, container, offset, otherwise) => {
    if (!piece.contains(container)) return otherwise;
    if (container.nodeType === Node.TEXT_NODE) return count(container.data.slice(0, offset));
    return offset ? count(piece.textContent) : 0;
  };

  const selected = () => {
    const selection = window.getSelection();
    if (selection.isCollapsed || !selection.rangeCount) return null;
    const range = selection.getRangeAt(0);
    const spans = [...text.querySelectorAll("[data-at]")].filter((piece) => range.intersectsNode(piece)).map((piece) => {
      const at = Number(piece.dataset.at);
      return {
        piece,
        start: at + before(piece, range.startContainer, range.startOffset, 0),
        end: at + before(piece, range.endContainer, range.endOffset, count(piece.textContent)),
      };
    }).filter((span) => span.start < span.end);
    if (!spans.length) return null;
    const [first, last] = [spans[0], spans.at(-1)];
    return { start: first.start, end: last.end, first: first.piece, box: range.getBoundingClientRect() };
  };

  const fill = ({ start, end, first }) => {
    const [clause, split] = bar.querySelectorAll("form");
    clause.elements.start.value = start;
    clause.elements.end.value = end;
    const within = first.dataset.task && !first.dataset.clause;
    split.hidden = !within;
    split.elements.task.value = within ? first.dataset.task : "";
    split.elements.at.value = start;
  };

  const place = (box) => {
    bar.hidden = false;
    const left = Math.min(Math.max(box.left, 8), window.innerWidth - bar.offsetWidth - 8);
    const below = box.bottom + 8 + bar.offsetHeight < window.innerHeight;
    bar.style.left = `${left}px`;
    bar.style.top = `${below ? box.bottom + 6 : Math.max(box.top - bar.offsetHeight - 6, 4)}px`;
  };

  const offer = () => {
    const found = selected();
    if (!found) {
      bar.hidden = true;
      return;
    }
    fill(found);
    place(found.box);
  };

  document.addEventListener("selectionchange", () => {
    if (!bar.contains(document.activeElement)) offer();
  });
  text.addEventListener("scroll", offer, { passive: true });
  document.addEventListener("partschange", () => {
    window.getSelection().removeAllRanges();
    bar.hidden = true;
  });
})();
