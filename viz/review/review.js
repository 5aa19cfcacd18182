// The page of a review: asks the server on this machine, shows facts beside the text, takes verdicts by mouse and keys.
import { Article } from "./article.js";
import { groups } from "./card.js";
import { fields, things } from "./form.js";
import { watch } from "./look.js";
import { make, reveal } from "./make.js";
import { ask, makeDesk, onGone } from "./sheet.js";

const $ = (id) => document.getElementById(id);
const main = document.querySelector("main");
onGone(() => stopped());
const sheet = await ask("sheet");
const desk = makeDesk(sheet, { words: (start, end) => article.words(start, end) });
let active = null,
  form = null,
  told = {},
  over = false,
  fading = 0,
  busy = false;
const waiting = []; // keys that were quicker than the verdict before them

function stopped() {
  if (!over && desk?.words) say(sheet.words.ended, true);
}
function say(text, stays = false) {
  $("said").textContent = text;
  clearTimeout(fading);
  if (text && !stays) fading = setTimeout(() => say(""), 8000);
}

const article = new Article(
  $("article"),
  sheet.text,
  (ids) => pick(ids[(ids.indexOf(active) + 1) % ids.length], { text: false, focus: true }),
  (span, box) => {
    const button = $("addHere");
    button.hidden = !span || Boolean(form);
    if (button.hidden) return;
    button.style.top = `${Math.max(4, Math.min(innerHeight - 60, box.bottom + 8))}px`;
    button.style.left = `${Math.max(8, Math.min(innerWidth - 300, box.left))}px`;
  },
  (ids) => hover(ids),
);

function hover(ids) {
  article.hint(ids);
  for (const card of document.querySelectorAll(".card")) card.classList.toggle("hint", ids.includes(card.dataset.fact));
}

function take(state) {
  desk.facts = state.facts;
  told = state;
  const done = desk.facts.filter((fact) => fact.state !== "open").length;
  $("title").textContent = state.article.title || desk.word("untitled");
  document.title = `${state.article.title || desk.word("untitled")} · cityties`;
  const meta = [
    state.article.publisher,
    state.article.published,
    state.article.address,
    desk.word("as", { by: desk.by }),
  ];
  $("meta").textContent = meta.filter(Boolean).join(" · ");
  $("progress").textContent = desk.word("progress", { done, all: desk.facts.length });
  $("done").max = Math.max(1, desk.facts.length);
  $("done").value = done;
  $("undo").disabled = !state.undo;
  article.render(desk.facts, state.article.title);
}

function draw({ focus = true, text = true } = {}) {
  const pane = $("facts"),
    held = pane.scrollTop;
  pane.replaceChildren(...groups(desk, active, acts));
  pane.scrollTop = held;
  article.activate(active, text);
  const card = active && pane.querySelector(`[data-fact="${CSS.escape(active)}"]`);
  if (!card) return;
  reveal(pane, card);
  if (focus) card.querySelector(".head").focus({ preventScroll: true });
}

function pick(id, how) {
  if (!desk.fact(id)) return;
  form = null;
  active = id;
  say("");
  draw(how);
}

function step(by) {
  const order = desk.facts.map((fact) => fact.id);
  pick(order[(order.indexOf(active) + by + order.length) % order.length]);
}

/** Give the next open fact after one, in the order of the page. */
function following(id) {
  const place = desk.facts.findIndex((fact) => fact.id === id);
  const turned = [...desk.facts.slice(place + 1), ...desk.facts.slice(0, place + 1)];
  return (turned.find((fact) => fact.state === "open") || desk.facts[place])?.id;
}

async function decide(name, body, next = true) {
  busy = true;
  try {
    const reply = await ask(name, body);
    take(reply.state);
    say(reply.said);
    form = null;
    const here = desk.fact(reply.fact) ? reply.fact : active;
    active = next ? following(here) : here;
    draw();
    return true;
  } catch (error) {
    if (error.message !== "gone") say(error.message, true);
    return error.message;
  } finally {
    busy = false;
    while (waiting.length && !busy) waiting.shift()();
  }
}

const acts = {
  pick: (id) =>
    id === active && !form
      ? $("facts")
          .querySelector(`[data-head="${CSS.escape(id)}"]`)
          .focus()
      : pick(id),
  hover,
  accept: (id) => decide("accept", { fact: id }),
  refuse: (id) => decide("refuse", { fact: id }),
  reopen: (id) => decide("reopen", { fact: id }, false),
  skip: (id) => pick(following(id)),
  undo: () => decide("undo", {}, false),
  mend: (id, slot = "") => {
    pick(id, { focus: false });
    const fact = desk.fact(id);
    const save = (slots, spans) => decide("mend", { fact: id, slots, spans });
    edit(fact.kind, fact.slots, fact.spans, save, "", slot, id);
  },
  fill: (id, gap) => {
    if (!gap.kind) return acts.mend(id, gap.slot);
    const fact = desk.fact(id);
    const save = (slots, spans) => decide("add", { kind: gap.kind, slots, spans }, false);
    return edit(gap.kind, { holder: id }, fact.spans, save, "", gap.slot);
  },
  link: (id) => link(desk.fact(id)),
  add: () => add(),
};

