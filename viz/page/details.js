// What is known of one mark, and who says so.
import { button, byId, link, make } from "./dom.js";

/** @typedef {{ title: string, address: string, characters: string }} Passage */
/** @typedef {{ title: string, kind: string, facts: [string, string][], passages: Passage[], iri: string,
 *   href: string, near: string[] }} Detail */

/** @param {Detail} detail @param {Record<string, string>} words */
const evidence = (detail, words) => {
  const list = make("ul");
  for (const one of detail.passages) {
    const item = make("li");
    item.append(link(one.title, one.address));
    if (one.characters) item.append(make("span", `, ${words.characters} ${one.characters}`, { class: "cite" }));
    list.append(item);
  }
  return list;
};

/** @param {[string, string][]} rows */
const facts = (rows) => {
  const list = make("dl");
  for (const [name, value] of rows) list.append(make("dt", name), make("dd", value));
  return list;
};

/**
 * @param {Detail} detail
 * @param {{ words: Record<string, string>, named: (ref: string) => string, pick: (ref: string) => void,
 *   close: () => void }} page
 */
export const tell = (detail, page) => {
  const panel = byId("details");
  const close = make("button", "×", { type: "button", class: "close", "aria-label": page.words.close });
  close.addEventListener("click", page.close);
  panel.replaceChildren(close, make("h2", detail.title));
  if (detail.kind) panel.append(make("p", detail.kind, { class: "cite" }));
  if (detail.facts.length) panel.append(facts(detail.facts));
  if (detail.href) {
    const line = make("p", null, { class: "cite" });
    line.append(link(detail.iri, detail.href));
    panel.append(line);
  }
  if (detail.near.length) {
    const list = make("ul");
    for (const ref of detail.near) {
      const item = make("li");
      item.append(button(page.named(ref), () => page.pick(ref)));
      list.append(item);
    }
    panel.append(make("h3", page.words.related), list);
  }
  if (detail.passages.length) panel.append(make("h3", page.words.evidence), evidence(detail, page.words));
  panel.hidden = false;
};
