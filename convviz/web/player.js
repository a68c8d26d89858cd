// Play, step both ways, scrub and reset, over steps 1 to count.
import { h, icon, put, say } from "./dom.js";

const PACE = { slow: 1600, steady: 800, fast: 300 };
const USUAL = "steady";
const calm = matchMedia("(prefers-reduced-motion: reduce)");

export function createButton(name, label, act) {
  const node = h("button", { type: "button", name, "aria-label": label, title: label, onclick: act });
  node.append(icon(name));
  return node;
}

// `watched` is the element whose leaving the window stops the play.
export function createPlayer({ watched, onStep, onReset, onUndo }) {
  const back = createButton("back", "Step back", () => go(step - 1));
  const play = createButton("play", "Play", () => (timer ? stop() : start()));
  const forward = createButton("forward", "Step forward", () => go(step + 1));
  const reset = createButton("reset", "Reset everything", () => (stop(), (speed.value = USUAL), onReset()));
  const undo = createButton("undo", "Undo", () => (stop(), onUndo()));
  const scrub = h("input", { type: "range", name: "step", min: 1, "aria-label": "Step", oninput: () => go(Number(scrub.value)) });
  const count = h("span", { class: "cv-count cv-quiet" });
  const speed = h("select", { name: "speed", "aria-label": "Speed" }, ...Object.keys(PACE).map((pace) => h("option", {}, pace)));
  speed.value = USUAL;
  speed.addEventListener("change", () => timer && (stop(), start()));
  const node = h("div", { class: "cv-player" }, back, play, forward, scrub, count, speed, undo, reset);
  let step = 1;
  let last = 1;
  let timer = 0;

  function go(next) {
    stop();
    onStep(Math.min(Math.max(next, 1), last));
  }

  function tick() {
    onStep(step + 1);
    if (step >= last) stop();
  }

  // Where the reader has asked for less motion, play is one step and no more.
  function start() {
    if (calm.matches) return onStep(step >= last ? 1 : step + 1);
    if (step >= last) onStep(1);
    timer = setInterval(tick, PACE[speed.value]);
    face();
  }

  function stop() {
    clearInterval(timer);
    timer = 0;
    face();
  }

  function face() {
    const words = timer ? "Pause" : calm.matches ? "Play one step (this device asks for less motion)" : "Play";
    put(play, "aria-label", words);
    put(play, "title", words);
    if (play.dataset.face !== (timer ? "pause" : "play")) {
      play.dataset.face = timer ? "pause" : "play";
      play.replaceChildren(icon(play.dataset.face));
    }
  }

  const sight = new IntersectionObserver(([entry]) => entry.isIntersecting || stop());
  const hidden = () => document.hidden && stop();
  sight.observe(watched);
  document.addEventListener("visibilitychange", hidden);
  face();

  function close() {
    stop();
    sight.disconnect();
    document.removeEventListener("visibilitychange", hidden);
  }

  function update(newStep, newLast) {
    step = newStep;
    last = newLast;
    if (step >= last && timer) stop();
    put(scrub, "max", last);
    scrub.value = step;
    scrub.style.setProperty("--part", last > 1 ? (step - 1) / (last - 1) : 1);
    put(scrub, "aria-valuetext", `step ${step} of ${last}`);
    say(count, `${step} / ${last}`);
    // Not `disabled`: a button that is switched off under the finger loses the keyboard's focus.
    put(back, "data-end", String(step <= 1));
    put(forward, "data-end", String(step >= last));
  }
  return { node, update, stop, close, running: () => timer !== 0 };
}
