/* Loads only the helpers a page asks for. Every page works without them. The version in the address of this file is
 * passed on, so that all files may be kept by the browser until the next release. */
const version = new URL(import.meta.url).search;

const helpers = [
  ["[data-copy]", "copy.js"],
  ["input[data-files]", "files.js"],
  ["form[data-autosave]", "draft.js"],
  ["form[method=post]", "guard.js"],
  ["[data-key]", "keys.js"],
];

/* The error summary takes the focus once, so that it is read first. */
document.getElementById("summary")?.focus();

for (const [selector, file] of helpers) {
  if (document.querySelector(selector))
    import(`./${file}${version}`);
}
