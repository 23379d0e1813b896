// What has too little room: parts that reach beyond the window, and words that are cut off.
() => {
  const seen = (part) => part.checkVisibility({ visibilityProperty: true, opacityProperty: true }) && part.offsetWidth > 1 && part.offsetHeight > 1 && !part.closest(".unseen, svg, .katex-mathml, [aria-hidden=true] .katex");
  const named = (part) => `${part.tagName.toLowerCase()}${part.id ? `#${part.id}` : ""}.${String(part.className).split(" ").join(".")} “${part.textContent.trim().slice(0, 40)}”`;
  const style = (part) => getComputedStyle(part);
  const scrolls = (part) => ["auto", "scroll"].includes(style(part).overflowX);
  const inScroller = (part) => part.parentElement && part.parentElement.id !== "screen" && (scrolls(part.parentElement) || inScroller(part.parentElement));
  const found = [];
  if (document.documentElement.scrollWidth > innerWidth) found.push("the whole page scrolls sideways");
  for (const part of document.querySelectorAll("body *")) {
    if (!seen(part) || inScroller(part)) continue;
    const { left, right, width } = part.getBoundingClientRect();
    const words = [...part.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim());
    if (width && (right > innerWidth + 1 || left < -1)) found.push(`beyond the window: ${named(part)}`);
    if (words && style(part).overflowX === "hidden" && style(part).textOverflow !== "ellipsis" && part.scrollWidth > part.clientWidth + 1) found.push(`cut off: ${named(part)}`);
    if (words && style(part).overflowY === "hidden" && part.scrollHeight > part.clientHeight + 1) found.push(`cut off below: ${named(part)}`);
    if (part.id === "screen" && part.scrollWidth > part.clientWidth + 1) found.push("the screen scrolls sideways");
  }
  return found;
}
