// The form of a fact: the right field for each slot, and what was filled in.
import { make } from "./make.js";
import { picker } from "./picker.js";

let number = 0;

/** Build the fields of a kind. `desk` gives facts, schemes and words, and finds things of the graph. */
export function fields(desk, kind, slots) {
  const asked = desk.kinds.get(kind)?.fields || [];
  const told = asked.map((field) => build(desk, field, slots[field.name]));
  const roots = (more) => told.filter((_, at) => asked[at].more === more).map((one) => one.root);
  const seldom = roots(true);
  const root = make("div", { class: "fields" }, ...roots(false));
  if (seldom.length) {
    const open = asked.some((field) => field.more && (slots[field.name]?.length || slots[field.name] === true));
    const fold = make("details", { class: "wide" }, make("summary", {}, desk.word("moreFields")));
    fold.append(make("div", { class: "fields" }, ...seldom));
    fold.open = open;
    root.append(fold);
  }
  return {
    root,
    get slots() {
      return Object.fromEntries(told.map((one) => [one.name, one.value]));
    },
    focus(slot = "") {
      const field = told.find((one) => one.name === slot)?.root || root;
      (field.querySelector("input:not([hidden]), select, textarea") || field.querySelector("button") || root).focus();
    },
  };
}

function build(desk, field, value) {
  const id = `field-${number++}`;
  const label = make(
    "label",
    { for: id },
    field.label,
    field.required ? make("span", { class: "must", "aria-hidden": "true" }, " *") : "",
  );
  const wrap = (control, read, kind = "") => ({
    name: field.name,
    root: make("div", { class: `field ${kind}` }, label, control),
    get value() {
      return read();
    },
  });
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
      const one = choice(desk, field, value);
      label.setAttribute("for", one.input.id);
      const read = () => (field.type === "ref" ? one.values[0] || "" : one.values);
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

function choice(desk, field, value, label = field.label) {
  const multiple = field.type === "refs" || field.type === "codes";
  const values = multiple ? value || [] : value ? [value] : [];
  if (field.type === "codes") {
    const codes = desk.schemes[field.scheme],
      names = new Map(codes);
    const near = (text) =>
      codes.filter(([, name]) => desk.alike(name, text)).map(([code, name]) => ({ value: code, label: name }));
    return picker({ label, multiple, values, near, named: (code) => names.get(code) || code });
  }
  return things(desk, field.kinds, { label, multiple, values, required: field.required });
}

/** A picker of facts of the draft, of things of the graph that none of them means yet, or of new ones. */
export function things(desk, kinds, options) {
  const names = new Map();
  const meant = new Set(desk.facts.map((fact) => fact.thing));
  const near = (text) =>
    desk.facts
      .filter((fact) => kinds.includes(fact.kind) && fact.state !== "refused" && desk.alike(fact.caption, text))
      .map((fact) => ({ value: fact.id, label: fact.caption, note: desk.word("inDraft") }));
  const far = async (text) => {
    const found = (await desk.find(text, kinds))
      .filter((one) => !meant.has(one.iri))
      .map((one) => ({
        value: `link:${one.kind}:${one.iri}`,
        label: one.label,
        note: `${one.class} · ${desk.word("inGraph")}`,
      }));
    const made = options.only
      ? []
      : kinds
          .filter((kind) => ["place", "person", "post", "organisation", "network"].includes(kind))
          .map((kind) => ({
            value: `new:${kind}:${text}`,
            label: desk.word("newThing", { name: text }),
            note: desk.kinds.get(kind).label,
          }));
    for (const one of [...found, ...made]) names.set(one.value, one.label);
    return [...found, ...made];
  };
  const named = (value) => names.get(value) || (desk.fact(value) || { caption: value }).caption;
  return picker({ placeholder: desk.word("find"), near, far, named, ...options });
}

function rows(desk, field, given) {
  const list = make("ul", { class: "rows" });
  const held = new Set();
  const add = (row) => {
    const cells = field.columns.map((column) => {
      const one = build(desk, column, row[column.name]);
      return [column.name, one];
    });
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
    return item;
  };
  given.forEach(add);
  const more = make(
    "button",
    { type: "button", class: "quiet", onclick: () => add({}).querySelector("input, select").focus() },
    desk.word("addRow"),
  );
  const root = make("fieldset", { class: "field wide" }, make("legend", {}, field.label), list, more);
  return {
    name: field.name,
    root,
    get value() {
      return [...held].map(({ cells }) => Object.fromEntries(cells.map(([name, one]) => [name, one.value])));
    },
  };
}
