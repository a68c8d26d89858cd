// The pictures of kind `signals`: both signals, one sliding over the other, and what comes of it.
import { h, say } from "./dom.js";
import { windowOf } from "./model.js";
import { show, speak } from "./numbers.js";
import { createPlot, onDrag } from "./plot.js";

const ROOM = 1.12; // of an axis beyond the largest value

const extent = (values) => Math.max(...values.map(Math.abs));
const numbered = (values) => values.map((v, i) => [i, v]);

function titled(plot, ...title) {
  const note = h("span", { class: "cv-quiet" });
  const node = h("div", { class: "cv-signals-view" }, h("p", { class: "cv-title" }, ...title, " ", note), plot.node);
  return { node, note: (words) => say(note, words) };
}

const name = (role, text) => h("strong", { class: `cv-ink-${role}` }, text);

// Where the origin of the sliding signal lies when it makes output `o`: the shift, in samples.
export const shiftOf = (model, o) => windowOf(model, o).find(({ k }) => k === 0).at[1];

// `drawn(field, values)` hears of each stroke, `moved(o)` of a drag to an output, `done()` of both ends.
export function createView({ store, drawn, moved, done }) {
  let model;
  let first; // the shift of output 0
  let shown; // the output that the pictures show
  let scale; // how high the largest sample or product is
  let stroke = null; // where the pen was, while one draws

  const sketch = (field, role) => {
    const plot = createPlot(["axis", role, "lit"]);
    plot.node.classList.add("cv-signals-sketch");
    const box = titled(plot, name(role, `${field}(τ)`));
    onDrag(plot.svg, (event, start) => draw(field, plot.at(event), start), ended);
    return { plot, ...box };
  };
  const f = sketch("f", "input");
  const g = sketch("g", "kernel");
  const slide = createPlot(["axis", "input", "plus", "minus", "hatch", "kernel", "lit", "now", "grip"]);
  const turned = name("kernel", "");
  const over = titled(slide, name("input", "f(τ)"), " · ", turned, ", ", name("output", "their product"));
  const result = createPlot(["reach", "axis", "now", "run", "dot"]);
  const whole = name("output", "");
  const under = titled(result, whole);
  const node = h("div", { class: "cv-signals" }, h("div", { class: "cv-signals-pair" }, f.node, g.node), over.node, under.node);

  function ended() {
    stroke = null;
    done();
  }

  // A stroke gives every sample that the pen has passed a value on the straight line of the pen.
  function draw(field, [x, v], start) {
    const values = [...store.get()[field]];
    const i = Math.min(Math.max(Math.round(x), 0), values.length - 1);
    const fine = Math.round((Math.min(Math.max(v / scale, -1), 1)) * 20) / 20;
    const [from, was] = start ? [i, fine] : stroke;
    const steps = Math.max(Math.abs(i - from), 1);
    for (let n = start ? steps : 0; n <= steps; n++) {
      values[from + ((i - from) * n) / steps] = Number((scale * (was + ((fine - was) * n) / steps)).toPrecision(2));
    }
    stroke = [i, fine];
    drawn(field, values);
  }

  let grip = 0; // how far from the shift the pointer has taken hold
  for (const plot of [slide, result]) {
    onDrag(plot.svg, (event, start) => {
      const [x] = plot.at(event);
      const under = windowOf(model, shown).map(({ at }) => at[1]);
      const held = plot === slide && x >= Math.min(...under) - 0.5 && x <= Math.max(...under) + 0.5;
      if (start) grip = held ? x - first - shown : 0;
      moved(Math.min(Math.max(Math.round(x - grip) - first, 0), model.y.length - 1), start);
    }, ended);
  }

  function build(next, { f: fs, g: gs, delta, flip }) {
    model = next;
    first = shiftOf(model, 0);
    if (!stroke) scale = Math.max(1, extent(fs), extent(gs), extent(fs) * extent(gs));
    const results = model.y.map((y) => y * delta);
    const [low, high] = [Math.min(0, ...results), Math.max(0, ...results)];
    const most = Math.max(high - low, 1e-9) * (ROOM - 1);
    const beyond = gs.length - 0.5;
    const across = [-beyond - 0.5, fs.length + beyond - 0.5];
    const up = [-ROOM * scale, ROOM * scale];
    f.plot.frame([-0.5, fs.length - 0.5], up, delta);
    g.plot.frame([-0.5, gs.length - 0.5], up, delta);
    slide.frame(across, up, delta);
    result.frame(across, [low - most, high + most], delta);
    for (const { plot, field, values, role } of [{ ...f, field: "f", values: fs, role: "input" }, { ...g, field: "g", values: gs, role: "kernel" }]) {
      plot.paint({ axis: plot.axis(), [role]: plot.stairs(numbered(values)) });
      plot.say(`Signal ${field}, ${values.length} samples from ${speak(Math.min(...values))} to ${speak(Math.max(...values))}. Draw here with the pointer, or type under “numbers and sizes”.`);
    }
    say(turned, flip ? "g(t − τ), mirrored" : "g(τ − t)");
    say(whole, flip ? "(f ∗ g)(t)" : "(f ⋆ g)(t)");
  }

  function paint({ delta, step, flip }, o, lights) {
    shown = o;
    const window = windowOf(model, o);
    const taken = window.filter(({ t }) => t !== undefined).map(({ at, k, t }) => ({ t, cell: [at[1], model.w[k] * model.x[model.taps.inp[t]]] }));
    const cells = taken.map(({ cell }) => cell);
    const [plus, minus] = [cells.filter(([, v]) => v > 0), cells.filter(([, v]) => v < 0)];
    const now = first + o;
    const t = now * delta;
    const lit = (plot, ends, values) => plot.paint({ lit: plot.bars(numbered(values).filter(([i]) => ends.has(i))) });
    const ends = (which) => new Set(lights.list.map((tap) => model.taps[which][tap]));
    lit(f.plot, ends("inp"), model.x);
    lit(g.plot, ends("ker"), model.w);
    const outs = [...ends("out")].map((out) => out + first);
    const chosen = lights.selected.view !== "output";
    const value = model.y[o] * delta;
    slide.paint({
      axis: slide.axis(),
      input: slide.stairs(numbered(model.x)),
      kernel: slide.stairs(window.map(({ at, k }) => [at[1], model.w[k]])),
      plus: slide.bars(plus),
      minus: slide.bars(minus),
      hatch: slide.hatch(minus),
      lit: chosen ? slide.bars(taken.filter(({ t: tap }) => lights.list.includes(tap)).map(({ cell }) => cell)) : "",
      now: slide.upright(now),
      grip: slide.dot([now, 0]),
    });
    // Two such staircases overlap by straight lines, from nothing before the first to nothing after the last.
    const run = [[first - 1, 0], ...model.y.slice(0, step).map((y, n) => [first + n, y * delta])];
    if (step >= model.y.length) run.push([first + model.y.length, 0]);
    result.paint({
      axis: result.axis(),
      reach: chosen && outs.length ? result.line([[Math.min(...outs) - 0.5, 0], [Math.max(...outs) + 0.5, 0]]) : "",
      now: result.upright(now),
      run: result.line(run),
      dot: result.dot([now, value]),
    });
    over.note(`shaded, at t = ${show(t)}`);
    under.note(`the shaded area: ${show(value)} at t = ${show(t)}`);
    slide.say(`f, and g ${flip ? "mirrored and " : ""}moved to t = ${speak(t)}. Their product has the area ${speak(value)}.`);
    result.say(`${flip ? "The convolution" : "The correlation"} of f and g, drawn up to step ${Math.min(step, model.y.length)} of ${model.y.length}. At t = ${speak(t)} it is ${speak(value)}.`);
  }

  return { node, build, paint };
}
