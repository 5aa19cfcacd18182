// The facts, group by group; the active one opened, with its slots and what can be done with it.
import { make } from "./make.js";

const SIGNS = { open: "○", accepted: "✓", refused: "✕" };

/** Write the groups of facts. `acts` are the functions behind the buttons. */
export function groups(desk, active, acts) {
  return [...desk.kinds.values()]
    .map((kind) => {
      const facts = desk.facts.filter((fact) => fact.kind === kind.name);
      if (!facts.length) return null;
      const done = facts.filter((fact) => fact.state !== "open").length;
      const head = make("h2", {}, kind.plural, " ", make("span", { class: "count" }, `${done}/${facts.length}`));
      return make(
        "section",
        { class: `group ${done === facts.length ? "whole" : ""}` },
        head,
        make("ol", {}, ...facts.map((fact) => card(desk, fact, fact.id === active, acts))),
      );
    })
    .filter(Boolean);
}

function card(desk, fact, open, acts) {
  const head = make(
    "button",
    {
      type: "button",
      class: "head",
      "aria-expanded": String(open),
      "data-head": fact.id,
      tabindex: open ? "0" : "-1",
      onclick: () => acts.pick(fact.id),
    },
    make("span", { class: "sign", "aria-hidden": "true" }, SIGNS[fact.state]),
    make("span", { class: "caption" }, fact.caption, " ", make("span", { class: "when" }, fact.when)),
    fact.state !== "open" ? make("span", { class: "hidden" }, `, ${desk.word(fact.state)}`) : "",
    make("span", { class: `badge ${fact.standing}` }, desk.word(fact.standing)),
    make("span", { class: "score", title: desk.word("score") }, fact.score.toFixed(2)),
  );
  return make(
    "li",
    {
      class: `card ${fact.state} ${open ? "active" : ""}`,
      "data-fact": fact.id,
      onmouseenter: () => acts.hover([fact.id]),
      onmouseleave: () => acts.hover([]),
    },
    head,
    open ? body(desk, fact, acts) : "",
  );
}

function body(desk, fact, acts) {
  const slots = make(
    "dl",
    {},
    ...fact.told.flatMap((slot) => [
      make("dt", {}, slot.label),
      make("dd", {}, ...slot.values.map((value) => told(desk, value, acts))),
    ]),
  );
  const quotes = fact.spans.map(([start, end]) => make("blockquote", { lang: desk.textLang }, desk.words(start, end)));
  const linked = fact.linked && fact.linked !== fact.caption ? `${desk.word("inGraph")}: ${fact.linked}` : "";
  const lines = [fact.why, linked].filter(Boolean).map((line) => make("span", {}, line));
  const why = lines.length ? make("p", { class: `why ${fact.standing}` }, ...lines) : "";
  const found = make(
    "p",
    { class: "found" },
    [fact.rule, fact.by ? desk.word("reviewer", { by: fact.by }) : ""].filter(Boolean).join(" · "),
  );
  const button = (name, key, act, look = "quiet") =>
    make(
      "button",
      { type: "button", class: look, "data-act": name, onclick: act },
      desk.word(name),
      " ",
      key ? make("kbd", {}, key) : "",
    );
  const actions = [];
  if (fact.state !== "accepted") actions.push(button("accept", "a", () => acts.accept(fact.id), ""));
  actions.push(button("mend", "m", () => acts.mend(fact.id)));
  if (fact.state !== "refused") actions.push(button("refuse", "r", () => acts.refuse(fact.id)));
  if (fact.linkable) actions.push(button("link", "l", () => acts.link(fact.id)));
  actions.push(
    fact.state === "open"
      ? button("skip", "s", () => acts.skip(fact.id))
      : button("reopen", "", () => acts.reopen(fact.id)),
  );
  return make(
    "div",
    { class: "body" },
    make("div", { class: "quotes" }, ...quotes),
    slots,
    lacking(desk, fact, acts),
    why,
    found,
    make("div", { class: "row actions" }, ...actions),
  );
}

/** Show what a fact lacks: each gap opens the form at its field. */
function lacking(desk, fact, acts) {
  if (!fact.gaps.length) return "";
  const ways = fact.gaps.map((gap) =>
    make(
      "button",
      {
        type: "button",
        class: "gap",
        "aria-label": desk.word("fill", { label: gap.label }),
        onclick: () => acts.fill(fact.id, gap),
      },
      gap.label,
    ),
  );
  return make("p", { class: "gaps" }, make("span", {}, desk.word("gaps")), ...ways);
}

function told(desk, value, acts) {
  if (value.parts) return make("span", { class: "parts" }, ...value.parts.map((part) => told(desk, part, acts)));
  const other = value.fact && desk.fact(value.fact);
  if (!other) return make("span", { class: "plain" }, value.text);
  const state = `${desk.word(other.standing)}${other.state === "open" ? "" : `, ${desk.word(other.state)}`}`;
  return make(
    "button",
    {
      type: "button",
      class: `thing ${other.standing} ${other.state}`,
      title: state,
      onclick: () => acts.pick(other.id),
    },
    value.text,
  );
}
