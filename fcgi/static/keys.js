/* Keyboard for clerks. Any link, button or field with data-key is reached by that key, or by two keys in a row ("g s");
 * what cannot be undone has data-ask (a question, then to whom and what, one a line), and its key asks before it does it;
 * j and k walk through the rows of a table with data-rows (in each the link with data-row), o or Enter opens; ? shows
 * the list, where single keys can be switched off (WCAG 2.1.4). Nothing happens while someone types. */
const OFF = "eurzad.keys.off";
const SECOND_KEY_MS = 1200;
const dialog = document.createElement("dialog");
const question = document.createElement("dialog");
let off = read() === "1";
let first = "";
let firstTimer = 0;

function read()
{
  try {
    return localStorage.getItem(OFF);
  } catch {
    return null;
  }
}

function write(value)
{
  try {
    localStorage.setItem(OFF, value);
  } catch {
    /* storage refused: the choice holds for this page */
  }
}

function element(name, text, children = [])
{
  const node = document.createElement(name);

  node.textContent = text;
  node.append(...children);
  return node;
}

function typing(target)
{
  return target.closest("input:not([type=checkbox],[type=radio],[type=submit],[type=button]),textarea,select,[contenteditable]");
}

function visible(node)
{
  return node.checkVisibility ? node.checkVisibility() : node.offsetParent !== null;
}

function find(key)
{
  return [...document.querySelectorAll(`[data-key="${CSS.escape(key)}"]`)].find(visible);
}

/* The answer that does it has the focus, so Enter is enough; Escape and „Wróć” leave everything as it was. */
function ask(node)
{
  const [text, ...about] = node.dataset.ask.split("\n");
  const title = element("h2", text);
  const yes = element("button", describe(node));
  const no = element("button", "Wróć");
  const actions = element("p", "", [yes, no]);

  title.id = "ask-title";
  actions.className = "actions";
  yes.type = no.type = "button";
  yes.className = "button primary";
  no.className = "button secondary";
  no.addEventListener("click", () => question.close());
  yes.addEventListener("click", () => {
    question.close();
    node.click();
  });
  question.setAttribute("aria-labelledby", title.id);
  question.replaceChildren(title, ...about.map((line) => element("p", line)), actions);
  question.showModal();
  yes.focus();
}

function press(node)
{
  if (node.dataset.ask) {
    node.focus();
    ask(node);
  } else if (node.matches("input,select,textarea")) {
    node.focus();
    node.select?.();
  } else {
    node.focus();
    node.click();
  }
}

function rows()
{
  return [...document.querySelectorAll("table[data-rows] tbody tr")]
    .map((row) => row.querySelector("[data-row]") ?? row.querySelector("a,input,button"))
    .filter(Boolean);
}

function walk(step)
{
  const all = rows();
  const here = all.findIndex((node) => node.closest("tr").contains(document.activeElement));
  const next = all[here < 0 ? (step > 0 ? 0 : all.length - 1) : here + step];

  if (next) {
    next.focus();
    next.closest("tr").scrollIntoView({ block: "nearest" });
  }
}

function describe(node)
{
  return node.dataset.keyLabel ?? node.labels?.[0]?.textContent.trim() ?? node.getAttribute("aria-label") ??
    [...node.childNodes].filter((child) => child.nodeName !== "KBD").map((child) => child.textContent).join("").trim();
}

function line(keys, text)
{
  const term = document.createElement("dt");

  keys.split(" ").forEach((key, i) => term.append(i ? " " : "", element("kbd", key)));
  return element("div", "", [term, element("dd", text)]);
}

function build()
{
  const list = element("dl", "");
  const close = element("button", "Zamknij");
  const box = document.createElement("input");
  const label = element("label", "Skróty jednoklawiszowe włączone");
  const choice = element("div", "");
  const seen = new Set();

  list.className = "keys";
  for (const node of document.querySelectorAll("[data-key]")) {
    if (!seen.has(node.dataset.key) && visible(node)) {
      seen.add(node.dataset.key);
      list.append(line(node.dataset.key, describe(node)));
    }
  }
  if (rows().length > 0)
    list.append(line("j k", "Następny, poprzedni wiersz"), line("o", "Otwórz zaznaczony wiersz"));
  list.append(line("?", "Ta lista"));
  box.type = "checkbox";
  box.id = "keys-on";
  box.checked = !off;
  box.addEventListener("change", () => {
    off = !box.checked;
    write(off ? "1" : "0");
    hints();
  });
  label.htmlFor = box.id;
  choice.className = "choice";
  choice.append(box, label);
  close.type = "button";
  close.className = "button secondary";
  close.addEventListener("click", () => dialog.close());
  const title = element("h2", "Skróty klawiszowe");
  title.id = "keys-title";
  dialog.setAttribute("aria-labelledby", title.id);
  dialog.replaceChildren(title, list, choice, close);
}

function help()
{
  if (dialog.open) {
    dialog.close();
    return;
  }
  build();
  dialog.showModal();
}

/* The key is printed on buttons of the toolbar and told to assistive technology while shortcuts are on. */
function hints()
{
  for (const node of document.querySelectorAll("[data-key]")) {
    node.querySelector("kbd")?.remove();
    node.removeAttribute("aria-keyshortcuts");
    if (off)
      continue;
    if (!node.dataset.key.includes(" "))
      node.setAttribute("aria-keyshortcuts", node.dataset.key);
    if (node.matches(".button")) {
      const hint = element("kbd", node.dataset.key);

      hint.setAttribute("aria-hidden", "true");
      node.append(hint);
    }
  }
}

function forget()
{
  first = "";
  clearTimeout(firstTimer);
}

function down(event)
{
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing)
    return;
  /* Switched off means off: the list then opens only from its button */
  if (off || typing(event.target) || question.open || (dialog.open && event.key !== "?"))
    return;
  const both = first ? `${first} ${event.key}` : "";
  const node = (both && find(both)) || find(event.key);

  forget();
  if (event.key === "?")
    help();
  else if (node)
    press(node);
  else if (event.key === "j" || event.key === "k")
    walk(event.key === "j" ? 1 : -1);
  else if (event.key === "o" && document.activeElement.closest("table[data-rows]"))
    document.activeElement.click();
  else if (document.querySelector(`[data-key^="${CSS.escape(event.key)} "]`)) {
    first = event.key;
    firstTimer = setTimeout(forget, SECOND_KEY_MS);
  } else
    return;
  event.preventDefault();
}

const button = element("button", "Skróty klawiszowe");
button.type = "button";
button.addEventListener("click", help);
document.getElementById("keys-button")?.append(button);
document.body.append(dialog, question);
document.addEventListener("keydown", down);
hints();
