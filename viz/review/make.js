// Builds elements, and brings them into view; what it is given is text, never markup.

/** Make an element with attributes (on… are listeners) and children. */
export function make(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else if (value === true) element.setAttribute(key, "");
    else if (value !== false && value !== undefined && value !== null) element.setAttribute(key, value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined && child !== ""));
  return element;
}

export function calm() {
  return matchMedia("(prefers-reduced-motion: reduce)").matches;
}

/** Bring an element of a pane into view by scrolling that pane alone; nothing moves where it is seen whole. */
export function reveal(pane, element, { centre = false } = {}) {
  const box = element.getBoundingClientRect(),
    frame = pane.getBoundingClientRect(),
    gap = 16;
  if (!frame.height || (box.top >= frame.top + gap && box.bottom <= frame.bottom - gap)) return;
  const above = centre ? Math.max(gap, (frame.height - box.height) / 2.5) : gap;
  const down = !centre && box.bottom > frame.bottom && box.height < frame.height - 2 * gap;
  const by = down ? box.bottom - frame.bottom + gap : box.top - frame.top - above;
  pane.scrollBy({ top: by, behavior: calm() ? "auto" : "smooth" });
}
