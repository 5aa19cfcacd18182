// What a page of forms knows: the server on this machine, the kinds and their fields, the words, the facts.

let gone = () => {};

/** Say what is done when the server answers no more. */
export function onGone(act) {
  gone = act;
}

/** Ask the server: with a body it is told something. Throws what the server finds wrong, or "gone". */
export async function ask(path, body) {
  const options = body && {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  };
  let reply;
  try {
    reply = await fetch(path, options);
  } catch {
    gone();
    throw new Error("gone");
  }
  if (!reply.ok) {
    gone();
    throw new Error("gone");
  }
  const answer = await reply.json();
  if (answer?.wrong) throw new Error(answer.wrong);
  return answer;
}

/** Make the desk that forms and cards work with, of what the server tells once. */
export function makeDesk(sheet, more = {}) {
  const desk = {
    ...sheet,
    facts: [],
    kinds: new Map(sheet.kinds.map((kind) => [kind.name, kind])),
    fact: (id) => desk.facts.find((fact) => fact.id === id),
    word: (name, parts = {}) =>
      Object.entries(parts).reduce(
        (text, [key, value]) => text.replace(`{${key}}`, () => value),
        sheet.words[name] || name,
      ),
    alike: (name, text) => plain(name).includes(plain(text)),
    find: async (text, kinds) => {
      try {
        return await ask(`find?${new URLSearchParams({ q: text, kinds: kinds.join(" ") })}`);
      } catch {
        return [];
      }
    },
    /** Give the posts that somebody holds by the graph, as options; `who` is a value of a field. */
    posts: async (who) => {
      const iri = String(who).startsWith("link:person:") ? who.slice("link:person:".length) : desk.fact(who)?.thing;
      if (!iri) return [];
      try {
        const found = await ask(`posts?${new URLSearchParams({ of: iri })}`);
        return found.map((one) => ({ value: known(one.iri), label: one.label, note: one.class }));
      } catch {
        return [];
      }
    },
    ...more,
  };
  const known = (iri) => desk.facts.find((fact) => fact.thing === iri)?.id || `link:post:${iri}`;
  return desk;
}

function plain(text) {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").replace(/ı/g, "i").toLowerCase();
}
