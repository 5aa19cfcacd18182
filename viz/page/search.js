// Find a name: a box with a list below it, as ARIA has it for a combobox.
import { byId, fold, make, writing } from "./dom.js";

/** @typedef {{ text: string, note: string, pick: () => void }} Entry */

const MOST = 12;

/** @param {Entry[]} entries */
export const offerSearch = (entries) => {
  /** @type {[string, Entry][]} */
  const names = entries.map((entry) => [fold(entry.text), entry]);
  const box = /** @type {HTMLInputElement} */ (byId("search"));
  const list = byId("found");
  /** @type {Entry[]} */
  let hits = [];
  let chosen = 0;
  const shut = () => {
    list.hidden = true;
    box.setAttribute("aria-expanded", "false");
    box.removeAttribute("aria-activedescendant");
  };
  /** @param {number} number */
  const choose = (number) => {
    if (!hits[number]) return;
    shut();
    hits[number].pick();
  };
  const mark = () => {
    [...list.children].forEach((item, place) => item.setAttribute("aria-selected", String(place === chosen)));
    box.setAttribute("aria-activedescendant", `hit${chosen}`);
    list.children[chosen]?.scrollIntoView({ block: "nearest" });
  };
  const find = () => {
    const wanted = fold(box.value.trim());
    const fits = wanted ? names.filter(([name]) => name.includes(wanted)) : [];
    hits = fits
      .sort((a, b) => a[0].indexOf(wanted) - b[0].indexOf(wanted))
      .slice(0, MOST)
      .map(([, entry]) => entry);
    chosen = 0;
    list.replaceChildren(
      ...hits.map((entry, place) => {
        const item = make("li", null, { role: "option", id: `hit${place}`, "aria-selected": String(place === 0) });
        item.append(entry.text, " ", make("small", entry.note));
        item.addEventListener("mousedown", (event) => {
          event.preventDefault();
          choose(place);
        });
        return item;
      }),
    );
    list.hidden = !hits.length;
    box.setAttribute("aria-expanded", String(hits.length > 0));
  };
  box.addEventListener("input", find);
  box.addEventListener("blur", shut);
  box.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key] || 0;
    if (event.key === "Escape") shut();
    else if (event.key === "Enter") choose(chosen);
    else if (step && hits.length) {
      chosen = (chosen + step + hits.length) % hits.length;
      mark();
    } else return;
    event.preventDefault();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || writing(event)) return;
    box.focus();
    event.preventDefault();
  });
};
