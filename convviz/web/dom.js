// Building and updating elements.

function filled(node, props, children) {
  for (const [key, value] of Object.entries(props)) {
    if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
    else if (value === true) node.setAttribute(key, "");
    else if (value !== false && value != null) node.setAttribute(key, value);
  }
  node.append(...children);
  return node;
}

export const h = (tag, props = {}, ...children) => filled(document.createElement(tag), props, children);

// The same for the elements of a drawing.
export const s = (tag, props = {}, ...children) =>
  filled(document.createElementNS("http://www.w3.org/2000/svg", tag), props, children);

// Writes only what differs: a step touches a few cells, and costs what they cost.
export function put(node, name, value) {
  if (value == null || value === false) {
    if (node.hasAttribute(name)) node.removeAttribute(name);
  } else if (node.getAttribute(name) !== String(value)) node.setAttribute(name, value);
}

export function say(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

// Brings a cell into sight where what holds it is cut, to the middle: with the next frame, as asking
// for places earlier would make the browser lay out the page twice.
export function reveal(cell) {
  requestAnimationFrame(() => {
    const place = cell.closest("[data-scrolls]");
    if (!place || place.scrollWidth <= place.clientWidth) return;
    const [box, around] = [cell, place].map((node) => node.getBoundingClientRect());
    place.scrollLeft += (box.left + box.right - around.left - around.right) / 2;
  });
}

const SHAPES = {
  back: "M14 5v14L4 12zM17 5h2.5v14H17z",
  play: "M7 4v16l13-8z",
  pause: "M6 5h4v14H6zM14 5h4v14h-4z",
  forward: "M10 5v14l10-7zM4.5 5H7v14H4.5z",
  undo: "M9 4 3 9.5 9 15v-4h5a3.5 3.5 0 0 1 0 7h-4v3h4a6.5 6.5 0 0 0 0-13H9z",
  reset: "M12 5V1L6 6.5 12 12V8a5.5 5.5 0 1 1-5.5 5.5h-3A8.5 8.5 0 1 0 12 5z",
};

export const icon = (name) =>
  s("svg", { viewBox: "0 0 24 24", "aria-hidden": "true" }, s("path", { d: SHAPES[name] }));
