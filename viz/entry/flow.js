// Filling in by keys: Enter goes on to the next field, in a row to the next row; Ctrl+Enter keeps the form.

const FIELDS = "input:not([hidden]), select, textarea";

/** Let keys lead through a form; `onKeep` is told when it is filled in. */
export function flow(form, onKeep) {
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.defaultPrevented || event.isComposing) return;
    if (event.ctrlKey || event.metaKey) {
      event.preventDefault();
      onKeep();
      return;
    }
    if (!event.target.matches("input, select") || event.shiftKey) return;
    event.preventDefault();
    next(form, event.target);
  });
  // What is chosen where there can be but one is done with.
  form.addEventListener("chosen", (event) => {
    if (event.detail.multiple) return;
    queueMicrotask(() => onward(form, event.target));
  });
}

/** Give the fields that can be seen. */
function seen(form) {
  return [...form.querySelectorAll(FIELDS)].filter((field) => field.checkVisibility());
}

function onward(form, after) {
  const place = (field) => after.compareDocumentPosition(field);
  const following = seen(form).find(
    (field) => place(field) & Node.DOCUMENT_POSITION_FOLLOWING && !after.contains(field),
  );
  (following || form.querySelector('[type="submit"]'))?.focus();
}

function next(form, field) {
  const row = field.closest(".rows > li");
  // In a made thing's own form each field counts; an empty field of a row is passed, and the row with it.
  if (row && !field.closest(".made") && !field.value) {
    const rows = field.closest(".rows");
    const begun = row !== rows.lastElementChild;
    if (begun) return row.nextElementSibling.querySelector(FIELDS).focus();
    return onward(form, rows.parentElement.querySelector(":scope > button"));
  }
  return onward(form, field.closest(".picker") || field);
}
