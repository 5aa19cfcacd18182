// The form of a fact: the right field for each slot, and what was filled in.
import { make } from "./make.js";
import { picker } from "./picker.js";

let number = 0;

const MAKEABLE = ["place", "person", "post", "organisation", "network", "mission"];

/** Build the fields of a kind. `desk` gives facts, schemes and words, and finds things of the graph; `ask` are the
 * slots that come first, the others are folded away; with `alone` they are left out. */
export function fields(desk, kind, slots, { ask = null, alone = false } = {}) {
  const all = desk.kinds.get(kind)?.fields || [];
  const place = (field) => (ask.includes(field.name) ? ask.indexOf(field.name) : ask.length);
  const sorted = ask ? [...all].sort((one, other) => place(one) - place(other)) : all;
  const asked = alone ? sorted.filter((field) => ask.includes(field.name)) : sorted;
  const folded = (field) => (ask ? !ask.includes(field.name) : field.more);
  const told = asked.map((field) => build(desk, field, slots[field.name]));
  const roots = (more) => told.filter((_, at) => folded(asked[at]) === more).map((one) => one.root);
  const seldom = roots(true);
  const root = make("div", { class: "fields" }, ...roots(false));
  if (seldom.length) {
    const open = !ask && asked.some((field) => field.more && (slots[field.name]?.length || slots[field.name] === true));
    const fold = make("details", { class: "wide" }, make("summary", {}, desk.word("moreFields")));
    fold.append(make("div", { class: "fields" }, ...seldom));
    fold.open = open;
    root.append(fold);
  }
  return {
    root,
    told,
    get slots() {
      return Object.fromEntries(told.map((one) => [one.name, one.value]));
    },
    focus(slot = "") {
      const field = told.find((one) => one.name === slot)?.root || root;
      (field.querySelector("input:not([hidden]), select, textarea") || field.querySelector("button") || root).focus();
    },
  };
}

function build(desk, field, value, row = null) {
  const id = `field-${number++}`;
  const label = make(
    "label",
    { for: id },
    field.label,
    field.required ? make("span", { class: "must", "aria-hidden": "true" }, " *") : "",
  );
  const wrap = (control, read, kind = "") => {
    const root = make("div", { class: `field ${kind}` }, label, control);
    return {
      name: field.name,
      root,
      fault: (text) => blame(root, text),
      get value() {
        return read();
      },
    };
  };
  switch (field.type) {
    case "class":
    case "code":
    case "role": {
      const codes = desk.schemes[field.scheme];
      const known = codes.some(([code]) => code === value) ? codes : value ? [[value, value], ...codes] : codes;
      const control = make(
        "select",
        { id, required: field.required },
        make("option", { value: "" }, desk.word("choose")),
        ...known.map(([code, name]) => make("option", { value: code }, name)),
      );
      control.value = value || "";
      return wrap(control, () => control.value);
    }
    case "truth": {
      const control = make("input", { id, type: "checkbox" });
      control.checked = value === true || value === "true";
      return wrap(control, () => control.checked, "truth");
    }
    case "texts": {
      const control = make("textarea", { id, rows: "2" });
      control.value = (value || []).join("\n");
      return wrap(
        control,
        () =>
          control.value
            .split("\n")
            .map((line) => line.trim())
            .filter(Boolean),
        "wide",
      );
    }
    case "codes":
    case "ref":
    case "refs": {
      const one = choice(desk, field, value, row);
      label.setAttribute("for", one.input.id);
      const read = () =>
        field.type === "ref" ? (one.values[0] ?? one.rest) : [...one.values, ...(one.rest ? [one.rest] : [])];
      return wrap(one.root, read, field.type === "ref" ? "" : "wide");
    }
    case "rows":
      return rows(desk, field, value || []);
    default: {
      const date = field.type === "date";
      const control = make("input", {
        id,
        type: "text",
        required: field.required,
        placeholder: { date: "YYYY-MM-DD", term: "P5Y" }[field.type] || "",
        size: date ? "12" : "",
        autocomplete: "off",
      });
      control.value = value || "";
      return wrap(control, () => control.value.trim(), field.name === "what" ? "wide" : "");
    }
  }
}

function choice(desk, field, value, row) {
  const label = field.label;
  const multiple = field.type === "refs" || field.type === "codes";
  const values = multiple ? value || [] : value ? [value] : [];
  if (field.type === "codes") {
    const codes = desk.schemes[field.scheme],
      names = new Map(codes);
    const near = (text) =>
      codes.filter(([, name]) => desk.alike(name, text)).map(([code, name]) => ({ value: code, label: name }));
    return picker({ label, multiple, values, near, named: (code) => names.get(code) || code });
  }
  const hints = () => (field.name === "inPost" && row ? row.posts : []);
  return things(desk, field.kinds, { label, multiple, values, required: field.required, hints });
}

