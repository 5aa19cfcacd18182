// What makes the pages quicker to use: suggestions while one types, and a switch between light and dark.
"use strict";
(() => {
  const here = document.currentScript.src; // in the folder static, wherever the server lies
  const root = document.documentElement;
  const kept = (() => {
    try {
      return localStorage.getItem("theme");
    } catch {
      return null;
    }
  })();
  if (kept) root.dataset.theme = kept;
  const button = document.getElementById("theme");
  button.hidden = false;
  button.addEventListener("click", () => {
    const dark = root.dataset.theme
      ? root.dataset.theme === "dark"
      : matchMedia("(prefers-color-scheme: dark)").matches;
    root.dataset.theme = dark ? "light" : "dark";
    try {
      localStorage.setItem("theme", root.dataset.theme);
    } catch {
      /* only for this page, then */
    }
    document.dispatchEvent(new Event("theme"));
  });

  for (const print of document.querySelectorAll("button.print")) {
    print.hidden = false;
    print.addEventListener("click", () => window.print());
  }

  let number = 0;
  for (const input of document.querySelectorAll("input[data-suggest]")) {
    const list = document.createElement("ul");
    list.className = "options";
    list.id = `options-${number++}`;
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", input.labels[0] ? input.labels[0].textContent : input.name);
    list.hidden = true;
    input.parentElement.append(list);
    input.setAttribute("role", "combobox");
    input.setAttribute("aria-autocomplete", "list");
    input.setAttribute("aria-controls", list.id);
    input.setAttribute("aria-expanded", "false");
    let found = [],
      chosen = -1,
      waiting = 0,
      asked = "";

    const close = () => {
      list.hidden = true;
      chosen = -1;
      input.setAttribute("aria-expanded", "false");
      input.removeAttribute("aria-activedescendant");
    };
    const mark = (place) => {
      chosen = place;
      [...list.children].forEach((item, at) => item.setAttribute("aria-selected", String(at === place)));
      if (place < 0) input.removeAttribute("aria-activedescendant");
      else {
        input.setAttribute("aria-activedescendant", list.children[place].id);
        list.children[place].scrollIntoView({ block: "nearest" });
      }
    };
    const take = (place) => {
      const one = found[place];
      close();
      if (input.dataset.suggest === "") location.assign(one.address);
      else input.value = one.label;
    };
    const show = () => {
      list.replaceChildren(
        ...found.map((one, place) => {
          const item = document.createElement("li");
          item.id = `${list.id}-${place}`;
          item.setAttribute("role", "option");
          item.setAttribute("aria-selected", "false");
          const name = document.createElement("span");
          name.textContent = one.label === one.name ? one.label : `${one.label} (${one.name})`;
          const kind = document.createElement("small");
          kind.textContent = one.kind;
          item.append(name, kind);
          item.addEventListener("mousedown", (event) => {
            event.preventDefault();
            take(place);
          });
          return item;
        }),
      );
      list.hidden = !found.length;
      input.setAttribute("aria-expanded", String(Boolean(found.length)));
      chosen = -1;
    };
    const ask = async () => {
      const text = input.value.trim();
      if (text === asked) return;
      asked = text;
      if (!text) {
        found = [];
        close();
        return;
      }
      try {
        const reply = await fetch(
          new URL(`../suggest?${new URLSearchParams({ q: text, type: input.dataset.suggest })}`, here),
        );
        if (!reply.ok || asked !== text) return;
        found = await reply.json();
        if (document.activeElement === input) show();
      } catch {
        close();
      }
    };
    input.addEventListener("input", () => {
      clearTimeout(waiting);
      waiting = setTimeout(ask, 120);
    });
    input.addEventListener("blur", close);
    input.addEventListener("keydown", (event) => {
      if (list.hidden) return;
      if (event.key === "ArrowDown") {
        event.preventDefault();
        mark((chosen + 1) % found.length);
      } else if (event.key === "ArrowUp") {
        event.preventDefault();
        mark(((chosen + found.length) % (found.length + 1)) - 1 < 0 ? found.length - 1 : chosen - 1);
      } else if (event.key === "Enter" && chosen >= 0) {
        event.preventDefault();
        take(chosen);
      } else if (event.key === "Escape") close();
    });
  }
})();
