// An answer on trial: where it is wrong, and which checks find out.
import { agree, flatOf } from "./backward.js";
import { h, put, say } from "./dom.js";
import { createGrid } from "./grid.js";
import { through } from "./gradients_gather.js";
import { answerOf, checksOf, MISTAKES } from "./mistakes.js";
import { brief, place, show, speak, times } from "./numbers.js";
import { unravel } from "./taps.js";

export function createCheck({ linked, change }) {
  let model;
  let answer;
  let laid = "";
  // The cell of dx that a cell of the answer stands for: none in a frame of padding.
  const real = (flat) => {
    const at = unravel(flat, answer.shape).map((n) => n - answer.frame);
    return at.every((n, axis) => n >= 0 && n < model.xShape[axis]) ? flatOf(at, model.xShape) : null;
  };
  const options = Object.entries(MISTAKES).map(([value, words]) => h("option", { value }, words));
  const select = h("select", { name: "mistake", onchange: () => change({ mistake: select.value }) }, ...options);
  const grids = {
    dx: createGrid({ view: "answer-input", role: "gradient", title: "Its dx", tell: through(linked.tell("grad-input"), (flat) => real(flat)) }),
    dw: createGrid({ view: "answer-kernel", role: "gradient", title: "Its dw", tell: linked.tell("grad-kernel") }),
  };
  const bias = h("p", { class: "cv-ink-gradient cv-gradients-bias" });
  grids.dw.node.append(bias);
  const list = h("ul", { class: "cv-gradients-checks" });
  const verdict = h("p", { "data-role": "verdict" });
  const node = h(
    "div",
    { class: "cv-gradients-check" },
    h("label", {}, "Suppose the code ", select),
    h("div", { class: "cv-stage" }, grids.dx.node, grids.dw.node),
    list,
    verdict,
  );

  function judge() {
    const checks = checksOf(model, answer);
    list.replaceChildren(
      ...checks.map(({ name, passes, words }) =>
        h("li", { "data-check": name, "data-passes": String(passes) }, h("strong", {}, passes ? "✓ passes" : "✗ fails"), ` ${words}`),
      ),
    );
    const blind = checks.slice(0, -1).filter(({ passes }) => passes).length;
    if (!checks.at(-1).passes) say(verdict, `${blind} of the 3 quick checks miss this mistake.`);
    else if (model.state.mistake === "none") say(verdict, "A right answer passes every check. Choose a mistake.");
    else say(verdict, "With these numbers the mistake changes nothing: no check can see it.");
  }

  function build(newModel, { view, mistake }) {
    put(node, "hidden", view !== "check");
    select.value = mistake;
    if (node.hidden) return;
    model = newModel;
    answer = answerOf(model, mistake);
    if (laid !== `${answer.shape} ${model.wShape}`) {
      laid = `${answer.shape} ${model.wShape}`;
      grids.dx.layout(answer.shape);
      grids.dw.layout(model.wShape);
      node.style.setProperty("--all", answer.shape[1] + model.wShape[1]);
    }
    grids.dx.title(times(answer.shape));
    grids.dw.title(times(model.wShape));
    judge();
  }

  // The wrong number is struck out, the right one stands beside it.
  function faces(name, view, lights, shape, to) {
    const need = answer[name].map((_, flat) => (to(flat) === null ? NaN : model[name][to(flat)]));
    const right = agree(answer[name], need.map((value) => value || 0));
    return answer[name].map((value, flat) => {
      const called = `${name} of this answer, ${place(unravel(flat, shape))}: ${speak(value)}`;
      if (to(flat) === null) return { value, state: "wrong", mark: "✗", words: `${called}, belongs to padding` };
      const face = lights.face(view, to(flat), value);
      if (right[flat]) return { ...face, mark: null, words: called };
      return { ...face, state: "wrong", mark: `→${brief(need[flat])}`, words: `${called}, wrong, should be ${speak(need[flat])}` };
    });
  }

  function paint(lights) {
    if (node.hidden) return;
    grids.dx.paint(faces("dx", "grad-input", lights, answer.shape, real));
    grids.dw.paint(faces("dw", "grad-kernel", lights, model.wShape, (flat) => flat));
    const [right] = agree([answer.db], [model.db]);
    say(bias, `db = ${show(answer.db)}${right ? "" : ` → ${show(model.db)}`}`);
  }
  return { node, build, paint };
}
