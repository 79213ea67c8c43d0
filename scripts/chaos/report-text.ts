import type { Anomaly, Rule } from './check.ts';
import type { Line } from './lines.ts';
import type { FaultReport } from './report.ts';

/** What became of a line of the table. */
export type Verdict =
  | {
      readonly kind: 'run';
      readonly report: FaultReport;
      readonly mustLose: boolean;
      readonly folder: string;
    }
  /** The machine lacks what the fault takes; that is not a success. */
  | { readonly kind: 'not run'; readonly reasons: readonly string[] }
  /** The campaign did not come to its end. */
  | { readonly kind: 'broke'; readonly reason: string; readonly folder: string };

const LOSSES: readonly Rule[] = ['lost'];
const DOUBLES: readonly Rule[] = ['doubled'];
const DETAILS_MOST = 10;

/** Whether a line that could be run came out as it must: without a fault, or, for a control, with a loss found. */
export function asExpected(verdict: Verdict): boolean {
  if (verdict.kind !== 'run') return verdict.kind === 'not run';
  const { anomalies, complaints } = verdict.report;
  if (verdict.mustLose) return countOf(anomalies, LOSSES) > 0;
  return anomalies.length === 0 && complaints.length === 0;
}

/** The two lines that open the table, in Markdown. */
export function tableHead(): string {
  const columns = [
    'fault',
    'times',
    'acknowledged',
    'unanswered',
    'lost',
    'doubled',
    'other',
    'back after p50 / max',
    '',
  ];
  return `| ${columns.join(' | ')} |\n|${columns.map(() => '---').join('|')}|`;
}

/** One line of the table. */
export function tableRow({ name, what }: Line, verdict: Verdict): string {
  return `| \`${name}\`: ${what} | ${cells(verdict).join(' | ')} |`;
}

function cells(verdict: Verdict): readonly (string | number)[] {
  if (verdict.kind === 'not run')
    return [0, '', '', '', '', '', '', `not run: ${verdict.reasons.join('; ')}`];
  if (verdict.kind === 'broke')
    return ['?', '', '', '', '', '', '', `broke: ${verdict.reason.split('\n')[0]}`];
  const { struck, events, unanswered, anomalies, complaints, recoveries } = verdict.report;
  const [lost, doubled] = [countOf(anomalies, LOSSES), countOf(anomalies, DOUBLES)];
  const sorted = recoveries.toSorted((one, other) => one - other);
  return [
    struck,
    grouped(events),
    grouped(unanswered),
    grouped(lost),
    doubled,
    anomalies.length - lost - doubled + complaints.length,
    sorted.length < struck
      ? 'not back'
      : `${grouped(sorted[sorted.length >> 1] ?? 0)} / ${grouped(sorted.at(-1) ?? 0)} ms`,
    asExpected(verdict) ? (verdict.mustLose ? 'loses, as it must' : 'ok') : 'NOT AS EXPECTED',
  ];
}

/** Everything that was found, for whoever looks for the cause. */
export function tell(name: string, verdict: Verdict, say: (line: string) => void): void {
  if (verdict.kind === 'not run') return;
  if (verdict.kind === 'broke') {
    say(`${name} broke; its folder is ${verdict.folder}\n${verdict.reason}`);
    return;
  }
  const { anomalies, complaints } = verdict.report;
  if (anomalies.length + complaints.length === 0) return;
  for (const { rule, detail } of anomalies.slice(0, DETAILS_MOST)) say(`${name}: ${rule}: ${detail}`);
  for (const complaint of complaints.slice(0, DETAILS_MOST)) say(`${name}: ${complaint}`);
  if (!asExpected(verdict)) say(`${name}: history and logs are in ${verdict.folder}`);
}

function countOf(anomalies: readonly Anomaly[], rules: readonly Rule[]): number {
  return anomalies.filter(({ rule }) => rules.includes(rule)).length;
}

function grouped(number: number): string {
  return String(number).replace(/\B(?=(\d{3})+$)/g, ' ');
}