/** Open a form: in the active card, or above all where a fact is added. */
function edit(kind, slots, spans, onSave, chooser = "", slot = "", mends = "") {
  const inner = fields(desk, kind, slots);
  const seen = kind ? watch(desk, kind, inner, mends) : { root: "" };
  let where = spans;
  const quotes = make("div", { class: "quotes", lang: desk.textLang });
  const show = () =>
    quotes.replaceChildren(...where.map(([start, end]) => make("blockquote", {}, desk.words(start, end))));
  show();
  const again = make(
    "button",
    {
      type: "button",
      class: "quiet small",
      onmousedown: (event) => event.preventDefault(),
      onclick: () => {
        if (article.selected) {
          where = [article.selected];
          show();
        }
      },
    },
    desk.word("fromText"),
  );
  const wrong = make("p", { class: "wrong", role: "alert" });
  const root = make(
    "form",
    {
      class: "body",
      novalidate: true,
      onsubmit: async (event) => {
        event.preventDefault();
        const done = await onSave(inner.slots, where);
        if (done !== true) wrong.textContent = done;
      },
    },
    chooser,
    inner.root,
    make("div", { class: "field wide" }, make("span", { class: "label" }, desk.word("words")), quotes, again),
    seen.root,
    wrong,
    make(
      "div",
      { class: "row actions" },
      make("button", { type: "submit" }, desk.word("save")),
      make("button", { type: "button", class: "quiet", onclick: leave }, desk.word("cancel")),
    ),
  );
  form = root;
  $("addHere").hidden = true;
  const card = chooser ? null : $("facts").querySelector(".card.active");
  if (card) card.querySelector(".body").replaceWith(root);
  else {
    $("facts").querySelector(".adding")?.remove();
    $("facts").prepend(
      make(
        "section",
        { class: "group adding" },
        make("h2", {}, desk.word("add")),
        make("div", { class: "card active" }, root),
      ),
    );
  }
  reveal($("facts"), root);
  if (!chooser) inner.focus(slot);
  return root;
}

function leave() {
  form = null;
  draw();
}

function add(kind) {
  const span = article.selected;
  if (!span) {
    say(desk.word("select"), true);
    return;
  }
  say("");
  view("facts");
  const select = make(
    "select",
    { id: "kind", onchange: () => add(select.value) },
    make("option", { value: "" }, desk.word("choose")),
    ...[...desk.kinds.values()].map((one) => make("option", { value: one.name }, one.label)),
  );
  select.value = kind || "";
  const chooser = make("div", { class: "field wide" }, make("label", { for: "kind" }, desk.word("chooseKind")), select);
  if (kind) edit(kind, {}, [span], (slots, spans) => decide("add", { kind, slots, spans }, false), chooser);
  else
    edit("", {}, [span], async () => desk.word("chooseKind"), chooser).querySelector('[type="submit"]').hidden = true;
  const field = kind ? form.querySelector(".fields input:not([hidden]), .fields select") : select;
  (field || select).focus();
}

function link(fact) {
  if (!fact?.linkable) return;
  const dialog = $("linking");
  const one = things({ ...desk, facts: [] }, [fact.kind], {
    label: desk.word("linkHead"),
    only: true,
    onChange: async ([value]) => {
      if (!value?.startsWith("link:")) return;
      dialog.close();
      await decide("link", { fact: fact.id, iri: value.split(":").slice(2).join(":") });
    },
  });
  dialog.querySelector(".body").replaceChildren(make("p", { class: "lead" }, fact.caption), one.root);
  $("own").onclick = () => {
    dialog.close();
    decide("link", { fact: fact.id, iri: "" });
  };
  dialog.showModal();
  one.input.value = fact.caption;
  one.input.select();
  one.input.dispatchEvent(new Event("input"));
}

function known(one) {
  return desk.word("again", { source: one.label, why: one.why });
}

