// One widget's state: plain JSON, replaced whole, checked before it counts, with undo.

const UNDO_LIMIT = 100;

export const same = (a, b) => JSON.stringify(a) === JSON.stringify(b);

// `check(state)` throws an Error in words; then the last good state stays and `set` returns them.
// `settle(state)` first drops what another change has made stale; of what cannot be drawn it may throw.
export function createStore(initial, { check, settle }) {
  check(initial);
  let state = initial;
  let lastTag = null;
  const past = [];
  const listeners = [];

  function move(next, source) {
    const before = state;
    state = next;
    for (const listener of listeners) listener(state, before, source);
  }

  return {
    first: initial,
    get: () => state,
    on: (listener) => listeners.push(listener),
    // Changes that share a tag (the keystrokes of one edit, the steps of one run) undo as one.
    set(patch, { tag = null, source = "reader" } = {}) {
      let next = { ...state, ...patch };
      try {
        next = settle(next);
      } catch {
        // `check` says why in words
      }
      if (same(next, state)) return "";
      try {
        check(next);
      } catch (error) {
        return error.message;
      }
      if (tag === null || tag !== lastTag) past.push(state);
      if (past.length > UNDO_LIMIT) past.shift();
      lastTag = tag;
      move(next, source);
      return "";
    },
    // What comes now is another edit, even of the same cell.
    endEdit: () => (lastTag = null),
    undo() {
      lastTag = null;
      if (past.length) move(past.pop(), "reader");
    },
  };
}
