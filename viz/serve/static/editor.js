// Turns the text field of the SPARQL page into an editor, where Ace is at hand: colours, prefixes, completion.
"use strict";
(() => {
  const here = document.currentScript.src; // in the folder static, wherever the server lies
  const field = document.getElementById("query"),
    form = document.getElementById("ask");
  field.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.requestSubmit();
  });
  if (!window.ace) return;
  ace.config.set("useStrictCSP", true);
  ace.config.set("basePath", new URL("ace", here).pathname);
  const room = document.createElement("div");
  room.id = "editor";
  field.before(room);
  field.hidden = true;
  const editor = ace.edit(room, {
    value: field.value,
    mode: "ace/mode/sparql",
    showPrintMargin: false,
    useWorker: false,
    fontSize: 14,
    tabSize: 2,
    enableBasicAutocompletion: true,
    enableLiveAutocompletion: true,
    enableKeyboardAccessibility: true,
  });
  editor.textInput.getElement().setAttribute("aria-label", "SPARQL");
  const paint = () => {
    const told = document.documentElement.dataset.theme;
    const dark = told ? told === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
    editor.setTheme(dark ? "ace/theme/tomorrow_night" : "ace/theme/textmate");
  };
  paint();
  document.addEventListener("theme", paint);
  editor.session.on("change", () => {
    field.value = editor.getValue();
  });
  editor.commands.addCommand({
    name: "run",
    bindKey: { win: "Ctrl-Enter", mac: "Command-Enter" },
    exec: () => form.requestSubmit(),
  });
  editor.clearSelection();
  fetch(new URL("../terms.json", here))
    .then((reply) => reply.json())
    .then(({ prefixes, terms }) => {
      const told = [
        ...terms.map((term) => ({ caption: term.name, value: term.name, meta: term.meaning, score: 900 })),
        ...Object.entries(prefixes).map(([name, iri]) => ({
          caption: `PREFIX ${name}:`,
          value: `PREFIX ${name}: <${iri}>`,
          meta: "prefix",
          score: 800,
        })),
      ];
      ace.require("ace/ext/language_tools").addCompleter({
        identifierRegexps: [/[a-zA-Z_0-9:?$-]/],
        getCompletions: (_, session, position, prefix, done) => done(null, told),
      });
    })
    .catch(() => {
      /* completion of keywords only */
    });
})();
