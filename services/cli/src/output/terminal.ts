/** Where a command writes: answers on `out`, progress and remarks on `err`. */
export interface Terminal {
  readonly out: (line: string) => void;
  readonly err: (line: string) => void;
  /** Overwrites one line on a terminal; a plain line now and then in a pipe. */
  readonly progress: (label: string) => Progress;
}

export interface Progress {
  /** Units: any, as long as both are the same. */
  step(done: number, total: number): void;
  end(): void;
}

const PIPE_STEPS = 4;
const BAR_WIDTH = 24;

/** The terminal, or pipe, this process writes to. `clock` counts milliseconds and never goes back. */
export function processTerminal(clock: () => number): Terminal {
  const isTerminal = process.stderr.isTTY === true;
  return {
    out: (line) => process.stdout.write(`${line}\n`),
    err: (line) => process.stderr.write(`${line}\n`),
    progress: (label) => (isTerminal ? bar(label, clock) : plain(label)),
  };
}

function bar(label: string, clock: () => number): Progress {
  const start = clock();
  return {
    step: (done, total) => {
      const share = total === 0 ? 1 : done / total;
      const filled = Math.round(share * BAR_WIDTH);
      const seconds = (clock() - start) / 1000;
      const rate = seconds > 0 ? Math.round(done / seconds) : 0;
      const left = done > 0 && done < total ? `, ${Math.ceil(((total - done) / done) * seconds)} s left` : '';
      const drawn = `${'█'.repeat(filled)}${'░'.repeat(BAR_WIDTH - filled)}`;
      process.stderr.write(`\r\u001b[K${label} ${drawn} ${done}/${total}, ${rate}/s${left}`);
    },
    end: () => process.stderr.write('\r\u001b[K'),
  };
}

function plain(label: string): Progress {
  let announced = -1;
  return {
    step: (done, total) => {
      const quarter = total === 0 ? PIPE_STEPS : Math.floor((done / total) * PIPE_STEPS);
      if (quarter <= announced) return;
      announced = quarter;
      process.stderr.write(`${label} ${done}/${total}\n`);
    },
    end: () => undefined,
  };
}
