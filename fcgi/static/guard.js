/* A form is sent once, however often its button is pressed, and a form with data-dirty asks before typed text is lost. */
const texts = document.getElementById("texts").dataset;
const AGAIN_MS = 15000; /* after an answer that leaves the page in place, e.g. a download */
const dirty = new Set();

function release(form)
{
  delete form.dataset.sent;
  for (const button of form.querySelectorAll("button[aria-disabled]")) {
    button.removeAttribute("aria-disabled");
    if (button.dataset.label)
      button.textContent = button.dataset.label;
  }
}

function sent(event)
{
  const form = event.target;
  const button = event.submitter;

  if (event.defaultPrevented)
    return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "1";
  dirty.delete(form);
  if (button) {
    /* Not disabled: its name and value have to be sent, and the focus has to stay */
    button.setAttribute("aria-disabled", "true");
    if (button.childElementCount === 0 && texts.sending) {
      button.dataset.label = button.textContent;
      button.textContent = texts.sending;
    }
  }
  setTimeout(() => release(form), AGAIN_MS);
}

/* Registered on the document, so that helpers of the form itself have had their say first. */
document.addEventListener("submit", (event) => {
  if (event.target.method === "post")
    sent(event);
});

for (const form of document.querySelectorAll("form[data-dirty]")) {
  form.addEventListener("input", () => dirty.add(form));
  form.addEventListener("draft-saved", () => {
    if (![...form.querySelectorAll("input[type=file]")].some((input) => input.files.length > 0))
      dirty.delete(form);
  });
}

addEventListener("beforeunload", (event) => {
  if (dirty.size > 0)
    event.preventDefault();
});
addEventListener("pageshow", (event) => {
  if (event.persisted)
    document.querySelectorAll("form[data-sent]").forEach(release);
});
