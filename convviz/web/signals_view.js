// The pictures of kind `signals`: both signals, one sliding over the other, and what comes of it.
import { h, say } from "./dom.js";
import { windowOf } from "./model.js";
import { resized, show, speak } from "./numbers.js";
import { createPlot, onDrag } from "./signals_plot.js";

const ROOM = 0.12; // of an axis, beyond its outermost number
const FINE = 20; // steps in which a drawn sample goes up or down

const clamped = (value, least, most) => Math.min(Math.max(value, least), most);
const numbered = (values) => values.map((v, i) => [i, v]);
const name = (role, text = "") => h("strong", { class: `cv-ink-${role}` }, text);

function titled(plot, sort, ...title) {
  plot.node.classList.add(`cv-signals-${sort}`);
  return h("div", {}, h("p", { class: "cv-title" }, ...title), plot.node);
}

// `drawn(field, values)` hears of each stroke, `moved(o)` of a drag to an output, `done(sketched)` of both ends.
export function createView({ store, drawn, moved, done }) {
  let model;
  let shown; // the output that the pictures show
  let stroke = null; // where the pen was, while one draws
  let grip; // how far from the shift the pointer took hold

  const sketches = { f: "input", g: "kernel" };
  const parts = Object.entries(sketches).map(([field, role]) => {
    const plot = createPlot([role, "lit"]);
    sketches[field] = { plot, role, reach: 1 };
    onDrag(plot.svg, (event, start) => draw(field, plot.at(event), start), () => {
      stroke = null;
      done(true);
    });
    return titled(plot, "sketch", name(role, `${field}(τ)`));
  });
  const slide = createPlot(["input", "plus", "minus", "kernel", "now", "dot"]);
  const result = createPlot(["reach", "now", "run", "dot"]);
  const [turned, whole] = [name("kernel"), name("output")];
  const notes = [0, 1].map(() => h("span", { class: "cv-quiet" }));
  const node = h(
    "div",
    { class: "cv-signals" },
    h("div", { class: "cv-signals-pair" }, ...parts),
    titled(slide, "slide", name("input", "f(τ)"), " ", turned, " ", name("output", "product"), notes[0]),
    titled(result, "result", whole, notes[1]),
  );

  // A stroke gives every sample that the pen has passed a value on the straight line of the pen.
  // Beyond the end of the shorter signal it makes it longer.
  function draw(field, [x, v], start) {
    const state = store.get();
    const { reach } = sketches[field];
    const i = clamped(Math.round(x), 0, Math.max(state.f.length, state.g.length) - 1);
    const high = Math.round(FINE * clamped(v / reach, -1, 1)) / FINE;
    const [from, was] = start ? [i, high] : stroke;
    const values = resized(state[field], [Math.max(state[field].length, i + 1)]);
    const steps = Math.abs(i - from);
    for (let n = 0; n <= steps; n++) {
      const at = steps ? was + ((high - was) * n) / steps : high;
      values[from + Math.sign(i - from) * n] = Number(clamped(reach * at, -reach, reach).toFixed(2));
    }
    stroke = [i, high];
    drawn(field, values);
  }

  for (const plot of [slide, result]) {
    const drag = (event, start) => {
      const x = plot.at(event)[0] - model.first;
      // A finger that wants to scroll the page moves nothing by its first touch.
      if (start) grip = plot === slide || event.pointerType === "touch" ? x - shown : 0;
      moved(clamped(Math.round(x - grip), 0, model.y.length - 1));
    };
    onDrag(plot.svg, drag, () => done(false));
  }

  function build(next, { f, g, delta, flip }) {
    model = next;
    const extents = [f, g].map((values) => Math.max(...values.map(Math.abs)));
    const most = Math.max(1, ...extents, extents[0] * extents[1]);
    const least = Math.min(...f, ...g) < 0 ? -most : 0;
    const across = [-g.length, f.length + g.length - 1];
    slide.frame(across, [least, most], ROOM, delta, 8);
    result.frame(across, [Math.min(0, ...model.values.output), Math.max(0, ...model.values.output)], ROOM, delta, 8);
    [f, g].forEach((values, which) => {
      const sketch = Object.values(sketches)[which];
      const { plot, role } = sketch;
      // While one draws the height stays, lest it shrink under the pen.
      if (!stroke) sketch.reach = Math.max(1, extents[which]);
      plot.frame([-0.5, Math.max(f.length, g.length) - 0.5], [-sketch.reach, sketch.reach], ROOM, delta, 5);
      plot.paint({ [role]: plot.stairs(numbered(values)) });
      plot.say(`${"fg"[which]}: ${values.length} samples. Draw here, or type under “numbers and sizes”.`);
    });
    say(turned, flip ? "g(t − τ), mirrored" : "g(τ − t)");
    say(whole, flip ? "(f ∗ g)(t)" : "(f ⋆ g)(t)");
  }

  function paint({ delta, step }, o, lights) {
    shown = o;
    const { first, taps, values } = model;
    const ends = (which) => new Set(lights.list.map((t) => taps[which][t]));
    for (const [{ plot }, which, all] of [[sketches.f, "inp", model.x], [sketches.g, "ker", model.w]]) {
      const lit = ends(which);
      plot.paint({ lit: plot.bars(numbered(all).filter(([i]) => lit.has(i))) });
    }
    const window = windowOf(model, o);
    const products = model.by.out[o].map((t) => [taps.inp[t], model.products[t]]);
    slide.paint({
      input: slide.stairs(numbered(model.x)),
      kernel: slide.stairs(window.map(({ at, k }) => [at[1], model.w[k]])),
      plus: slide.bars(products.filter(([, v]) => v > 0)),
      minus: slide.bars(products.filter(([, v]) => v < 0), true),
      now: slide.mark(first + o),
      dot: slide.dot([first + o, 0]),
    });
    // Two such staircases overlap by straight lines, from nothing before the first to nothing after the last.
    const all = [0, ...values.output, 0].map((v, n) => [first + n - 1, v]);
    const outs = [...ends("out")].map((out) => [first + out, 0]);
    result.paint({
      reach: outs.length > 1 ? result.line(outs) : "",
      now: result.mark(first + o),
      run: result.line(all.slice(0, step + (step < model.y.length ? 1 : 2))),
      dot: result.dot(all[o + 1]),
    });
    const [t, value] = [(first + o) * delta, values.output[o]];
    say(notes[0], ` t = ${show(t)}`);
    say(notes[1], ` the shaded area: ${show(value)}`);
    slide.say(`f, and g moved to t = ${speak(t)}. The area of their product is ${speak(value)}.`);
    result.say(`The result so far, step ${Math.min(step, model.y.length)} of ${model.y.length}. At t = ${speak(t)} it is ${speak(value)}.`);
  }

  return { node, build, paint };
}
