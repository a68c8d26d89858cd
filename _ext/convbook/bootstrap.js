// What the theme asks of Bootstrap and no more: hints, menus, and the button that leads back up.
import Dropdown from "bootstrap/js/src/dropdown.js";
import Tooltip from "bootstrap/js/src/tooltip.js";

window.bootstrap = { Dropdown, Tooltip }; // the theme's own script makes hints of its own

for (const element of document.querySelectorAll('[data-bs-toggle="tooltip"]')) {
  Tooltip.getOrCreateInstance(element, { delay: { show: 500, hide: 100 } });
}

// The button shows while a reader who has gone down turns back.
const back = document.getElementById("pst-back-to-top");
if (back) {
  let before = scrollY;
  addEventListener("scroll", () => {
    back.style.display = scrollY < before && scrollY > innerHeight / 2 ? "block" : "none";
    before = scrollY;
  }, { passive: true });
  back.addEventListener("click", () => scrollTo({ top: 0 }));
}
