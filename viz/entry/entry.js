// The form by hand: asks the server on this machine; what is kept stands above the form, who says so below it.
import { blame, fields } from "./form.js";
import { flow } from "./flow.js";
import { watch } from "./look.js";
import { make } from "./make.js";
import { ask, makeDesk, onGone } from "./sheet.js";

const $ = (id) => document.getElementById(id);
onGone(() => say(desk?.word("ended", { name: desk.name }) || "", true));
let desk = null,
  told = {},
  open = null, // the form that is filled in
  notes = [],
  checks = 0,
  fading = 0,
  over = false;
desk = makeDesk(await ask("sheet"));

function say(text, stays = false) {
  if (over) return;
  $("said").textContent = text;
  clearTimeout(fading);
  if (text && !stays) fading = setTimeout(() => say(""), 8000);
}

function take(state) {
  told = state;
  desk.facts = state.facts;
  const first = desk.entries.find((one) => one.name === desk.first) || desk.entries[0];
  $("title").textContent = desk.word("heading", { what: first.label });
  document.title = `${desk.word("heading", { what: first.label })} · cityties`;
  $("meta").textContent = [desk.name, desk.word(state.status), desk.word("by", { by: desk.by })].join(" · ");
  $("meta").dataset.status = state.status;
  $("undo").disabled = !state.undo;
  $("back").hidden = !desk.inStore || state.status === "new";
  cards();
  others();
}

/** What was entered, and the new things made along the way, each with its sentence and what can be done with it. */
function cards() {
  const entered = desk.facts.filter((fact) => fact.entered);
  const made = desk.facts.filter((fact) => told.made.includes(fact.id));
  const group = (name, facts) =>
    facts.length ? [make("h2", {}, desk.word(name)), make("ol", {}, ...facts.map(card))] : [];
  $("entered").replaceChildren(...group("entered", entered), ...group("made", made));
}

function card(fact) {
  const gaps = fact.gaps.length
    ? make("p", { class: "gaps" }, `${desk.word("gaps")} ${fact.gaps.map((gap) => gap.label).join(", ")}`)
    : "";
  const button = (name, act) =>
    make(
      "button",
      {
        type: "button",
        class: "quiet small",
        "aria-label": `${desk.word(name)}: ${fact.caption}`,
        onclick: act,
      },
      desk.word(name),
    );
  return make(
    "li",
    { class: "card accepted", "data-fact": fact.id },
    make("p", { class: "what" }, fact.label),
    make("p", { class: "says" }, fact.sentence || fact.caption),
    fact.why ? make("p", { class: `why ${fact.standing}` }, fact.why) : "",
    gaps,
    ...notes.filter((note) => note.fact === fact.id).map(remark),
    make(
      "div",
      { class: "row" },
      button("correct", () => edit(fact)),
      fact.entered ? button("remove", () => act("remove", { fact: fact.id })) : "",
    ),
  );
}

function remark(note) {
  return make("p", { class: `note ${note.severity}` }, note.text);
}

/** What else can be added: what mostly comes with what is there first. */
function others() {
  const entered = desk.facts.filter((fact) => fact.entered).map((fact) => fact.word);
  const words = entered.length ? [entered.at(-1), ...entered] : [desk.first];
  const along = words.flatMap((word) => desk.entries.find((one) => one.name === word)?.along || []);
  const sorted = [...desk.entries].sort((one, other) => rank(along, one) - rank(along, other));
  $("also").replaceChildren(
    make("span", {}, desk.word("also")),
    ...sorted.map((one) =>
      make(
        "button",
        { type: "button", class: "quiet small", "data-add": one.name, onclick: () => begin(one) },
        one.label,
      ),
    ),
  );
  $("also").hidden = Boolean(open);
}

function rank(along, one) {
  return along.includes(one.name) ? along.indexOf(one.name) : along.length;
}

function begin(one) {
  form(one.kind, { ...told.presets[one.name] }, one.ask, one.label, "");
}

function edit(fact) {
  const one = desk.entries.find((entry) => entry.name === fact.word);
  form(fact.kind, fact.slots, one ? one.ask : null, fact.label, fact.id);
}

