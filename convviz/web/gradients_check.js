// An answer on trial: where it is wrong, and which checks find out.
import { agree } from "./gradients_model.js";
import { h, put, say } from "./dom.js";
import { through } from "./gradients_gather.js";
import { createGrid } from "./grid.js";
import { answerOf, checksOf } from "./gradients_mistakes.js";
import { MISTAKES } from "./mistakes.js";
import { brief, place, show, speak, times } from "./numbers.js";
import { unravel } from "./taps.js";

export function createCheck({ linked, change }) {
  let model;
  let answer;
  const options = Object.entries(MISTAKES).map(([value, words]) => h("option", { value }, words));
  const select = h("select", { name: "mistake", onchange: () => change({ mistake: select.value }) }, ...options);
  const trial = (name, view) => {
    const tell = through(linked.tell(`grad-${view}`), (flat) => (answer.fits ? flat : null));
    return { name, view, grid: createGrid({ view: `answer-${view}`, role: "gradient", title: `Its ${name}`, tell }), laid: "" };
  };
  const trials = [trial("dx", "input"), trial("dw", "kernel")];
  const bias = h("p", { class: "cv-ink-gradient cv-gradients-bias" });
  trials[1].grid.node.append(bias);
  const list = h("ul");
  const verdict = h("p", { "data-role": "verdict", "aria-live": "polite" });
  const stage = h("div", { class: "cv-stage" }, ...trials.map(({ grid }) => grid.node));
  const node = h("div", { class: "cv-gradients-check" }, h("label", {}, "Suppose the code ", select), stage, list, verdict);

  function judge() {
    const checks = checksOf(model, answer);
    list.replaceChildren(...checks.map(({ name, passes, words }) =>
      h("li", { "data-check": name, "data-passes": String(passes) }, h("strong", {}, passes ? "✓ passes" : "✗ fails"), words),
    ));
    const blind = checks.slice(0, -1).filter(({ passes }) => passes).length;
    const none = model.state.mistake === "none" ? "A right answer passes every check. Choose a mistake." : "On these numbers the mistake changes nothing: no check can see it.";
    say(verdict, checks.at(-1).passes ? none : `${blind || "None"} of the 3 quick checks ${blind === 1 ? "misses" : "miss"} this mistake.`);
  }

  function build(newModel, { view, mistake }) {
    put(node, "hidden", view !== "check");
    select.value = mistake;
    if (node.hidden) return;
    model = newModel;
    answer = answerOf(model, mistake);
    for (const one of trials) {
      one.shape = one.name === "dx" ? answer.shape : model.wShape;
      if (one.laid !== one.shape.join()) one.grid.layout(one.shape);
      one.laid = one.shape.join();
      one.grid.title(times(one.shape));
    }
    stage.style.setProperty("--all", answer.shape[1] + model.wShape[1]);
    judge();
  }

  // The wrong number is struck out, the right one stands beside it.
  function paint(lights) {
    if (node.hidden) return;
    for (const { name, view, grid, shape } of trials) {
      const need = model[name];
      const right = answer.fits || name === "dw" ? agree(answer[name], need) : [];
      grid.paint(answer[name].map((value, flat) => {
        const words = `${name} of this answer, ${place(unravel(flat, shape))}: ${speak(value)}`;
        if (!right.length) return { value, state: "wrong", words: `${words}, wrong shape` };
        const face = { ...lights.face(`grad-${view}`, flat, value), mark: null, words };
        if (right[flat]) return face;
        return { ...face, state: "wrong", mark: `→${brief(need[flat])}`, words: `${words}, should be ${speak(need[flat])}` };
      }));
    }
    const [fine] = agree([answer.db], [model.db]);
    say(bias, `db = ${show(answer.db)}${fine ? "" : ` → ${show(model.db)}`}`);
  }
  return { node, build, paint };
}
