// The reader's own picture: chosen, dropped or pasted. It is kept in this page and nowhere else.
import { h } from "./dom.js";
import { openPhoto } from "./filters_photo.js";

// `frame()` gives the rows and columns that it is cut to; `show(picture | null)` puts it in place.
export function createOpener({ root, frame, show, wrong }) {
  let latest = 0;
  const chooser = h("input", { type: "file", name: "file", accept: "image/*", hidden: true, "aria-label": "Your own picture" });
  const open = h("button", { type: "button", name: "open", "data-opens": "", onclick: () => chooser.click() }, "your own picture …");
  const back = h("button", { type: "button", name: "photograph", onclick: () => put(null) }, "back to the photograph");
  const note = h("span", { class: "cv-quiet" }, "or drop or paste one; it stays in this page");
  const node = h("div", { class: "cv-tabs cv-filters-own" }, open, note, back, chooser);
  back.hidden = true;

  function put(picture) {
    latest += 1; // a file still being read comes too late
    back.hidden = picture === null;
    show(picture);
  }
  async function take(file) {
    const mine = ++latest;
    try {
      const picture = await openPhoto(file, frame());
      if (mine !== latest) return;
      put(picture);
      wrong("Your picture stays in this page: it is not sent anywhere, and a link does not carry it.");
    } catch (error) {
      if (mine === latest) wrong(error.message);
    }
  }
  function received(event, data, how) {
    event.preventDefault();
    if (data.files.length) take(data.files[0]);
    else wrong(`There is no picture in what was ${how}.`);
  }
  chooser.addEventListener("change", () => {
    if (chooser.files.length) take(chooser.files[0]);
    chooser.value = ""; // so that the same file can be chosen again
  });
  root.addEventListener("dragover", (event) => event.preventDefault());
  root.addEventListener("drop", (event) => received(event, event.dataTransfer, "dropped"));
  root.addEventListener("paste", (event) => event.target.matches("input") || received(event, event.clipboardData, "pasted"));
  return { node, leave: () => put(null) };
}
