/** <grouped-input groups="6-4-4-4"> shows a long number once more in groups, the way people read it; what is typed stays as it is. */
class GroupedInput extends HTMLElement {
  connectedCallback() {
    this.input = this.querySelector("input");
    this.shown = this.querySelector(".grouped__shown");
    this.input.addEventListener("input", () => this.show());
    this.show();
  }
  show() {
    const rest = [...this.input.value.replace(/[\s-]/g, "")];
    const groups = this.getAttribute("groups").split("-").map((length) => rest.splice(0, Number(length)).join(""));
    this.shown.textContent = [...groups, rest.join("")].filter(Boolean).join(" ");
  }
}
customElements.define("grouped-input", GroupedInput);
