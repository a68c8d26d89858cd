// On paper a page is light, and the solutions stand at its end, after the answers; then all goes back.
{
  const page = document.documentElement.dataset;
  const moved = new Map();
  let theme; // while it prints
  addEventListener("beforeprint", () => {
    if (theme) return; // a browser may announce a print twice
    theme = page.theme ?? "light";
    page.theme = "light";
    const solutions = document.querySelectorAll("details.cv-solution");
    if (!solutions.length) return;
    const end = document.createElement("section");
    end.className = "cv-answers cv-solutions";
    end.innerHTML = '<p class="rubric">Solutions</p>';
    for (const solution of solutions) {
      const mark = document.createComment("");
      moved.set(solution, { mark, open: solution.open });
      solution.replaceWith(mark);
      solution.open = true;
      end.append(solution);
    }
    document.querySelector("article").append(end);
  });
  addEventListener("afterprint", () => {
    if (!theme) return;
    page.theme = theme;
    theme = undefined;
    for (const [solution, { mark, open }] of moved) {
      solution.open = open;
      mark.replaceWith(solution);
    }
    moved.clear();
    document.querySelector(".cv-solutions")?.remove();
  });
}
