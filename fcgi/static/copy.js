/* A copy button behind each <span class="copy" data-copy="what it is">; the result is spoken through one live region. */
const texts = document.getElementById("texts").dataset;
const live = document.createElement("p");

live.className = "sr";
live.setAttribute("role", "status");
document.querySelector("main").append(live);

for (const holder of document.querySelectorAll("[data-copy]:not(#texts)")) {
  const code = holder.querySelector("code");
  const button = document.createElement("button");
  const word = document.createElement("span");
  const what = document.createElement("span");

  if (!code || !navigator.clipboard)
    continue;
  button.type = "button";
  word.textContent = texts.copy;
  what.className = "sr";
  what.textContent = ` ${holder.dataset.copy}`;
  button.append(word, what);
  holder.append(button);
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(code.textContent.trim());
    } catch {
      getSelection().selectAllChildren(code); /* no permission: the text stands ready for Ctrl+C */
      return;
    }
    word.textContent = texts.copied;
    live.textContent = `${texts.copied}: ${holder.dataset.copy}`;
    setTimeout(() => {
      word.textContent = texts.copy;
      live.textContent = "";
    }, 3000);
  });
}
