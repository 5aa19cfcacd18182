// Beside a form that is being filled in: the sentence that it makes, how that stands to the graph, what is wrong where.
import { make } from "./make.js";
import { ask } from "./sheet.js";

const WAIT = 250; // milliseconds without a key

/** Watch a form's fields. `notes` are what was found against slots of it before; each is gone when its field is changed.
 * What is only missing is told after `insist()`; what stands in the field that one is in waits. */
export function watch(desk, kind, inner, mends = "", notes = []) {
  const sentence = make("p", { class: "sentence", lang: desk.lang });
  const why = make("p", { class: "why" });
  const root = make("div", { class: "preview", role: "status", hidden: true }, sentence, why);
  let turn = 0,
    timer = 0,
    strict = false,
    faults = [];

  const show = () => {
    for (const one of inner.told) {
      const here = one.root.contains(document.activeElement) && !strict;
      const mine = (found) => found.slot === one.name;
      const fault = here ? null : faults.find((found) => mine(found) && (strict || !found.missing)) || notes.find(mine);
      one.fault(fault ? fault.text : "");
    }
  };
  const look = async () => {
    const mine = ++turn;
    let found;
    try {
      found = await ask("look", { kind, slots: inner.slots, fact: mends });
    } catch {
      return [];
    }
    if (mine !== turn) return faults;
    faults = found.faults;
    sentence.textContent = found.sentence;
    why.textContent = found.why;
    why.className = `why ${found.standing}`;
    why.hidden = !found.why;
    root.hidden = !found.sentence && !found.why;
    show();
    return faults;
  };
  const soon = () => {
    clearTimeout(timer);
    timer = setTimeout(() => inner.root.isConnected && look(), WAIT);
  };
  for (const event of ["input", "change", "chosen", "click"]) inner.root.addEventListener(event, soon);
  for (const event of ["input", "chosen"])
    inner.root.addEventListener(event, ({ target }) => {
      notes = notes.filter((note) => !inner.told.find((one) => one.name === note.slot)?.root.contains(target));
    });
  inner.root.addEventListener("focusout", () => setTimeout(show));
  soon();
  return {
    root,
    /** Show all that is wrong, missing things too, and give it. */
    async insist() {
      strict = true;
      clearTimeout(timer);
      const found = await look();
      strict = false;
      return found;
    },
  };
}