function finish() {
  if (told.needed.length) {
    pick(told.needed[0]);
    say(desk.word("needed"), true);
    return;
  }
  const dialog = $("finishing");
  const names = ["title", "publisher", "published", "address"];
  const inputs = Object.fromEntries(
    names.map((name) => [
      name,
      make("input", {
        id: `about-${name}`,
        type: "text",
        autocomplete: "off",
        placeholder: name === "published" ? "YYYY-MM-DD" : "",
      }),
    ]),
  );
  for (const name of names) inputs[name].value = told.article[name];
  const count = (state) => desk.facts.filter((fact) => fact.state === state).length;
  const wrong = make("div", { role: "alert" });
  const ways = told.again.length
    ? ["replace", "add"].map((way) =>
        make("input", { type: "radio", name: "again", id: `again-${way}`, value: way, required: true }),
      )
    : [];
  const button = make("button", { type: "submit" }, desk.word("write"));
  const root = make(
    "form",
    {
      novalidate: true,
      onsubmit: async (event) => {
        event.preventDefault();
        button.disabled = true;
        wrong.replaceChildren();
        try {
          const about = Object.fromEntries(names.map((name) => [name, inputs[name].value.trim()]));
          if (names.some((name) => about[name] !== told.article[name]))
            take((await ask("describe", { article: about })).state);
          const again = ways.find((way) => way.checked)?.value || "";
          if (ways.length && !again) {
            wrong.replaceChildren(make("p", { class: "wrong" }, told.again.map(known).join(" ")));
            ways[0].focus();
            button.disabled = false;
            return;
          }
          const reply = await ask("finish", { again });
          if (reply.findings.length)
            wrong.replaceChildren(
              make("p", { class: "wrong" }, desk.word("wrong")),
              make("ul", { class: "wrong" }, ...reply.findings.map((one) => make("li", {}, one))),
            );
          else {
            over = true;
            dialog.querySelector("h2").textContent = desk.word("done");
            dialog
              .querySelector(".body")
              .replaceChildren(make("p", { id: "written", tabindex: "-1" }, `${reply.said} ${desk.word("canClose")}`));
            document.getElementById("written").focus();
          }
        } catch (error) {
          if (error.message !== "gone") wrong.replaceChildren(make("p", { class: "wrong" }, error.message));
        }
        button.disabled = false;
      },
    },
    make(
      "p",
      { class: "tally" },
      ...["accepted", "refused", "open"].map((state) =>
        make("span", { class: state }, make("b", {}, String(count(state))), ` ${desk.word(state)}`),
      ),
    ),
    count("open") ? make("p", {}, desk.word("left", { count: count("open") })) : "",
    make(
      "div",
      { class: "fields" },
      ...names.map((name) =>
        make(
          "div",
          { class: `field ${name === "title" || name === "address" ? "wide" : ""}` },
          make("label", { for: `about-${name}` }, desk.word(name)),
          inputs[name],
        ),
      ),
    ),
    ways.length
      ? make(
          "fieldset",
          { class: "again" },
          make("legend", {}, told.again.map(known).join(" ")),
          ...ways.map((way) =>
            make(
              "p",
              {},
              way,
              make("label", { for: way.id }, desk.word(way.value === "add" ? "addBeside" : "replaceIt")),
            ),
          ),
        )
      : "",
    make("p", { class: "found" }, `${desk.word("where", { where: desk.where })}. ${desk.word("check")}`),
    wrong,
    make(
      "p",
      { class: "row" },
      button,
      make("button", { type: "button", class: "quiet", onclick: () => dialog.close() }, desk.word("cancel")),
    ),
  );
  dialog.querySelector(".body").replaceChildren(root);
  dialog.showModal();
  button.focus();
}

function view(name) {
  main.dataset.view = name;
  $("seeText").setAttribute("aria-pressed", String(name === "text"));
  $("seeFacts").setAttribute("aria-pressed", String(name === "facts"));
}

function keys(event) {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || over) return;
  if (document.querySelector("dialog[open]")) return;
  const typing = event.target.closest("input, select, textarea");
  if (event.key === "Escape" && form) {
    event.preventDefault();
    leave();
    return;
  }
  if (typing) return;
  const act = {
    j: () => step(1),
    ArrowDown: () => step(1),
    k: () => step(-1),
    ArrowUp: () => step(-1),
    a: () => acts.accept(active),
    r: () => acts.refuse(active),
    m: () => acts.mend(active),
    l: () => link(desk.fact(active)),
    s: () => acts.skip(active),
    u: () => acts.undo(),
    n: () => add(),
    f: () => finish(),
    "?": () => $("keys").showModal(),
    t: () => {
      view("text");
      $("article").focus();
    },
  }[event.key];
  if (!act || (form && event.key !== "?")) return;
  event.preventDefault();
  if (busy) waiting.push(act);
  else act();
}

for (const element of document.querySelectorAll("[data-word]")) element.textContent = desk.word(element.dataset.word);
for (const element of document.querySelectorAll("[data-name]"))
  element.setAttribute("aria-label", desk.word(element.dataset.name));
for (const button of document.querySelectorAll("[data-close]"))
  button.addEventListener("click", () => button.closest("dialog").close());
document.querySelector(".views").setAttribute("aria-label", `${desk.word("text")} / ${desk.word("facts")}`);
$("keys")
  .querySelector("dl")
  .append(
    ...sheet.keys.flatMap((one) => [
      make("dt", {}, ...one.keys.map((key) => make("kbd", {}, key))),
      make("dd", {}, one.what),
    ]),
  );
$("article").lang = sheet.textLang;
$("article").addEventListener("keydown", (event) => article.walk(event, () => add()));
$("undo").addEventListener("click", () => acts.undo());
$("help").addEventListener("click", () => $("keys").showModal());
$("finish").addEventListener("click", () => finish());
$("addHere").addEventListener("mousedown", (event) => event.preventDefault());
$("addHere").addEventListener("click", () => add());
$("seeText").addEventListener("click", () => view("text"));
$("seeFacts").addEventListener("click", () => view("facts"));
document.addEventListener("keydown", keys);

take(await ask("state"));
active = (desk.facts.find((fact) => fact.state === "open") || desk.facts[0])?.id || null;
draw({ text: false });
document.body.dataset.ready = "";
