/** <speaking-hint hidden> shows its words where the keyboard has a microphone: on things that are touched. */
class SpeakingHint extends HTMLElement {
  connectedCallback() {
    this.hidden = !matchMedia("(pointer: coarse)").matches;
  }
}
customElements.define("speaking-hint", SpeakingHint);
