const FRAME_MS = 200;

/** One line on standard error: redrawn on a terminal, its beginning and end alone in a pipe. */
export class Progress {
  #what;
  #detail = '';
  #started = Date.now();
  #timer;

  constructor(what) {
    this.#what = what;
    if (process.stderr.isTTY) this.#timer = setInterval(() => this.#draw(), FRAME_MS);
    else console.error(`${what} …`);
  }

  /** What is going on now, for whoever watches. */
  say(detail) {
    this.#detail = detail;
  }

  done() {
    this.#end(`${this.#what}: done in ${this.#seconds()} s`);
  }

  failed() {
    this.#end(`${this.#what}: failed after ${this.#seconds()} s`);
  }

  #draw() {
    const line = `${this.#what}, ${this.#seconds()} s  ${this.#detail}`;
    process.stderr.write(`\r\u001b[K${line.slice(0, (process.stderr.columns ?? 80) - 1)}`);
  }

  #end(line) {
    clearInterval(this.#timer);
    process.stderr.write(`${process.stderr.isTTY ? '\r\u001b[K' : ''}${line}\n`);
  }

  #seconds() {
    return Math.round((Date.now() - this.#started) / 1000);
  }
}
