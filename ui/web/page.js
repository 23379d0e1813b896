// Citation marks open their passage; on narrow screens the side panel is a sheet that opens and closes.
(() => {
  let mark = null;

  const calm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

  const margin = () => document.getElementById("margin");

  function sheet(open) {
    margin().toggleAttribute("data-open", open);
    document.querySelector("[data-sheet=open]")?.setAttribute("aria-expanded", String(open));
  }

  function openPassage(id) {
    const passage = document.getElementById(id);
    if (!passage) return;
    sheet(true);
    for (let part = passage; part; part = part.parentElement) if (part.tagName === "DETAILS") part.open = true;
    document.querySelectorAll(".passage.lit").forEach((other) => other.classList.remove("lit"));
    passage.classList.add("lit");
    requestAnimationFrame(() => {
      passage.querySelector("summary").focus({ preventScroll: true });
      passage.scrollIntoView({ block: "start", behavior: calm() ? "auto" : "smooth" });
    });
  }

  document.addEventListener("click", (event) => {
    const cite = event.target.closest("a.cite");
    if (cite) {
      event.preventDefault();
      mark = cite;
      openPassage(cite.hash.slice(1));
    }
    event.target.closest("#question .stop-button")?.classList.add("stopping");
    const handle = event.target.closest("[data-sheet]");
    if (handle) sheet(handle.dataset.sheet === "open" && !margin().hasAttribute("data-open"));
    if (event.target.closest("#margin .concept")) sheet(false);
  });

  // A new question moves to the top of the chat and its answer grows below it; whoever scrolls is left alone.
  let following = false;
  let asked = 0;

  function follow() {
    const scroller = document.querySelector("#chat .bubble-wrap");
    const rows = document.querySelectorAll("#chat .user-row");
    if (rows.length > asked) following = true;
    if (scroller && asked && !rows.length) scroller.scrollTop = 0;
    asked = rows.length;
    if (!following || !scroller || !asked) return;
    const top = rows[asked - 1].getBoundingClientRect().top - scroller.getBoundingClientRect().top + scroller.scrollTop;
    scroller.scrollTop = Math.min(top - 12, scroller.scrollHeight - scroller.clientHeight);
  }
  for (const kind of ["wheel", "touchmove", "pointerdown", "keydown"]) {
    document.addEventListener(kind, (event) => event.target.closest?.("#chat") && (following = false), { passive: true });
  }

  // Gradio labels every message with its source text; what is on the screen reads better.
  const strip = (part) => part.matches?.("#chat [data-testid=bot], #chat [data-testid=user]") && part.removeAttribute("aria-label");
  new MutationObserver((changes) => {
    if (changes.some(({ type, target }) => type === "childList" && target.closest?.("#chat .bubble-wrap"))) follow();
    for (const { target, addedNodes } of changes) {
      strip(target);
      addedNodes.forEach((node) => node.querySelectorAll?.("#chat [aria-label]").forEach(strip));
    }
  }).observe(document, { subtree: true, childList: true, attributes: true, attributeFilter: ["aria-label"] });

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    sheet(false);
    if (mark?.isConnected) mark.focus();
    mark = null;
  });
})();
