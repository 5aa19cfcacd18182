// Elements, words and links: what every page needs. All texts are put in as text, never as HTML.

export const root = document.documentElement;

/** @param {string} name @returns {HTMLElement} */
export const byId = (name) => {
  const found = document.getElementById(name);
  if (!found) throw new Error(`the page has no #${name}`);
  return found;
};

/** @param {string} name @returns {any} what the page holds as JSON under an id */
export const held = (name) => JSON.parse(byId(name).textContent || "null");

/**
 * @param {string} tag
 * @param {string | null} [text]
 * @param {Record<string, string>} [attributes]
 * @returns {HTMLElement}
 */
export const make = (tag, text, attributes = {}) => {
  const element = document.createElement(tag);
  if (text !== undefined && text !== null) element.textContent = text;
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  return element;
};

/** A link is made only of an address of the web or of this place; all else is put in as text.
 * @param {string} text @param {string} address @returns {HTMLElement} */
export const link = (text, address) => {
  if (/^\/(?!\/)/.test(address)) return make("a", text, { href: address });
  if (!/^https?:\/\//i.test(address)) return make("span", text);
  return make("a", text, { href: address, rel: "noreferrer noopener", target: "_blank" });
};

/** @param {string} text @param {() => void} action @param {Record<string, string>} [attributes] */
export const button = (text, action, attributes = {}) => {
  const element = make("button", text, { type: "button", class: "link", ...attributes });
  element.addEventListener("click", action);
  return element;
};

/** Case and accents make no difference. @param {string} text */
export const fold = (text) =>
  text
    .normalize("NFKD")
    .replace(/[\u0300-\u036f]/g, "")
    .replace(/ı/g, "i")
    .toLowerCase();

/** Light or dark: the system's choice, then the reader's. @param {() => void} [repaint] */
export const chooseTheme = (repaint) => {
  root.dataset.theme = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
  byId("theme").addEventListener("click", () => {
    root.dataset.theme = root.dataset.theme === "dark" ? "light" : "dark";
    if (repaint) repaint();
  });
};

/** @param {KeyboardEvent} event @returns {boolean} whether the reader is writing */
export const writing = (event) =>
  event.target instanceof HTMLElement && /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName);
