// What a figure does: pick a mark and read of it, find a name, switch kinds off, go back in time, come nearer.
import { byId, chooseTheme, held, root, writing } from "./dom.js";
import { tell } from "./details.js";
import { offerSearch } from "./search.js";
import { enlivenTables } from "./table.js";
import { offerTime } from "./time.js";
import { offerZoom } from "./zoom.js";

/** @typedef {{ details: Record<string, import("./details.js").Detail>, words: Record<string, string>, lang: string,
 *   days: [string, string] }} Content */

const content = /** @type {Content} */ (held("data"));
const { details, words } = content;
const figures = /** @type {SVGSVGElement[]} */ ([...document.querySelectorAll("svg.figure")]);
const marks = /** @type {SVGGElement[]} */ ([...document.querySelectorAll("g.mark")]);
const controls = /** @type {HTMLDetailsElement} */ (byId("controls"));
const wide = matchMedia("(min-width: 48.01rem)");
/** @type {string | null} */
let picked = null;

const seen = () => marks.filter((mark) => mark.getClientRects().length > 0);
const clear = () => {
  picked = null;
  byId("details").hidden = true;
  root.classList.remove("picking");
  for (const mark of marks) mark.classList.remove("picked", "near");
  delete root.dataset.picked;
};
/** @param {string} ref @param {boolean} [scroll] */
const pick = (ref, scroll = false) => {
  const detail = details[ref];
  if (!detail) return;
  clear();
  picked = ref;
  root.dataset.picked = ref;
  root.classList.add("picking");
  const near = new Set(detail.near);
  for (const mark of marks) {
    const own = mark.dataset.ref || "",
      mine = own === ref;
    const beside = near.has(own) || Boolean(details[own]?.near.includes(ref));
    mark.classList.toggle("picked", mine);
    mark.classList.toggle("near", !mine && (beside || (mark.dataset.near || "").split(" ").includes(ref)));
  }
  tell(detail, {
    words,
    named: (other) => details[other]?.title || other,
    pick: (other) => pick(other, true),
    close: clear,
  });
  const first = seen().find((mark) => mark.dataset.ref === ref);
  if (scroll && first) first.scrollIntoView({ block: "center" });
};

for (const mark of marks)
  mark.addEventListener("click", (event) => {
    pick(mark.dataset.ref || "");
    event.stopPropagation();
  });
for (const figure of figures) figure.addEventListener("click", clear);
for (const one of document.querySelectorAll("[data-pick]")) {
  one.addEventListener("click", () => pick(/** @type {HTMLElement} */ (one).dataset.pick || "", true));
}

// Kinds switched off are away, and how many is told.
let later = 0;
const count = () => {
  const off = new Set(marks.filter((mark) => mark.classList.contains("off")).map((mark) => mark.dataset.ref)).size;
  root.dataset.off = String(off);
  root.dataset.later = String(later);
  const told = [
    [off, words.offcount],
    [later, words.latercount],
  ];
  byId("status").textContent = told
    .filter(([n]) => n)
    .map(([n, text]) => String(text).replace("{n}", String(n)))
    .join(" · ");
};
for (const one of document.querySelectorAll(".legend button"))
  one.addEventListener("click", () => {
    const on = one.getAttribute("aria-pressed") !== "true",
      part = /** @type {HTMLElement} */ (one).dataset.part;
    one.setAttribute("aria-pressed", String(on));
    for (const mark of marks) if (mark.dataset.part === part) mark.classList.toggle("off", !on);
    count();
  });

// Keys: arrows from mark to mark, as they stand; Enter reads, Escape lets go.
/** @param {SVGGElement} from @param {string} key */
const beside = (from, key) => {
  const here = from.getBoundingClientRect();
  const along = key === "ArrowLeft" || key === "ArrowRight",
    way = key === "ArrowRight" || key === "ArrowDown" ? 1 : -1;
  /** @type {[number, SVGGElement][]} */
  const reached = seen()
    .filter((mark) => mark !== from)
    .map((mark) => {
      const there = mark.getBoundingClientRect();
      const dx = there.x + there.width / 2 - here.x - here.width / 2,
        dy = there.y + there.height / 2 - here.y - here.height / 2;
      const ahead = (along ? dx : dy) * way,
        aside = Math.abs(along ? dy : dx);
      return [ahead > 2 ? ahead + aside * 3 : Infinity, mark];
    });
  const nearest = reached.reduce((a, b) => (b[0] < a[0] ? b : a), [Infinity, from]);
  return nearest[1];
};
const zoom = offerZoom(figures);
document.addEventListener("keydown", (event) => {
  if (writing(event) || event.altKey || event.ctrlKey || event.metaKey) return;
  const on =
    event.target instanceof Element ? /** @type {SVGGElement | null} */ (event.target.closest("g.mark")) : null;
  if (event.key === "Escape") clear();
  else if (on && (event.key === "Enter" || event.key === " ")) pick(on.dataset.ref || "");
  else if (on && event.key.startsWith("Arrow")) {
    const next = beside(on, event.key);
    next.focus();
    if (picked) pick(next.dataset.ref || "");
  } else if (!zoom.key(event.key)) return;
  event.preventDefault();
});

chooseTheme();
const fits = () => {
  controls.open = wide.matches;
};
controls.hidden = false;
byId("scriptless").hidden = true;
wide.addEventListener("change", fits);
fits();
const named = new Set(marks.map((mark) => mark.dataset.ref));
offerSearch(
  Object.entries(details)
    .filter(([ref]) => named.has(ref))
    .map(([ref, one]) => ({ text: one.title, note: one.kind, pick: () => pick(ref, true) })),
);
enlivenTables({ filter: words.filter });
const dated = marks.filter((mark) => mark.dataset.begin);
if (document.getElementById("asof"))
  offerTime(content.days, dated, {
    lang: content.lang,
    words,
    told: (n) => {
      later = n;
      count();
    },
  });
count();
root.dataset.ready = "true";
performance.mark("first-picture");
