// The router: addresses choose the screen, and what is done on a screen goes to the server and comes back as its new body.
(() => {
  const PATIENCE_MS = 20000; // after which a silent server is said to be silent
  const SEARCH_MS = 200;
  const TOLD_MS = 7000;

  const root = document.documentElement;
  const params = () => new URLSearchParams(location.search);
  const screenOf = (query) => (query.has("concept") ? "concept" : query.get("screen") || "chat");
  const drawn = (name) => name !== "chat" && name !== "map";
  const $ = (selector) => document.querySelector(selector);
  root.dataset.screen = screenOf(params()); // before anything is painted, so that no other screen flashes by

  // Where we are, and going elsewhere

  let opened; // the conversation that the chat shows; null is a new one, undefined none yet
  let ready = false;

  function go(address, replace = false) {
    const query = new URLSearchParams(address.replace(/^\?/, ""));
    const question = query.get("ask");
    if (question !== null) {
      address = opened ? `?talk=${opened}` : "?";
      opened ??= null; // asking begins a conversation; opening an empty one meanwhile would cancel the question
    }
    history[replace ? "replaceState" : "pushState"](null, "", address === "?" ? location.pathname : address);
    arrive(true);
    if (question) send("select", { question });
  }

  function arrive(byHand = false, first = false) {
    const query = params();
    const name = screenOf(query);
    const changed = root.dataset.screen !== name;
    root.dataset.screen = name;
    if (changed && $("#notice")) $("#notice").hidden = true;
    document.querySelectorAll("[data-nav]").forEach((link) => {
      link.toggleAttribute("aria-current", link.dataset.nav === name);
      if (link.dataset.nav === name) link.setAttribute("aria-current", "page");
    });
    if (!ready) return;
    if (name === "chat") openTalk(query.get("talk") || "", byHand);
    else if (name === "map") document.dispatchEvent(new CustomEvent("tutor:map", { detail: Object.fromEntries(query) }));
    else act("show", Object.fromEntries(query), { arriving: changed || byHand || first });
  }

  function openTalk(talk, byHand) {
    document.title = "Tutor";
    if (opened === undefined || talk !== (opened || "")) {
      const first = opened === undefined; // cancels nothing: somebody may have asked already
      opened = talk || null;
      send(first ? "load" : "input", { talk });
    }
    if (byHand && innerWidth > 900) $("#question textarea")?.focus({ preventScroll: true });
  }

  function send(kind, detail) {
    document.dispatchEvent(new CustomEvent("tutor:bridge", { detail: { kind, detail } }));
  }

  // Acts: one at a time; of several that wait, the last one counts

  let running = null;
  let waiting = null;
  let patience = 0;

  function act(name, values, how = {}) {
    const next = { name, screen: root.dataset.screen, values, how };
    if (running) {
      waiting = next;
      return;
    }
    running = next;
    clearTimeout(patience);
    patience = setTimeout(silent, PATIENCE_MS);
    how.pressed?.setAttribute("aria-busy", "true");
    send("click", { screen: next.screen, name, values });
  }

  function silent() {
    running?.how.pressed?.removeAttribute("aria-busy");
    running = waiting = null;
    tell("The tutor does not answer. It may have been stopped: start it again with “make chat”, and reload this page if it does not go on by itself.", true);
  }

  // What goes wrong below us, Gradio says in a box of its own; we say it in ours. It looks for a lost server by itself.
  let overheard = null;
  function overhear() {
    const box = $(".toast-body");
    if (box === overheard || !(overheard = box)) return;
    if (/connection/i.test(box.textContent)) silent();
    else tell("Something went wrong on this side. Reload this page; the terminal that runs the tutor says what it was.", true);
  }

  // What came back: `shown` carries it, the body is in #screen already
  function shown(news) {
    if (!news.screen) { // not an act of ours: what the foot and the navigation show
      if (news.due !== undefined) badge(Number(news.due));
      if (news.said) tell(news.said, news.trouble === "yes");
      return follow();
    }
    clearTimeout(patience);
    const how = running?.how || {};
    keeping = Boolean(how.typing || how.quiet);
    const elsewhere = news.screen !== root.dataset.screen;
    how.pressed?.removeAttribute("aria-busy");
    running = null;
    if (news.due !== undefined) badge(Number(news.due));
    if (news.said) tell(news.said, news.trouble === "yes");
    else if (!how.quiet) $("#notice").hidden = true;
    if (news.file) save(news);
    if (waiting) {
      const { name, values, how: then } = waiting;
      waiting = null;
      act(name, values, then);
    } else if (!elsewhere) {
      if (news.title) document.title = `${news.title} · Tutor`;
      const address = news.address;
      if (address && address !== location.search && screenOf(new URLSearchParams(address)) !== news.screen) go(address);
      else {
        if (address) history.replaceState(null, "", address);
        const failed = news.trouble === "yes" && news.body !== "yes"; // then everything stays where it is
        once(news.body === "yes" ? news.seq : "", () => settle(how, failed));
      }
    }
  }

  // Gradio draws the body a little later than it says so
  function once(seq, then, tries = 120) {
    if (!seq || $(`#screen [data-seq="${seq}"]`) || !tries) return requestAnimationFrame(then);
    requestAnimationFrame(() => once(seq, then, tries - 1));
  }

  // After the new body is there: focus where the person left off, and ask again where the body says so
  function settle(how, failed, tries = 2) {
    const body = $("#screen");
    reach();
    body.querySelector("h1")?.setAttribute("tabindex", "-1");
    const again = body.querySelector("[data-again]");
    if (again) setTimeout(() => !running && again.isConnected && act("show", Object.fromEntries(params()), { quiet: true }), Number(again.dataset.again));
    if (again && !$("#foot [data-again]")) send("change", {}); // the foot says it too, until it is done
    if (failed) return;
    if (how.typing || how.quiet) return retype(how);
    const wanted = body.querySelector("[data-focus]");
    if (how.arriving || wanted) body.scrollTo({ top: 0 });
    const pressed = how.arriving ? null : twin(how.pressed); // it may have been folded away
    const place = wanted || (pressed?.checkVisibility() && pressed) || body.querySelector("h1");
    place?.focus({ preventScroll: !wanted });
    if (tries && document.activeElement === document.body) setTimeout(() => settle(how, failed, tries - 1), 80); // drawn once more meanwhile
    const marked = how.arriving && params().get("section");
    if (marked) document.getElementById(`section-${marked}`)?.scrollIntoView({ block: "start" });
  }

  // Code and formulas that are wider than the page scroll; the keyboard has to get there to do it
  function reach() {
    for (const part of document.querySelectorAll(".md :is(pre, .katex-display)")) {
      if (part.scrollWidth > part.clientWidth) part.tabIndex = 0;
      else part.removeAttribute("tabindex");
    }
  }
  addEventListener("resize", reach);

  // What had the focus, and what was typed into it: a new body takes its place, and whoever was there goes on where they were

  let held = null;
  let keeping = false; // whether the body that comes next leaves the focus alone

  function hold({ target }) {
    held = target.closest?.("#screen") ? { part: target, value: target.value, start: target.selectionStart } : null;
  }

  // Before the next key is heard: between two bodies no letter is lost
  function retake() {
    if (!held || held.part.isConnected || document.activeElement !== document.body) return;
    const { part, value, start } = held;
    const next = twin(part);
    if (!next) return;
    if (next.matches("textarea, input:not([type=checkbox], [type=radio], [type=file])")) next.value = value;
    next.focus({ preventScroll: true });
    if (typeof start === "number") next.setSelectionRange(start, start);
  }

  function twin(part) {
    const traits = (one) => JSON.stringify([
      one.name, one.getAttribute("href"), one.dataset.act, valuesOf(one.dataset), { ...one.form?.dataset },
      one.matches("button, a, summary") && one.textContent,
    ]);
    if (!part) return null;
    const known = part.id && document.getElementById(part.id);
    return known || [...document.querySelectorAll(`#screen ${part.localName}`)].find((other) => traits(other) === traits(part));
  }

  function retype({ typing }) {
    retake();
    if (typing && held?.part.isConnected && held.value !== typing.value) look(held.part);
  }

  // The foot is asked for again while it says that something is being opened; it is drawn before or after we hear of it
  let foot = null;
  let asking = 0;
  function follow() {
    foot = $("#foot [data-again]");
    clearTimeout(asking);
    if (foot) asking = setTimeout(() => send("change", {}), Number(foot.dataset.again));
  }

  function badge(due) {
    const place = $("#due");
    if (!place) return;
    place.textContent = due ? String(due) : "";
    place.nextElementSibling.textContent = due ? `${due} due for review` : "";
  }

  let forget = 0;
  function tell(sentence, stays = false) {
    const place = $("#notice");
    place.querySelector("p").textContent = sentence;
    place.hidden = false;
    place.classList.toggle("trouble", stays);
    clearTimeout(forget);
    if (!stays) forget = setTimeout(() => (place.hidden = true), TOLD_MS);
  }

  function save({ file, filename, media }) {
    const bytes = Uint8Array.from(atob(file), (letter) => letter.charCodeAt(0));
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([bytes], { type: media }));
    link.download = filename;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  }

  // What people press, fill in and type

  const valuesOf = (data) => Object.fromEntries(Object.entries(data).filter(([name]) => !["act", "key", "focus"].includes(name)));

  function fields(form) {
    const values = {};
    for (const [name, value] of new FormData(form)) values[name] = name in values ? `${values[name]},${value}` : value;
    return values;
  }

  document.addEventListener("click", (event) => {
    const link = event.target.closest('a[href^="?"]');
    if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey && event.button === 0) {
      event.preventDefault();
      return go(link.getAttribute("href"));
    }
    const pressed = event.target.closest("#screen button[data-act]");
    if (pressed && pressed.getAttribute("aria-busy") !== "true") {
      const around = pressed.form ? { ...valuesOf(pressed.form.dataset), ...fields(pressed.form) } : {};
      act(pressed.dataset.act, { ...Object.fromEntries(params()), ...around, ...valuesOf(pressed.dataset) }, { pressed });
    }
    if (event.target.closest("#notice button")) $("#notice").hidden = true;
    if (event.target.closest("[data-skip]")) {
      event.preventDefault();
      (drawn(root.dataset.screen) ? $("#screen h1") : $(`#${root.dataset.screen === "map" ? "map" : "question"} :is(input, textarea)`))?.focus();
    }
  });

  document.addEventListener("submit", async (event) => {
    const form = event.target;
    if (form.dataset.go) {
      event.preventDefault();
      go(`?screen=${form.dataset.go}&${new URLSearchParams(fields(form))}`);
    } else if (form.dataset.act) {
      event.preventDefault();
      const pressed = event.submitter || form;
      const values = { ...Object.fromEntries(params()), ...valuesOf(form.dataset), ...fields(form) };
      for (const [name, value] of Object.entries(values)) if (value instanceof File) values[name] = await value.text();
      act(form.dataset.act, values, { pressed });
    }
  });

  let typing = 0;
  function look(field) {
    clearTimeout(typing);
    typing = setTimeout(() => {
      if (!field.isConnected) return;
      const form = field.closest("form");
      const values = { ...Object.fromEntries(params()), ...valuesOf(form.dataset), ...fields(form) };
      act(form.dataset.act || "show", values, { typing: { value: field.value } });
    }, SEARCH_MS);
  }
  for (const kind of ["input", "focusin", "keyup"]) document.addEventListener(kind, hold);
  // What a new body replaces also loses the focus, and is gone a moment later: that is no leaving
  document.addEventListener("focusout", ({ target }) => setTimeout(() => target.isConnected && target !== document.activeElement && (held = null)));
  document.addEventListener("input", ({ target }) => target.matches("#screen [data-search]") && look(target));

  function find(event) {
    event.preventDefault();
    const field = $("#top .find input");
    if (field?.offsetParent) field.select();
    else go("?screen=concepts"); // narrow screens have no room for the field
  }

  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key === "k") return find(event);
    if (event.key === "Tab") reach();
    const inText = event.target.closest?.("input:not([type=radio]):not([type=checkbox]), textarea, select, [contenteditable=true]");
    if (event.ctrlKey || event.metaKey || event.altKey || inText || !drawn(root.dataset.screen)) return;
    if (event.key === "Enter" && event.target.closest?.("button, a, summary")) return;
    const button = [...document.querySelectorAll("#screen [data-key]")].find((one) => one.dataset.key === event.key);
    if (!button) return;
    event.preventDefault();
    button.click();
  });

  addEventListener("popstate", () => arrive());
  document.addEventListener("tutor:ask", ({ detail }) => send("select", detail));
  document.addEventListener("tutor:shown", (event) => shown(event.detail));
  document.addEventListener("tutor:talk", ({ detail }) => {
    // The chat has begun or opened a conversation: its address is in the bar from now on, also after a reload.
    opened = detail || null;
    const chat = $("[data-nav=chat]");
    if (chat) chat.setAttribute("href", opened ? `?talk=${opened}` : "?");
    if (root.dataset.screen === "chat") history.replaceState(null, "", opened ? `?talk=${opened}` : location.pathname);
  });
  document.addEventListener("tutor:ready", () => {
    if (ready) return;
    ready = true;
    new MutationObserver(() => {
      if (keeping) retake();
      if ($("#foot [data-again]") !== foot) follow();
      overhear();
    }).observe(document.body, { childList: true, subtree: true });
    const question = params().get("ask");
    if (question) go(location.search, true);
    else arrive(false, true);
    send("change", {}); // the due count and the foot
  });
})();
