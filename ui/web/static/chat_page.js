// The chat: it follows a new answer, keeps screen readers calm while it grows, and its margin is a sheet on narrow screens.
(() => {
  const $ = (selector) => document.querySelector(selector);

  function sheet(open) {
    $("#margin")?.toggleAttribute("data-open", open);
    $("[data-sheet=open]")?.setAttribute("aria-expanded", String(open));
    if (open) $("#margin [data-sheet=close]")?.focus({ preventScroll: true });
  }
  document.addEventListener("tutor:sheet", ({ detail }) => sheet(detail));

  document.addEventListener("click", (event) => {
    event.target.closest("#question .stop-button")?.classList.add("stopping");
    const handle = event.target.closest("[data-sheet]");
    if (handle) sheet(handle.dataset.sheet === "open" && !$("#margin").hasAttribute("data-open"));
    if (event.target.closest("#margin .concept, #margin a[href^='?']")) sheet(false);
    const support = event.target.closest("[data-support]");
    if (support) support.setAttribute("aria-pressed", String(document.body.classList.toggle("show-support")));
    if (event.target.closest("[data-door=ask]")) $("#question textarea")?.focus();
  });
  document.addEventListener("keydown", (event) => event.key === "Escape" && sheet(false));

  // A question moves to the top of the chat and its answer grows below it, in room that is made at once, so that nothing
  // moves while it is read; whoever scrolls is left alone.
  let following = false;
  let asked = 0;

  function follow() {
    const scroller = $("#chat .bubble-wrap");
    const rows = document.querySelectorAll("#chat .user-row");
    if (rows.length !== asked) following = true;
    if (scroller && asked && !rows.length) scroller.scrollTop = 0;
    asked = rows.length;
    if (!following || !scroller || !asked) return;
    const top = rows[asked - 1].getBoundingClientRect().top - scroller.getBoundingClientRect().top + scroller.scrollTop - 12;
    scroller.querySelector(".message-wrap").style.minHeight = `${top + scroller.clientHeight}px`;
    scroller.scrollTop = top;
  }
  addEventListener("resize", follow);
  for (const kind of ["wheel", "touchmove", "pointerdown", "keydown"]) {
    document.addEventListener(kind, (event) => event.target.closest?.("#chat") && (following = false), { passive: true });
  }

  // Gradio's log is read out at every token; ours is silent while it grows, and what was answered is said once, at the end.
  let answering = false;
  function announce() {
    const log = $("#chat [aria-live]");
    if (log && log.getAttribute("aria-live") !== "off") log.setAttribute("aria-live", "off");
    const busy = Boolean($("#chat .waiting"));
    if (busy === answering) return;
    answering = busy;
    const place = $("#spoken");
    if (!place) return;
    const rows = document.querySelectorAll("#chat .bot-row .md");
    place.textContent = busy ? "The tutor is answering." : (rows[rows.length - 1]?.innerText || "");
  }

  // Gradio labels every message with its source text; what is on the screen reads better.
  const strip = (part) => part.matches?.("#chat [data-testid=bot], #chat [data-testid=user]") && part.removeAttribute("aria-label");
  new MutationObserver((changes) => {
    if (changes.some(({ type, target }) => type === "childList" && target.closest?.("#chat .bubble-wrap"))) follow();
    if (changes.some(({ target }) => target.closest?.("#chat"))) announce();
    for (const { target, addedNodes } of changes) {
      strip(target);
      addedNodes.forEach((node) => {
        node.querySelectorAll?.("#chat [aria-label]").forEach(strip);
        node.querySelectorAll?.("#chat .examples[role=list]").forEach((list) => list.removeAttribute("role")); // of buttons
      });
    }
  }).observe(document, { subtree: true, childList: true, attributes: true, attributeFilter: ["aria-label", "aria-live"] });
})();
