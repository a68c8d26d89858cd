// What the states of all kinds with steps have in common: a flip, a step, a held cell.
// `counts(state)` says how many cells each view has. `check` throws, in words, `settle` lets go of a
// held cell that a smaller shape has taken away.
export function createRules(counts) {
  const isCell = (state) => {
    const [view, flat] = state.pin.split(":");
    return state.pin === "" || (/^\d{1,6}$/.test(flat) && Number(flat) < (counts(state)[view] ?? 0));
  };
  return {
    check(state) {
      if (typeof state.flip !== "boolean") throw new Error("flip: needs true or false.");
      if (!Number.isInteger(state.step) || state.step < 1) throw new Error("step: needs a whole number of at least 1.");
      if (!isCell(state)) throw new Error("pin: needs a view and a cell that it has.");
    },
    settle(state) {
      try {
        return isCell(state) ? state : { ...state, pin: "" };
      } catch {
        return state; // not a state that can be drawn: `check` says why
      }
    },
  };
}
