// Answers the questions that the `ask` directive writes into a page.
"use strict";
(() => {
  const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
  const THOUSANDS = /(^|[^\d.,])([1-9]\d{0,2}(?:,\d{3})+)(?![\d,])/g;
  const COMMA = "Leave it out, or write a point for decimals, as in 3.5.";
  const SUCH_AS = "such as 7, −2, 0.5 or 1/2";

  // The numbers in what the reader typed, by the rules of `ask_numbers.numbers`; null if unreadable.
  function numbersIn(text, count) {
    const found = parted(text);
    if (!found || found.length === count) return found;
    const joined = parted(text.replace(THOUSANDS, (_, before, number) => before + number.replaceAll(",", "")));
    return joined?.length === count ? joined : found;
  }

  function parted(text) {
    const plain = text
      .replace(/[−–]/g, "-")
      .replace(/[()[\]{}]/g, " ")
      .replace(/\s*\/\s*/g, "/")
      .replace(/([-+])\s+/g, "$1")
      .trim();
    const found = plain.split(/\s*[,;×x*]\s*|\s+/i).map((part) => {
      const [top, bottom = "1", ...more] = part.split("/");
      return more.length || !NUMBER.test(top) || !NUMBER.test(bottom) ? NaN : top / bottom;
    });
    return found.every(Number.isFinite) ? found : null;
  }

  const close = (got, want, tolerance) =>
    got.length === want.length &&
    got.every((g, i) => Math.abs(g - want[i]) <= tolerance * (Math.abs(want[i]) || 1));

  // What a number field says when it cannot answer yet.
  function need(typed, found, wanted) {
    if (!typed) return `Type ${wanted === 1 ? "a number" : `${wanted} numbers`} first, ${SUCH_AS}.`;
    if (!found) return `“${typed}” cannot be read as a number. Use digits, ${SUCH_AS}.`;
    if (wanted > 1) return `This asks for ${wanted} numbers with commas between; here is ${found.length}.`;
    if (found.length === 2 && typed.includes(",")) return "Write one number, with a point for decimals, as in 3.5.";
    return `This asks for one number; here are ${found.length}.`;
  }

  // A page opened from a folder may be refused storage; then answers last as long as the page.
  function memory(key) {
    const guarded = (act) => {
      try {
        return act();
      } catch {
        return null;
      }
    };
    return {
      recall: () => guarded(() => JSON.parse(localStorage.getItem(key))),
      keep: (state) => guarded(() => localStorage.setItem(key, JSON.stringify(state))),
      forget: () => guarded(() => localStorage.removeItem(key)),
    };
  }

  function copy(node) {
    const fragment = document.createDocumentFragment();
    fragment.append(...(node.content ?? node).cloneNode(true).childNodes);
    for (const element of fragment.querySelectorAll("[id]")) element.removeAttribute("id");
    return fragment;
  }

  // The first line of a reply: a sign for the eye, a word for everyone, and what was said.
  function line(sign, word, ...rest) {
    const p = document.createElement("p");
    p.className = "cv-ask-verdict";
    const [mark, strong] = [document.createElement("span"), document.createElement("strong")];
    mark.setAttribute("aria-hidden", "true");
    mark.textContent = sign;
    strong.textContent = word;
    p.append(mark, ...(word ? [strong, " "] : []), ...rest);
    return p;
  }

  function open(ask) {
    const form = ask.querySelector("form");
    const { said, show, clear } = form.elements;
    const status = form.querySelector("[role=status]");
    const details = ask.querySelector("details");
    const answers = [...ask.querySelectorAll("[data-answer]")];
    const choice = said instanceof RadioNodeList;
    const store = memory(`cv-ask:${location.pathname}#${ask.id}`);

    function say(verdict, ...content) {
      ask.dataset.verdict = verdict;
      status.replaceChildren(...content);
      clear.hidden = false;
      if (!choice) said.setAttribute("aria-invalid", verdict === "unread");
    }

    function match(typed) {
      if (choice) return answers.find((a) => a.dataset.answer === typed) ?? "Choose an answer first.";
      const listed = answers.map((a) => [a, JSON.parse(a.dataset.answer)]);
      const wanted = listed.find(([a]) => "right" in a.dataset)[1].length;
      const found = numbersIn(typed, wanted);
      const hit = found && listed.find(([, v]) => v && close(found, v, form.dataset.tolerance));
      if (hit) return hit[0];
      if (found?.length !== wanted) return need(typed, found, wanted);
      // Many write 2,303 for 2.303: what only a comma of thousands makes readable is not called wrong.
      if (parted(typed).length !== wanted) return `In “${typed}” the comma may part thousands or decimals. ${COMMA}`;
      return listed.find(([, v]) => !v)[0];
    }

    function check() {
      const typed = said.value.trim();
      const answer = match(typed);
      if (typeof answer === "string") return say("unread", line("…", "", answer));
      store.keep({ said: typed, step: "check" });
      const right = "right" in answer.dataset;
      const words = [right ? "right" : "not-yet", right ? "✓" : "↻", right ? "Yes." : "Not yet."];
      const [verdict, sign, word] = ask.dataset.kind === "prediction" ? ["noted", "→", right ? "Well predicted." : ""] : words;
      const echo = choice ? copy(form.querySelector(":checked + span")) : `${typed.replace(/^-/, "−")}.`;
      say(verdict, line(sign, word, choice ? "You chose: " : "You said ", echo), copy(answer));
    }

    function reveal() {
      store.keep({ said: said.value.trim(), step: "show" });
      say("shown", ...[...details.children].slice(1).map(copy));
    }

    form.addEventListener("submit", (event) => {
      event.preventDefault();
      check();
    });
    show.addEventListener("click", reveal);
    clear.addEventListener("click", () => {
      store.forget();
      form.reset();
      delete ask.dataset.verdict;
      status.replaceChildren();
      (choice ? said[0] : said).focus();
      clear.hidden = true;
      if (!choice) said.removeAttribute("aria-invalid");
    });

    details.hidden = true;
    form.querySelector(".cv-ask-controls").hidden = false;
    const kept = store.recall();
    if (!kept) return;
    said.value = kept.said ?? "";
    if (kept.step === "show") reveal();
    else if (said.value) check();
  }

  document.querySelectorAll(".cv-ask").forEach(open);
})();
