// A list of pictures to begin with; the first number that differs makes them the reader's own.
import { createSelect } from "./controls.js";
import { same } from "./store.js";

// `states` has a part of the state for each name; `onChange` is given the part that was chosen.
export function createPresets({ name, label, shown, states, own = "own numbers", onChange }) {
  const options = Object.fromEntries(Object.keys(states).map((words) => [words, words]));
  const { node, offer, update: choose } = createSelect({ name, label, shown, options, onChange: (words) => words in states && onChange(states[words]) });
  const isOf = (state) => (words) => Object.entries(states[words]).every(([key, value]) => same(value, state[key]));
  function update(state) {
    const known = Object.keys(states).find(isOf(state));
    offer(known ? options : { ...options, [own]: own });
    choose(known ?? own);
  }
  return { node, update };
}
