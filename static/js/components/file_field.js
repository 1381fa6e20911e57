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
  const name = file.name.replace(/\.\w+$/, "") + ".jpg";
  return blob && blob.size < file.size ? new File([blob], name, { type: "image/jpeg" }) : file;
}

const made = (tag, className, more) => Object.assign(document.createElement(tag), { className, ...more });
const token = () => document.querySelector('[name="csrf_token"]').value;

/**
 * <photo-input upload="…"> makes photos small before they travel, shows them, and lets them be taken back.
 * Without `upload` the file goes with the form. With it, it is sent at once in pieces:
 *   POST upload {csrf_token, name, size, sha256} -> {"address", "offset", "done"};
 *   POST address?offset=n with the piece as body -> the same; POST address/removal takes it back.
 *   4xx -> {"error"}: it cannot be taken. Anything else is a broken net: the same is asked again until it works.
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

  async taken() {
    const [chosen] = this.input.files;
    if (!chosen) return;
    // A picture that this browser cannot open travels as it is; the server looks at it.
    const file = await small(chosen).catch(() => chosen);
    const held = new DataTransfer();
    held.items.add(file);
    this.input.files = held.files;
    const upload = this.getAttribute("upload");
    if (!upload) this.shown.replaceChildren();
    const row = this.row(file);
    this.shown.append(row.shown);
    if (upload) await this.send(upload, file, row);
  }

  row(file) {
    const row = { shown: made("div", "file__one"), words: made("span", "file__name") };
    if (file.type.startsWith("image/")) {
      const src = URL.createObjectURL(file);
      row.shown.append(made("img", "file__preview", { alt: "", src, onload: () => URL.revokeObjectURL(src) }));
    }
    row.words.textContent = `${this.dataset.ready} ${file.name} ${Math.ceil(file.size / 1024)} KB`;
    const remove = made("button", "button button--danger", { type: "button", textContent: this.dataset.remove });
    remove.setAttribute("aria-label", `${this.dataset.remove} ${file.name}`);
    remove.onclick = () => this.takeBack(row, file);
    row.shown.append(row.words, remove);
    return row;
  }

  async takeBack(row, file) {
    row.gone = true;
    if (row.address) {
      const kept = await fetch(`${row.address}/removal`, { method: "POST", headers: { "X-CSRFToken": token() } }).catch(() => null);
      if (!kept?.ok) return void (row.words.textContent = this.dataset.broken);
    }
    this.forget(file);
    row.shown.remove();
    this.input.focus();
  }

  forget(file) {
    if (this.input.files[0] === file || this.input.files[0]?.name === file.name) this.input.value = "";
  }

  async send(upload, file, row) {
    const progress = made("progress", "file__progress", { max: file.size, value: 0 });
    progress.setAttribute("aria-label", this.dataset.sending);
    row.words.after(progress);
    const digest = [...new Uint8Array(await crypto.subtle.digest("SHA-256", await file.arrayBuffer()))];
    const sha256 = digest.map((byte) => byte.toString(16).padStart(2, "0")).join("");
    const body = new URLSearchParams({ csrf_token: token(), name: file.name, size: file.size, sha256 });
    let ask = () => fetch(upload, { method: "POST", body });
    while (this.isConnected && !row.gone) {
      const response = await ask().catch(() => null);
      const answer = await response?.json().catch(() => null);
      if (answer?.error) {
        row.words.textContent = answer.error;
        this.forget(file);
        return progress.remove();
      }
      if (!response?.ok || !answer) {
        row.words.textContent = this.dataset.broken;
        await new Promise((done) => setTimeout(done, PAUSE));
        continue;
      }
      row.address = answer.address;
      progress.value = answer.offset;
      if (answer.done) {
        row.words.textContent = `${this.dataset.sent} ${file.name}`;
        this.forget(file);
        return progress.remove();
      }
      row.words.textContent = `${this.dataset.sending} ${Math.round((100 * answer.offset) / file.size)} %`;
      ask = () => this.piece(row.address, file, answer.offset);
    }
  }

  piece(address, file, offset) {
    return fetch(`${address}?offset=${offset}`, {
      method: "POST",
      headers: { "Content-Type": "application/octet-stream", "X-CSRFToken": token() },
      body: file.slice(offset, offset + PIECE),
    });
  }
}
customElements.define("photo-input", PhotoInput);
