import { addDays, addMonths, type LegalDate, legalDateOrThrow } from '@ledger/statutory-calendar';
import { z } from 'zod';
import { ruleOrThrow } from './law.ts';
import { type Cite, parameterOf, termSchema } from './parameter.ts';
import written from './repair-instruments.json' with { type: 'json' };
import { ruleIdSchema } from './rule.ts';

const publicationClassSchema = z.enum(['minor', 'general', 'serious']);
/** How grave a determination is under the national rules of credit repair: 轻微, 一般, 严重. */
export type PublicationClass = z.infer<typeof publicationClassSchema>;

const legalDate = z.string().transform(legalDateOrThrow);

function instrumentsSchema(cite: Cite) {
  const parameter = parameterOf(cite);
  const publicationTerm = parameter(
    z
      .strictObject({
        published: z.boolean(),
        /** Before it has passed, no repair is asked for. Units: months from the determination; 0: at once. */
        minMonths: z.int().min(0),
        /** After it, publication ends by itself. Units: months from the determination. */
        maxMonths: z.int().positive(),
      })
      .readonly(),
  );
  return z
    .strictObject({
      /** Which maximum holds for a publication that two instruments meet. */
      acrossInstruments: parameter(z.enum(['milder', 'of-the-determination'])),
      /** The class of an act whose document names none, by event type. */
      classOf: parameter(z.record(z.string(), publicationClassSchema).readonly()),
      /** Names of whole classes of information, with the types of the acts that determine it. */
      informationClasses: parameter(z.record(z.string(), z.array(z.string()).min(1).readonly()).readonly()),
      instruments: z
        .array(
          z
            .strictObject({
              /** The rule by which acts cite it. */
              rule: ruleIdSchema,
              inForceFrom: legalDate,
              lastDay: legalDate.optional(),
              classes: z.record(publicationClassSchema, publicationTerm).readonly(),
              /** Ways of repair without which none is complete. */
              requiredMethods: parameter(z.array(z.string().min(1)).readonly()),
              /** From the acceptance of an application to the decision. */
              decisionTarget: parameter(termSchema),
            })
            .readonly(),
        )
        .min(1)
        .readonly(),
    })
    .readonly();
}

/** The national law of credit repair, oldest instrument first. */
export const REPAIR_LAW = instrumentsSchema((ruleId) => ruleOrThrow(ruleId)).parse(written);

export type RepairInstrument = (typeof REPAIR_LAW)['instruments'][number];

/** The instrument in force on a day, or undefined before the first. */
export function repairInstrumentOn(day: LegalDate): RepairInstrument | undefined {
  return REPAIR_LAW.instruments.findLast((instrument) => isInForce(instrument, day));
}

/** Whether a rule may be cited on a day: a rule of an instrument of repair while that is in force, any other always. */
export function isCitableOn(ruleId: string, day: LegalDate): boolean {
  const instrument = REPAIR_LAW.instruments.find(({ rule }) => rule === ruleId);
  return instrument === undefined || isInForce(instrument, day);
}

/** A determination of untrustworthy conduct, as far as its publication looks at it. */
export interface Determination {
  readonly determinedOn: LegalDate;
  readonly publicationClass: PublicationClass;
}

/** How long a determination stands before the public, and under which instrument. */
export interface Publication {
  readonly rule: string;
  /** The last day on which it is shown (G-30). */
  readonly lastDay: LegalDate;
}

/**
 * The publication of a determination, or undefined when its class is not published.
 *
 * Where a later instrument meets a publication that still runs, the one that ends first holds (G-29); it ends none before
 * its own force.
 *
 * Law: NR58-1, NR36-1; decisions G-29, G-30.
 */
export function publicationOf({ determinedOn, publicationClass }: Determination): Publication | undefined {
  const governing = repairInstrumentOn(determinedOn) ?? REPAIR_LAW.instruments[0];
  if (governing === undefined) return undefined;
  const first = publicationUnder(governing, { determinedOn, publicationClass });
  if (first === undefined || REPAIR_LAW.acrossInstruments.value !== 'milder') return first;
  const later = REPAIR_LAW.instruments.filter(({ inForceFrom }) => inForceFrom > determinedOn);
  return later.reduce(
    (running, instrument) => milderOf(running, instrument, { determinedOn, publicationClass }),
    first,
  );
}

/**
 * The first day on which repair of a determination may be asked for under the instrument in force on a day.
 *
 * Shape:  the day of the determination itself where no minimum has to pass; undefined where no instrument is in force.
 * Law:    NR58-1, NR36-1: after the minimum term.
 */
export function repairableFrom(
  { determinedOn, publicationClass }: Determination,
  onDay: LegalDate,
): LegalDate | undefined {
  const term = repairInstrumentOn(onDay)?.classes[publicationClass].value;
  if (term === undefined) return undefined;
  return term.minMonths === 0 ? determinedOn : addDays(addMonths(determinedOn, term.minMonths), 1);
}

/** The class of an act whose document names none; undefined when the national law of repair does not know such an act. */
export function defaultClassOf(eventType: string): PublicationClass | undefined {
  return REPAIR_LAW.classOf.value[eventType];
}

/** The types of act whose determinations a portal means by the name of a class of information; none when it names no class. */
export function determinedBy(informationClass: string): readonly string[] {
  return REPAIR_LAW.informationClasses.value[informationClass] ?? [];
}

function publicationUnder(
  { rule, classes }: RepairInstrument,
  { determinedOn, publicationClass }: Determination,
): Publication | undefined {
  const { published, maxMonths } = classes[publicationClass].value;
  return published ? { rule, lastDay: addMonths(determinedOn, maxMonths) } : undefined;
}

function milderOf(
  running: Publication,
  instrument: RepairInstrument,
  determination: Determination,
): Publication {
  const eve = addDays(instrument.inForceFrom, -1);
  if (running.lastDay <= eve) return running;
  const under = publicationUnder(instrument, determination);
  const lastDay = under !== undefined && under.lastDay > eve ? under.lastDay : eve;
  return lastDay < running.lastDay ? { rule: instrument.rule, lastDay } : running;
}

function isInForce({ inForceFrom, lastDay }: RepairInstrument, day: LegalDate): boolean {
  return inForceFrom <= day && (lastDay === undefined || day <= lastDay);
}
