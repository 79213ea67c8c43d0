/** Upper bounds of the duration histogram. Units: seconds. */
const BOUNDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10] as const;

interface Series {
  count: number;
  seconds: number;
  readonly within: number[];
}

/** Requests answered, by route and status, with how long they took. Bounded: routes are patterns, never addresses. */
export class TrafficCount {
  readonly #series = new Map<string, Series>();

  add(method: string, route: string, status: number, seconds: number): void {
    const labels = `method="${method}",route="${route}",status="${status}"`;
    const series = this.#series.get(labels) ?? { count: 0, seconds: 0, within: BOUNDS.map(() => 0) };
    series.count += 1;
    series.seconds += seconds;
    BOUNDS.forEach((bound, at) => {
      if (seconds <= bound) series.within[at] = (series.within[at] ?? 0) + 1;
    });
    this.#series.set(labels, series);
  }

  /** The counters in the text form of Prometheus. */
  lines(): readonly string[] {
    const name = 'ledger_http_request_duration_seconds';
    const lines = [`# HELP ${name} Time from a request to its answer`, `# TYPE ${name} histogram`];
    for (const [labels, { count, seconds, within }] of this.#series) {
      BOUNDS.forEach((bound, at) => {
        lines.push(`${name}_bucket{${labels},le="${bound}"} ${within[at] ?? 0}`);
      });
      lines.push(
        `${name}_bucket{${labels},le="+Inf"} ${count}`,
        `${name}_sum{${labels}} ${seconds}`,
        `${name}_count{${labels}} ${count}`,
      );
    }
    return lines;
  }
}
