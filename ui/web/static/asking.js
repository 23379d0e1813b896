// What can be done to a question that was asked: edit it where it stands and ask it anew, or ask for another answer.
(() => {
  const busy = () => Boolean(document.querySelector("#question .stop-button"));
  const ask = (text, number) => document.dispatchEvent(new CustomEvent("tutor:ask", { detail: { text, number } }));

  function edit(link) {
    const words = link.closest(".md");
    const message = link.closest(".message-content");
    const before = [...words.children].filter((part) => !part.contains(link));
    const form = document.createElement("form");
    form.className = "editor";
    form.innerHTML = '<textarea rows="1" maxlength="2000" aria-label="Your question"></textarea><div class="row"><button class="button primary">Ask again</button><button type="button" class="button">Cancel</button></div><p class="hint">What was answered from here on is replaced.</p>';
    const box = form.querySelector("textarea");
    box.value = before.map((part) => part.innerText).join("\n\n");
    const grow = () => {
      box.style.height = "auto";
      box.style.height = `${box.scrollHeight + 2}px`;
    };
    const leave = () => {
      form.remove();
      message.hidden = false;
      link.closest(".message-row").classList.remove("edited");
    };
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const text = box.value.trim();
      if (!text || busy()) return;
      leave();
      ask(text, Number(link.hash.split("-")[1]));
    });
    form.querySelector("[type=button]").addEventListener("click", () => {
      leave();
      link.focus();
    });
    box.addEventListener("input", grow);
    box.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
        event.preventDefault();
        form.requestSubmit();
      } else if (event.key === "Escape") {
        event.stopPropagation();
        leave();
        link.focus();
      }
    });
    message.hidden = true;
    message.after(form);
    link.closest(".message-row").classList.add("edited");
    grow();
    box.focus();
    box.setSelectionRange(box.value.length, box.value.length);
  }

  document.addEventListener("click", (event) => {
    const link = event.target.closest('a.turn, a[href="#question"]');
    if (!link) return;
    event.preventDefault();
    if (!link.classList.contains("turn")) document.querySelector("#question textarea")?.focus();
    else if (busy()) return;
    else if (link.classList.contains("edit")) edit(link);
    else ask("", Number(link.hash.split("-")[1]));
  });
})();