/** A picker of facts of the draft, of things of the graph that none of them means yet, or of new ones. */
export function things(desk, kinds, options) {
  const names = new Map();
  const meant = new Set(desk.facts.map((fact) => fact.thing));
  const hinted = (text) => (options.hints?.() || []).filter((one) => desk.alike(one.label, text));
  const near = (text) => {
    const here = desk.facts
      .filter((fact) => kinds.includes(fact.kind) && fact.state !== "refused" && desk.alike(fact.caption, text))
      .map((fact) => ({ value: fact.id, label: fact.caption, note: desk.word("inDraft") }));
    const first = hinted(text).filter((one) => !here.some((other) => other.value === one.value));
    for (const one of first) names.set(one.value, one.label);
    return [...first, ...here];
  };
  const far = async (text) => {
    const told = new Set(hinted(text).map((one) => one.value));
    const found = (await desk.find(text, kinds))
      .filter((one) => !meant.has(one.iri) && !told.has(`link:${one.kind}:${one.iri}`))
      .map((one) => ({
        value: `link:${one.kind}:${one.iri}`,
        label: one.label,
        note: `${one.class} · ${desk.word("inGraph")}`,
        guess: !desk.alike(one.label, text),
      }));
    const made = options.only
      ? []
      : makeable(kinds).map((kind) => ({
          value: `new:${kind}:${text}`,
          label: desk.word("newThing", { name: text }),
          note: desk.kinds.get(kind).label,
        }));
    for (const one of [...found, ...made]) names.set(one.value, one.label);
    return [...found, ...made];
  };
  const named = (value) => names.get(value) || desk.names?.[value] || (desk.fact(value) || { caption: value }).caption;
  const made = making(desk);
  const told = (values) => {
    made.take(values);
    options.onChange?.(values);
  };
  const one = picker({ placeholder: desk.word("find"), near, far, named, ...options, onChange: told });
  return {
    root: make("span", { class: "chooser" }, one.root, made.root),
    input: one.input,
    get values() {
      return one.values.map(made.whole);
    },
    get rest() {
      return one.rest;
    },
  };
}

/** Which kinds of things can be made in place, what is likeliest first. */
function makeable(kinds) {
  const found = kinds.filter((kind) => MAKEABLE.includes(kind));
  const place = found.includes("place") && kinds.includes("government") ? ["place"] : [];
  return [...new Set([...place, ...found])];
}

/** Ask in place what a new thing needs besides its name: the country of a place, whose post it is. */
function making(desk) {
  const root = make("span", { class: "making" }),
    inner = new Map();
  return {
    root,
    take(values) {
      for (const [value, one] of inner)
        if (!values.includes(value)) {
          one.box.remove();
          inner.delete(value);
        }
      for (const value of values.filter((one) => String(one).startsWith("new:") && !inner.has(one))) {
        const [, kind, ...rest] = value.split(":");
        const { fields: every, label, nameSlot } = desk.kinds.get(kind);
        const ask = every
          .filter((field) => !field.more && field.name !== nameSlot && field.type !== "texts")
          .map((field) => field.name);
        if (!ask.length) continue;
        const name = rest.join(":");
        const form = fields(desk, kind, kind === "place" ? { class: "City" } : {}, { ask, alone: true });
        const box = make(
          "fieldset",
          { class: "made" },
          make("legend", {}, `${desk.word("newThing", { name })} (${label})`),
          form.root,
        );
        inner.set(value, { box, slots: () => ({ ...form.slots, [nameSlot]: name }), kind });
        root.append(box);
      }
    },
    /** Give the value of a new thing with all that was told of it. */
    whole(value) {
      const one = inner.get(value);
      return one ? { new: one.kind, slots: one.slots() } : value;
    },
  };
}

/** Say beside a field what is wrong with it; an empty text says that nothing is. */
export function blame(root, text) {
  const controls = root.querySelectorAll("input, select, textarea");
  let told = root.querySelector(":scope > .fault");
  if (!told && text) {
    told = make("p", { class: "fault", id: `fault-${number++}` });
    root.append(told);
  }
  if (!told) return;
  told.textContent = text;
  told.hidden = !text;
  for (const control of controls) {
    if (text) {
      control.setAttribute("aria-invalid", "true");
      control.setAttribute("aria-describedby", told.id);
    } else {
      control.removeAttribute("aria-invalid");
      control.removeAttribute("aria-describedby");
    }
  }
}

function rows(desk, field, given) {
  const list = make("ul", { class: "rows" });
  const held = new Set();
  const add = (row) => {
    const beside = { posts: [] };
    const cells = field.columns.map((column) => [column.name, build(desk, column, row[column.name], beside)]);
    const who = cells.find(([name]) => name === "participant")?.[1];
    const learn = async () => {
      beside.posts = who ? await desk.posts(who.value) : [];
    };
    const item = make(
      "li",
      {},
      ...cells.map(([, one]) => one.root),
      make(
        "button",
        {
          type: "button",
          class: "quiet away",
          "aria-label": desk.word("remove"),
          onclick: () => {
            held.delete(entry);
            item.remove();
          },
        },
        "×",
      ),
    );
    const entry = { cells };
    held.add(entry);
    list.append(item);
    item.addEventListener("chosen", () => {
      learn();
      if (desk.entering && item === list.lastElementChild) add({});
    });
    if (row.participant) learn();
    return item;
  };
  given.forEach(add);
  if (desk.entering) add({});
  const more = make(
    "button",
    { type: "button", class: "quiet", onclick: () => add({}).querySelector("input, select").focus() },
    desk.word("addRow"),
  );
  const root = make("fieldset", { class: "field wide" }, make("legend", {}, field.label), list, more);
  return {
    name: field.name,
    root,
    fault: (text) => blame(root, text),
    get value() {
      return [...held].map(({ cells }) => Object.fromEntries(cells.map(([name, one]) => [name, one.value])));
    },
  };
}