/** Open a form for a new fact, or for the one that it corrects. */
function form(kind, slots, asked, label, mends) {
  const inner = fields(desk, kind, slots, asked ? { ask: asked } : {});
  const against = notes.filter((note) => mends && note.fact === mends);
  const seenBy = watch(desk, kind, inner, mends, against);
  const wrong = make("p", { class: "wrong", role: "alert" });
  const keep = async () => {
    wrong.textContent = "";
    const faults = await seenBy.insist();
    if (faults.length) {
      wrong.textContent = faults.map((fault) => fault.text).join("; ");
      inner.focus(faults[0].slot);
      return;
    }
    try {
      const reply = await ask("keep", { kind, slots: inner.slots, fact: mends });
      leave();
      take(reply.state);
      const what = desk.fact(reply.fact);
      say(desk.word("kept", { what: what ? what.caption : "" }));
      $("also").querySelector("button")?.focus();
      check();
    } catch (error) {
      if (error.message !== "gone") wrong.textContent = error.message;
    }
  };
  const root = make(
    "form",
    {
      class: "sheet open",
      novalidate: true,
      "aria-labelledby": "formHead",
      onsubmit: (event) => {
        event.preventDefault();
        keep();
      },
    },
    make("h2", { id: "formHead" }, label),
    inner.root,
    seenBy.root,
    wrong,
    make(
      "div",
      { class: "row actions" },
      make("button", { type: "submit" }, desk.word("keep")),
      make(
        "button",
        {
          type: "button",
          class: "quiet",
          onclick: () => {
            leave();
            $("also").querySelector("button")?.focus();
          },
        },
        desk.word("cancel"),
      ),
    ),
    make("p", { class: "hint" }, desk.word("keysHint")),
  );
  flow(root, keep);
  open = root;
  $("form").replaceChildren(root);
  $("also").hidden = true;
  inner.focus();
  root.scrollIntoView({ block: "nearest" });
}

function leave() {
  open = null;
  $("form").replaceChildren();
  others();
}

/** Who says so: kept at each change, saved with Ctrl+Enter. */
function source() {
  const inner = fields(desk, "source", told.article);
  const wrong = make("div", { role: "alert" });
  const show = (faults, strict) => {
    for (const one of inner.told) {
      const fault = faults.find((found) => found.slot === one.name && (strict || !found.missing));
      blame(one.root, fault ? fault.text : "");
    }
  };
  const keep = async (strict = false) => {
    try {
      const reply = await ask("describe", { article: inner.slots });
      take(reply.state);
      show(reply.faults, strict);
      if (!strict && !reply.faults.length) check();
      return reply.faults;
    } catch {
      return [];
    }
  };
  const save = async () => {
    wrong.replaceChildren();
    if (open) {
      open.querySelector('[type="submit"]').focus();
      return;
    }
    const faults = await keep(true);
    if (faults.length) {
      inner.focus(faults[0].slot);
      return;
    }
    const button = $("save");
    button.disabled = true;
    say(desk.word("saving"), true);
    try {
      const reply = await ask("save", {});
      take(reply.state);
      say("");
      if (reply.notes.length) {
        notes = reply.notes;
        cards();
        const lines = reply.notes.map((note) => make("li", {}, note.text));
        wrong.replaceChildren(
          make("p", { class: "wrong" }, desk.word("wrongHere")),
          make("ul", { class: "wrong" }, ...lines),
        );
        return;
      }
      say(`${reply.said} ${desk.word("canClose")}`, true);
      $("finish").focus();
    } catch (error) {
      if (error.message !== "gone") {
        say("");
        wrong.replaceChildren(make("p", { class: "wrong" }, error.message));
      }
    } finally {
      button.disabled = false;
    }
  };
  const root = make(
    "form",
    {
      class: "sheet",
      novalidate: true,
      onchange: () => keep(),
      onsubmit: (event) => {
        event.preventDefault();
        save();
      },
    },
    make("h2", {}, desk.word("source")),
    inner.root,
    wrong,
    make(
      "div",
      { class: "row actions" },
      make("button", { type: "submit", id: "save" }, desk.word("save")),
      make("span", { class: "says" }, desk.word("where", { where: desk.where })),
    ),
  );
  flow(root, save);
  $("source").replaceChildren(root);
}

/** Ask what shapes and checks find, and show it beside what it is about. */
async function check() {
  const mine = ++checks;
  let found;
  try {
    found = await ask("check");
  } catch {
    return;
  }
  if (mine !== checks) return;
  notes = found.notes;
  cards();
  const loose = notes.filter((note) => !desk.fact(note.fact));
  const fine = found.whole && !notes.length;
  $("found").replaceChildren(
    ...loose.map(remark),
    ...(fine ? [make("p", { class: "note fine" }, desk.word("checked"))] : []),
  );
}

async function act(name, body) {
  try {
    const reply = await ask(name, body);
    leave();
    take(reply.state);
    say(reply.said);
    if (name === "undo") source();
    check();
  } catch (error) {
    if (error.message !== "gone") say(error.message, true);
  }
}

for (const element of document.querySelectorAll("[data-word]")) element.textContent = desk.word(element.dataset.word);
for (const element of document.querySelectorAll("[data-name]"))
  element.setAttribute("aria-label", desk.word(element.dataset.name));
$("undo").addEventListener("click", () => act("undo", {}));
$("back").addEventListener("click", () => act("back", {}));
$("finish").addEventListener("click", async () => {
  try {
    await ask("finish", {});
  } catch {
    // it may be gone already
  }
  over = true;
  $("said").textContent = desk.word("ended", { name: desk.name });
});

take(await ask("state"));
source();
if (!desk.facts.length && desk.first) begin(desk.entries.find((one) => one.name === desk.first));
else $("also").querySelector("button").focus();
check();
document.body.dataset.ready = "";
