// The two pictures of the way back, which stand where input and output stand on the way forward.
import { spokenBack } from "./back.js";
import { createGrid } from "./grid.js";
import { times } from "./numbers.js";

export function createBackstage({ stage, linked, edits }) {
  const upstream = createGrid({ view: "grad-output", role: "gradient", title: "Gradient dy", editable: true, tell: edits });
  const gradient = createGrid({ view: "grad-input", role: "gradient", title: "Gradient dx", tell: linked.tell("grad-input") });
  const grids = { "grad-output": upstream, "grad-input": gradient };
  const laid = {};
  stage.grids.input.node.after(upstream.node);
  stage.grids.output.node.after(gradient.node);

  function build({ views }, on) {
    stage.node.classList.toggle("cv-matrix-back", on);
    for (const name of ["input", "output"]) stage.grids[name].node.hidden = on;
    for (const [view, grid] of Object.entries(grids)) {
      grid.node.hidden = !on;
      if (laid[view] !== String(views[view].shape)) grid.layout(views[view].shape);
      laid[view] = String(views[view].shape);
      grid.title(times(views[view].shape));
    }
  }

  function paint(model, lights, waiting) {
    for (const [view, grid] of Object.entries(grids)) {
      grid.paint(
        model.views[view].values.map((value, flat) => {
          const face = lights.face(view, flat, value);
          return { ...face, state: face.state ?? (waiting(view, flat) ? "todo" : null), words: spokenBack(model, view, flat) };
        }),
      );
    }
  }
  return { build, paint };
}
