const LONGEST = 1600; // pixels of a photo's longer side: every letter of a page stays readable
const QUALITY = 0.82;
const PIECE = 262144; // bytes a request; a broken net loses at most this much
const PAUSE = 3000; // milliseconds before a broken piece is sent again

async function small(file) {
  if (!file.type.startsWith("image/")) return file;
  const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
  const scale = Math.min(1, LONGEST / Math.max(picture.width, picture.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(picture.width * scale);
  canvas.height = Math.round(picture.height * scale);
  canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
  const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", QUALITY));
  return blob && blob.size < file.size ? new File([blob], file.name.replace(/\.\w+$/, "") + ".jpg", { type: "image/jpeg" }) : file;
}

/**
 * <photo-input upload="…"> makes photos small before they travel, shows them, and lets them be taken back.
 * Without `upload` the file goes with the form. With it, it is sent at once in pieces:
 *   POST upload {csrf_token, name, size, sha256} -> 201 {"address", "offset"}; POST address?offset=n, the piece as body -> {"offset"};
 *   when offset equals size the answer holds {"done": true}. A broken piece is sent again from the offset that the server has.
 */
class PhotoInput extends HTMLElement {
  connectedCallback() {
    this.input = this.querySelector("input");
    this.shown = this.querySelector("[data-shown]");
    // The browser's own words for a file are said in the browser's language and say little: ours take their place.
    this.querySelector(".file__take").hidden = false;
    this.input.classList.add("visually-hidden");
    this.input.addEventListener("change", () => this.taken());
  }
  disconnectedCallback() {
    clearTimeout(this.waiting);
  }
  async taken() {
    this.shown.replaceChildren();
    const [chosen] = this.input.files;
    if (!chosen) return;
    let file = chosen;
    try {
      file = await small(chosen);
    } catch {
      // A picture that this browser cannot open travels as it is; the server looks at it.
    }
    const held = new DataTransfer();
    held.items.add(file);
    this.input.files = held.files;
    this.show(file);
    if (this.hasAttribute("upload")) await this.send(file);
  }
  show(file) {
    const row = document.createElement("div");
    row.className = "file__one";
    if (file.type.startsWith("image/")) {
      const picture = new Image();
      picture.className = "file__preview";
      picture.alt = "";
      picture.src = URL.createObjectURL(file);
      picture.onload = () => URL.revokeObjectURL(picture.src);
      row.append(picture);
    }
    this.words = document.createElement("span");
    this.words.className = "file__name";
    this.words.textContent = `${this.dataset.ready} ${file.name} ${Math.ceil(file.size / 1024)} KB`;
    const remove = document.createElement("button");
    Object.assign(remove, { type: "button", className: "button button--danger", textContent: this.dataset.remove });
    remove.onclick = () => {
      this.input.value = "";
      this.shown.replaceChildren();
      this.input.focus();
    };
    row.append(this.words, remove);
    this.shown.append(row);
  }
  async send(file) {
    const progress = document.createElement("progress");
    progress.className = "file__progress";
    progress.max = file.size;
    progress.value = 0;
    progress.setAttribute("aria-label", this.dataset.sending);
    this.words.after(progress);
    const digest = [...new Uint8Array(await crypto.subtle.digest("SHA-256", await file.arrayBuffer()))];
    const body = new FormData();
    body.set("csrf_token", this.token());
    body.set("name", file.name);
    body.set("size", file.size);
    body.set("sha256", digest.map((byte) => byte.toString(16).padStart(2, "0")).join(""));
    let at = { ask: () => fetch(this.getAttribute("upload"), { method: "POST", body }) };
    for (;;) {
      let answer;
      try {
        const response = await at.ask();
        if (response.status >= 400 && response.status < 500 && response.status !== 409 && response.status !== 429) {
          this.words.textContent = this.dataset.refused;
          return progress.remove();
        }
        if (!response.ok && response.status !== 409) throw new Error(response.status);
        answer = await response.json();
      } catch {
        this.words.textContent = this.dataset.broken;
        await new Promise((done) => (this.waiting = setTimeout(done, PAUSE)));
        if (!this.isConnected) return;
        continue;
      }
      progress.value = answer.offset;
      if (answer.done) {
        this.words.textContent = `${this.dataset.sent} ${file.name}`;
        this.input.value = "";
        return progress.remove();
      }
      this.words.textContent = `${this.dataset.sending} ${Math.round((100 * answer.offset) / file.size)} %`;
      const address = answer.address ?? at.address;
      at = { address, ask: () => this.piece(address, file, answer.offset) };
    }
  }
  piece(address, file, offset) {
    return fetch(`${address}?offset=${offset}`, {
      method: "POST",
      headers: { "Content-Type": "application/octet-stream", "X-CSRFToken": this.token() },
      body: file.slice(offset, offset + PIECE),
    });
  }
  token() {
    return document.querySelector('[name="csrf_token"]').value;
  }
}
customElements.define("photo-input", PhotoInput);
