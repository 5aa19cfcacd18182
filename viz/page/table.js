// Tables that sort by any column and keep what holds a word.
import { fold, make } from "./dom.js";

/** @param {HTMLTableRowElement} row @param {number} at */
const cell = (row, at) => (row.cells[at].textContent || "").trim();

/** Numbers and days by size, words by the alphabet, what is empty last whichever way.
 * @param {string} one @param {string} other @param {number} way @param {Intl.Collator} collator */
const compare = (one, other, way, collator) => {
  if (!one || !other) return Number(!one) - Number(!other);
  return way * collator.compare(one, other);
};

/** @param {HTMLTableElement} table @param {{ filter: string }} words */
const enliven = (table, words) => {
  const body = table.tBodies[0];
  const rows = [...body.rows];
  const collator = new Intl.Collator(document.documentElement.lang, { numeric: true });
  const heads = [...table.querySelectorAll("th")];
  heads.forEach((head, at) => {
    const sort = make("button", head.textContent, { type: "button" });
    sort.addEventListener("click", () => {
      const way = head.getAttribute("aria-sort") === "ascending" ? -1 : 1;
      for (const one of heads) one.removeAttribute("aria-sort");
      head.setAttribute("aria-sort", way > 0 ? "ascending" : "descending");
      body.append(...[...rows].sort((a, b) => compare(cell(a, at), cell(b, at), way, collator)));
    });
    head.replaceChildren(sort);
  });
  if (rows.length < 8) return;
  const box = /** @type {HTMLInputElement} */ (make("input", null, { type: "search", "aria-label": words.filter }));
  box.placeholder = words.filter;
  box.addEventListener("input", () => {
    const wanted = fold(box.value.trim());
    for (const row of rows) row.hidden = !fold(row.textContent || "").includes(wanted);
  });
  table.before(box);
};

/** @param {{ filter: string }} words */
export const enlivenTables = (words) => {
  for (const table of document.querySelectorAll("table")) enliven(table, words);
};
