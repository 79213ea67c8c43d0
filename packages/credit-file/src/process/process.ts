import type { Rulebook } from '@ledger/rulebooks';
import type { CommandName, EventData, EventType } from '@ledger/schemas';
import type { LegalDate, WorkingCalendar } from '@ledger/statutory-calendar';
import type { CreditFile } from '../credit-file.ts';
import type { Act } from './act.ts';
import type { Clock } from './clock.ts';
import type { Refusal } from './refusal.ts';

/** The law that an act is judged, or a clock counted, under. */
export interface Law {
  readonly rulebook: Rulebook;
  readonly calendar: WorkingCalendar;
}

/** An act and the file it meets, under the law. */
export interface Matter extends Law {
  /** The file before the act. */
  readonly file: CreditFile;
  readonly act: Act;
}

/** A condition of an act beyond standing and cases: the refusal that speaks when it fails. */
export type Guard = (matter: Matter) => Refusal | undefined;

/** An act that follows from another by the law itself, made by the system. */
export interface Consequence<Type extends EventType = EventType> {
  readonly type: Type;
  readonly data: EventData<Type>;
  /** The rule it rests on; else the first that the rulebook rests such an act on (`acts`). */
  readonly basis?: string;
}

/** An act that the law, or the ledger's own care, lays on the system by itself. */
export interface Duty {
  readonly name: CommandName;
  readonly data: Readonly<Record<string, unknown>>;
  /** When it fell due, +08:00; the act counts from then, however late it is made. */
  readonly at: string;
}

/** One process of the law: the conditions of its acts, what it works out itself, what follows from them, and its clocks. */
export interface Process {
  /** In the order in which they speak. */
  readonly guards?: { readonly [Type in EventType]?: readonly Guard[] };
  /** Conditions of a live act only: what imported history, written under other forms, may lack. */
  readonly formalities?: { readonly [Type in EventType]?: readonly Guard[] };
  /** Payload fields that a command computes, by command. */
  readonly computed?: {
    readonly [Name in CommandName]?: (matter: Matter) => Readonly<Record<string, unknown>>;
  };
  /** Acts that follow in the same decision, by the act they follow. */
  readonly consequences?: { readonly [Type in EventType]?: (matter: Matter) => readonly Consequence[] };
  /**
   * What the system has to do on a file on a day: overdue declarations, reminders, bars that are over.
   *
   * Each is due until it is done and never after. None weighs on an agency by a provisional date (G-10).
   */
  readonly duties?: (file: CreditFile, law: Law, today: LegalDate) => readonly Duty[];
  /** The terms of this process that run on a file. */
  readonly clocks?: (file: CreditFile, law: Law) => readonly Clock[];
}
