// A field in which one chooses by typing: from a list at hand, from the graph, or a new name.
import { make, reveal } from "./make.js";

let number = 0;

/** Build a picker. `near(text)` gives options at hand, `far(text)` promises further ones; an option is
 * {value, label, note, guess}. Enter takes the first that is no guess; what only sounds so is chosen by arrows.
 * That something was chosen is told by an event `chosen`, which rises. */
export function picker({
  label,
  placeholder,
  multiple = false,
  values = [],
  required = false,
  near,
  far,
  named,
  onChange = () => {},
}) {
  const id = `picker-${number++}`;
  let chosen = [...values],
    options = [],
    at = -1,
    asked = 0,
    pending = false,
    hasty = false; // Enter came before what there is of that name
  const chips = make("span", { class: "chips" });
  const list = make("ul", { id: `${id}-list`, role: "listbox", class: "options", "aria-label": label, hidden: true });
  const input = make("input", {
    id,
    type: "text",
    role: "combobox",
    autocomplete: "off",
    spellcheck: "false",
    placeholder: placeholder || "",
    "aria-autocomplete": "list",
    "aria-controls": list.id,
    "aria-expanded": "false",
    "aria-label": label,
  });
  const root = make("span", { class: "picker" }, chips, input, list);

  const show = () => {
    chips.replaceChildren(
      ...chosen.map((value) => {
        const name = named(value);
        const away = make(
          "button",
          {
            type: "button",
            class: "away",
            "aria-label": `× ${name}`,
            onclick: () => {
              chosen = chosen.filter((one) => one !== value);
              show();
              onChange(chosen);
              input.focus();
            },
          },
          "×",
        );
        return make("span", { class: "chip" }, name, away);
      }),
    );
    input.hidden = !multiple && chosen.length > 0;
    if (required) input.toggleAttribute("required", chosen.length === 0);
  };
  const close = () => {
    list.hidden = true;
    at = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };
  const mark = (place) => {
    at = place;
    [...list.children].forEach((item, where) => item.setAttribute("aria-selected", String(where === place)));
    const item = list.children[place];
    if (item) {
      input.setAttribute("aria-activedescendant", item.id);
      reveal(list, item);
    }
  };
  const take = (option) => {
    chosen = multiple ? [...new Set([...chosen, option.value])] : [option.value];
    input.value = "";
    close();
    show();
    onChange(chosen);
    if (multiple) input.focus();
    else (chips.querySelector("button") || input).focus();
    root.dispatchEvent(new CustomEvent("chosen", { bubbles: true, detail: { multiple } }));
  };
  const open = (found) => {
    options = found.filter((option) => !chosen.includes(option.value)).slice(0, 40);
    list.replaceChildren(
      ...options.map((option, where) =>
        make(
          "li",
          {
            id: `${id}-${where}`,
            role: "option",
            "aria-selected": "false",
            onmousedown: (event) => {
              event.preventDefault();
              take(option);
            },
          },
          make("span", {}, option.label),
          make("small", {}, option.note || ""),
        ),
      ),
    );
    list.hidden = options.length === 0;
    input.setAttribute("aria-expanded", String(options.length > 0));
    mark(input.value.trim() && options.length && !options[0].guess ? 0 : -1);
  };
  const ask = async () => {
    const text = input.value.trim(),
      mine = ++asked;
    const first = near(text);
    hasty = false;
    open(first);
    if (!far || !text) return;
    pending = true;
    for (let waited = 0; waited < 140 && !hasty; waited += 20) await new Promise((go) => setTimeout(go, 20));
    if (mine !== asked) return;
    const more = await far(text);
    if (mine !== asked) return;
    pending = false;
    if (document.activeElement !== input) return;
    open([...first, ...more]);
    if (hasty && options[at]) take(options[at]);
    hasty = false;
  };
  input.addEventListener("input", ask);
  input.addEventListener("focus", ask);
  input.addEventListener("blur", () => {
    asked++;
    pending = hasty = false;
    close();
  });
  input.addEventListener("keydown", (event) => {
    if (event.key === "Backspace" && !input.value && chosen.length) {
      chosen = chosen.slice(0, -1);
      show();
      onChange(chosen);
      return;
    }
    if (event.key === "ArrowDown" && list.hidden) {
      event.preventDefault();
      ask();
      return;
    }
    if (event.key === "Enter" && pending && input.value.trim() && !options[at]) {
      event.preventDefault();
      hasty = true;
      return;
    }
    if (list.hidden) return;
    if (event.key === "ArrowDown") {
      event.preventDefault();
      mark((at + 1) % options.length);
    } else if (event.key === "ArrowUp") {
      event.preventDefault();
      mark(at > 0 ? at - 1 : options.length - 1);
    } else if (event.key === "Enter" && (options[at] || input.value.trim())) {
      event.preventDefault();
      if (options[at]) take(options[at]);
    } else if (event.key === "Escape") {
      event.preventDefault();
      event.stopPropagation();
      close();
    }
  });
  show();
  return {
    root,
    input,
    get values() {
      return chosen;
    },
    /** What was typed and not chosen from. */
    get rest() {
      return input.hidden ? "" : input.value.trim();
    },
  };
}
