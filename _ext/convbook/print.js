// On paper the solutions stand at the page's end, after the answers; then they go back.
{
  const moved = new Map();
  addEventListener("beforeprint", () => {
    if (moved.size) return; // a browser may announce a print twice
    const solutions = document.querySelectorAll("details.cv-solution");
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
    for (const [solution, { mark, open }] of moved) {
      solution.open = open;
      mark.replaceWith(solution);
    }
    moved.clear();
    document.querySelector(".cv-solutions")?.remove();
  });
}
