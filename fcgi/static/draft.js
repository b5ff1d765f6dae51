/* Keeps a draft: <form data-autosave="/adres"> is posted there (without files) two seconds after typing stops, and when
 * the page is left. The server answers 2xx with any body; 401 or 403 means the session is over. */
const texts = document.getElementById("texts").dataset;
const QUIET_MS = 2000;
const RETRY_MS = 15000;

function attach(form)
{
  const state = form.querySelector("[data-draft-state]") ?? document.createElement("p");
  let timer = 0;
  let changed = false;
  let stopped = false;

  function say(text, failed = false)
  {
    state.textContent = text;
    state.classList.toggle("failed", failed);
  }

  function body()
  {
    const data = new FormData(form);
    const fields = new URLSearchParams();

    for (const [name, value] of data) {
      if (typeof value === "string")
        fields.append(name, value);
    }
    return fields;
  }

  async function save(leaving = false)
  {
    clearTimeout(timer);
    if (!changed || stopped)
      return;
    changed = false;
    if (!leaving)
      say(texts.saving);
    try {
      const answer = await fetch(form.dataset.autosave, {
        method: "POST", body: body(), credentials: "same-origin", redirect: "error", keepalive: leaving,
        headers: { "X-Requested-With": "eurzad" },
      });
      if (answer.status === 401 || answer.status === 403) {
        stopped = true;
        changed = true;
        say(texts.expired, true);
        return;
      }
      if (!answer.ok)
        throw new Error(String(answer.status));
      if (!changed)
        form.dispatchEvent(new CustomEvent("draft-saved"));
      say(`${texts.saved} ${new Date().toLocaleTimeString("pl-PL", { hour: "2-digit", minute: "2-digit" })}`);
    } catch {
      changed = true;
      say(texts.unsaved, true);
      timer = setTimeout(save, RETRY_MS);
    }
  }

  function touched()
  {
    changed = true;
    clearTimeout(timer);
    timer = setTimeout(save, QUIET_MS);
  }

  if (!state.isConnected) {
    state.className = "draft-state";
    (form.querySelector(".actions") ?? form.lastElementChild).before(state);
  }
  state.setAttribute("role", "status");
  form.addEventListener("input", touched);
  form.addEventListener("change", touched);
  form.addEventListener("submit", (event) => {
    if (event.defaultPrevented)
      return;
    stopped = true; /* the real sending carries everything; a late draft must not follow it */
    clearTimeout(timer);
  });
  addEventListener("pageshow", () => { stopped = false; });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden")
      save(true);
  });
}

document.querySelectorAll("form[data-autosave]").forEach(attach);
