// Citation marks: a card beside the mark shows the passage with the words that bear the sentence out; a click opens it in the margin.
(() => {
  const [OPEN_MS, CLOSE_MS, GAP] = [150, 250, 8];
  let card = null; // the one card, made when it is first needed
  let mark = null; // whose card is, or was last, open
  let from = null; // the mark from which somebody went into the margin
  let timer = 0;
  let quiet = false; // the focus comes back to a mark without opening its card again

  const inMargin = () => !matchMedia("(max-width: 900px)").matches;
  const passageOf = (cite) => document.getElementById(cite.hash.slice(1).split("?")[0]);
  const markAt = (event) => event.target.closest?.("a.cite");
  const inside = (target) => Boolean(card?.contains(target));
  const isOpen = () => Boolean(card && !card.hidden);

  function make() {
    card = Object.assign(document.createElement("div"), { id: "cite-card", tabIndex: -1, hidden: true });
    card.setAttribute("role", "dialog");
    card.innerHTML = '<div class="head"><p><strong></strong><span></span></p><button type="button" aria-label="Close">×</button></div><div class="text prose"></div><p class="foot"></p>';
    document.querySelector(".gradio-container").append(card); // where formulas have their style
  }

  function open(cite) {
    const passage = passageOf(cite);
    clearTimeout(timer);
    if (!passage || (cite === mark && isOpen())) return;
    if (!card) make();
    close();
    mark = cite;
    fill(passage);
    Object.assign(card, { hidden: false, scrollTop: 0 });
    mark.ariaExpanded = "true";
    mark.setAttribute("aria-controls", card.id);
    place();
  }

  function fill(passage) {
    const [title, section] = [".title", ".section"].map((part) => passage.querySelector(part).textContent);
    const parts = [...passage.children].filter((part) => part.tagName !== "SUMMARY").map((part) => part.cloneNode(true));
    const link = parts.find((part) => part.matches(".open"));
    card.setAttribute("aria-label", `Passage: ${title}, ${section}`);
    card.querySelector("strong").textContent = title;
    card.querySelector(".head span").textContent = section;
    card.querySelector(".text").replaceChildren(...parts.filter((part) => part !== link));
    card.querySelector(".foot").replaceChildren(...(link ? link.childNodes : []));
    light(card.querySelector(".text"), new Set(new URLSearchParams(mark.hash.split("?")[1]).get("words")?.split(" ")));
  }

  // The words of the sentence that has most of them; other sentences only add what it lacks.
  function light(text, wanted) {
    const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
    const lines = [[]];
    for (let block = null; walker.nextNode(); ) {
      const node = walker.currentNode;
      if (node.parentElement.closest(".katex, pre")) continue;
      if (block !== (block = node.parentElement.closest("p, li"))) lines.push([]);
      for (const { 0: word, index } of node.data.matchAll(/[\p{L}\p{N}]+[+#]*|[.!?](?=\s|$)/gu)) {
        if (/[.!?]/.test(word)) lines.push([]);
        else if (wanted.has(word)) lines.at(-1).push({ node, index, word });
      }
    }
    const distinct = (line) => new Set(line.map(({ word }) => word)).size;
    const lit = [];
    for (const line of lines.sort((one, other) => distinct(other) - distinct(one))) {
      lit.push(...line.filter(({ word }) => wanted.has(word)));
      line.forEach(({ word }) => wanted.delete(word));
    }
    for (const { node, index, word } of lit.sort((one, other) => other.index - one.index)) {
      node.splitText(index).splitText(word.length);
      node.nextSibling.replaceWith(Object.assign(document.createElement("mark"), { textContent: word }));
    }
  }

  // Beside the mark, where there is room for it, and always inside the window; on narrow screens CSS makes it a sheet.
  function place() {
    if (!mark.isConnected) return;
    const at = mark.getBoundingClientRect();
    const [above, below] = [at.top - 2 * GAP, innerHeight - at.bottom - 2 * GAP];
    const height = Math.min(card.scrollHeight + 2, Math.max(above, below));
    card.style.maxHeight = `${Math.max(above, below)}px`;
    card.style.top = `${Math.max(GAP, below >= height ? at.bottom + GAP : at.top - GAP - height)}px`;
    card.style.left = `${Math.max(GAP, Math.min(at.left - 2 * GAP, innerWidth - card.offsetWidth - GAP))}px`;
  }

  function goBack(cite) {
    quiet = true;
    cite.focus({ preventScroll: true });
    quiet = false;
  }

  function close(focus = false) {
    clearTimeout(timer);
    if (!isOpen()) return;
    card.hidden = true;
    mark.ariaExpanded = null;
    if (focus) goBack(mark);
  }

  function openInMargin(cite) {
    const passage = passageOf((from = cite));
    close();
    if (!passage) return;
    for (let part = passage; part; part = part.parentElement) if (part.tagName === "DETAILS") part.open = true;
    document.querySelectorAll(".passage").forEach((other) => other.classList.toggle("lit", other === passage));
    requestAnimationFrame(() => {
      passage.querySelector("summary").focus({ preventScroll: true });
      passage.scrollIntoView({ block: "start", behavior: matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth" });
    });
  }

  document.addEventListener("pointerover", (event) => {
    if (event.pointerType === "touch") return;
    const over = markAt(event);
    clearTimeout(timer);
    if (over) timer = setTimeout(open, OPEN_MS, over);
    else if (isOpen() && !inside(event.target) && !inside(document.activeElement)) timer = setTimeout(close, CLOSE_MS);
  });
  document.addEventListener("focusin", (event) => {
    const on = markAt(event);
    if (on && !quiet && on.matches(":focus-visible")) open(on);
    else if (!on && !inside(event.target)) close();
  });
  document.addEventListener("click", (event) => {
    const cite = markAt(event);
    if (cite) event.preventDefault();
    if (!cite && (!inside(event.target) || event.target.closest("a, button"))) close(inside(event.target.closest("button")));
    else if (cite && inMargin() && event.pointerType !== "touch") openInMargin(cite);
    else if (cite) (open(cite), card?.focus({ preventScroll: true }));
  });
  document.addEventListener("keydown", (event) => {
    const { key, shiftKey: backwards } = event;
    const onMark = isOpen() && markAt(event) === mark;
    if (key === "Escape" && isOpen()) {
      event.stopPropagation();
      close(onMark || inside(event.target));
    } else if (key === "Escape" && from) {
      goBack(from);
      from = null;
    } else if (key === "Tab" && onMark && !backwards) {
      event.preventDefault();
      (card.querySelector(".foot a") || card).focus();
    } else if (key === "Tab" && isOpen() && inside(event.target)) {
      if (backwards) event.preventDefault();
      close(true); // forwards, the browser goes on from the mark
    }
  }, true);
  for (const kind of ["scroll", "resize"]) {
    addEventListener(kind, ({ target }) => isOpen() && !inside(target) && place(), { capture: true, passive: true });
  }
})();
