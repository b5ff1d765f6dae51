/* Lists the files chosen in <input type="file" data-files> with their sizes, lets one be taken back, and warns before
 * sending when a limit (data-max-file, data-max-total, in bytes) is passed. The server decides again. */
const texts = document.getElementById("texts").dataset;

function size(bytes)
{
  const units = [[1e9, "GB"], [1e6, "MB"], [1e3, "kB"]];

  for (const [unit, name] of units) {
    /* 999 950 kB would round to "1000": from half a step below, the next unit is used */
    if (bytes >= unit * 0.9995)
      return `${(bytes / unit).toLocaleString("pl-PL", { maximumFractionDigits: unit === 1e3 ? 0 : 1 })}\u00a0${name}`;
  }
  return `${bytes}\u00a0B`;
}

function remove(input, index)
{
  const kept = new DataTransfer();

  [...input.files].forEach((file, i) => {
    if (i !== index)
      kept.items.add(file);
  });
  input.files = kept.files;
  show(input);
  input.focus();
}

function line(input, file, index, limit)
{
  const item = document.createElement("li");
  const name = document.createElement("span");
  const note = document.createElement("span");
  const button = document.createElement("button");
  const which = document.createElement("span");

  name.className = "files-name";
  name.textContent = file.name;
  note.className = "meta";
  note.textContent = size(file.size);
  if (limit && file.size > limit) {
    note.className = "meta wrong";
    note.textContent += ` – ${texts.tooBig} ${size(limit)}`;
  }
  button.type = "button";
  button.textContent = texts.remove;
  which.className = "sr";
  which.textContent = ` ${file.name}`;
  button.append(which);
  button.addEventListener("click", () => remove(input, index));
  item.append(name, note, button);
  return item;
}

function show(input)
{
  const box = document.getElementById(`${input.id}-chosen`);
  const files = [...input.files];
  const list = document.createElement("ul");
  const sum = document.createElement("p");
  const total = files.reduce((n, file) => n + file.size, 0);
  const maxFile = Number(input.dataset.maxFile) || 0;
  const maxTotal = Number(input.dataset.maxTotal) || 0;
  const tooMuch = maxTotal > 0 && total > maxTotal;

  box.replaceChildren();
  input.setCustomValidity("");
  if (files.length === 0)
    return;
  list.className = "files";
  list.append(...files.map((file, i) => line(input, file, i, maxFile)));
  sum.className = tooMuch ? "files-total wrong" : "files-total";
  sum.textContent = `${texts.total}: ${size(total)}`;
  if (tooMuch)
    sum.textContent += `. ${texts.tooMuch} ${size(maxTotal)}`;
  box.append(list, sum);
  if (tooMuch || (maxFile && files.some((file) => file.size > maxFile)))
    input.setCustomValidity(tooMuch ? `${texts.tooMuch} ${size(maxTotal)}` : `${texts.tooBig} ${size(maxFile)}`);
}

for (const input of document.querySelectorAll("input[data-files]")) {
  const box = document.createElement("div");

  box.id = `${input.id}-chosen`;
  box.className = "files-chosen";
  box.setAttribute("role", "status");
  input.after(box);
  input.addEventListener("change", () => show(input));
  show(input);
  input.form?.addEventListener("submit", (event) => {
    /* A form with novalidate would send and lose minutes of upload to a refusal we can already see */
    if (input.validity.customError) {
      event.preventDefault();
      input.reportValidity();
    }
  });
}
