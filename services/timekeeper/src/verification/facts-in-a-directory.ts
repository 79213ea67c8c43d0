import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Answer, OutsideFacts } from '@ledger/credit-file';
import { parseFileId } from '@ledger/schemas';
import { type Instant, legalDateOf, parseLegalDate } from '@ledger/statutory-calendar';
import { z } from 'zod';
import type { FactsSource } from './outside-facts.ts';

const legalDate = z.string().refine((text) => 'value' in parseLegalDate(text), 'is no day');

/** A line of `licences.jsonl`: what market supervision said of an agency, and when. */
const licenceLine = z.strictObject({
  uscc: z.string(),
  stands: z.boolean(),
  /** The approved business scope. */
  scope: z.string().min(1).optional(),
  asOf: legalDate,
});

/** A line of `serious-lists.jsonl`: an agency, or a principal of it by his role, on a list kept elsewhere. */
const listLine = z.strictObject({
  uscc: z.string(),
  list: z.string().min(1),
  role: z.string().min(1).optional(),
  document: z.string().min(1),
  from: legalDate,
  /** The last day on the list; absent while it has none. */
  to: legalDate.optional(),
});

export type FactsErrorCode = 'FACTS_MALFORMED';

/** A file of facts that cannot be read as such; names file and line. */
class FactsError extends Error {
  override readonly name = 'FactsError';
  readonly code: FactsErrorCode = 'FACTS_MALFORMED';
}

/**
 * What an officer, or a nightly export of another register, has laid into a directory: no network, no register asked.
 *
 * Two files of JSON lines, each optional: `licences.jsonl` and `serious-lists.jsonl`. They are read anew for each
 * verification, so what is laid in counts at once. A list file that is there answers for every agency, also by not naming it;
 * a licence file answers for the agencies it names.
 *
 * Errors: FactsError when a line keeps to no form; nothing is verified by half a file.
 * Law:    XJ-6-1, XJ-9-1, XJ-9-2, LNO-1.2-3; decision G-18 (roles, never names).
 */
export function factsInDirectory(directory: string, clock: () => Instant): FactsSource {
  return {
    async factsOf(fileId) {
      const uscc = parseFileId(fileId)?.uscc ?? '';
      const today = legalDateOf(clock());
      const licences = await linesOf(directory, 'licences.jsonl', licenceLine);
      const lists = await linesOf(directory, 'serious-lists.jsonl', listLine);
      const [licence, listed] = [licenceFacts(licences, uscc), listFacts(lists, uscc, today)];
      return { ...licence, ...listed, told: { ...licence.told, ...listed.told } };
    },
  };
}

function licenceFacts(lines: readonly z.infer<typeof licenceLine>[] | undefined, uscc: string): OutsideFacts {
  const newest = lines
    ?.filter((line) => line.uscc === uscc)
    .toSorted((one, other) => (one.asOf < other.asOf ? -1 : 1))
    .at(-1);
  if (newest === undefined) return {};
  const { stands, scope, asOf } = newest;
  const licence = said(`the licence ${stands ? 'stands' : 'does not stand'}, licences.jsonl as of ${asOf}`);
  return {
    licenceStands: stands,
    ...(scope !== undefined && { approvedScope: scope }),
    told: {
      licenceStands: licence,
      ...(scope !== undefined && { approvedScope: said(`licences.jsonl as of ${asOf}`) }),
    },
  };
}

function listFacts(
  lines: readonly z.infer<typeof listLine>[] | undefined,
  uscc: string,
  today: string,
): OutsideFacts {
  if (lines === undefined) return {};
  const running = lines.filter(
    (line) => line.uscc === uscc && line.from <= today && (line.to === undefined || today <= line.to),
  );
  const agency = running.find(({ role }) => role === undefined);
  const principals = running.filter(({ role }) => role !== undefined);
  const roles = [...new Set(principals.flatMap(({ role }) => role ?? []))];
  const where = (line: z.infer<typeof listLine>) => `${line.list} (${line.document}) of ${line.from}`;
  const [principal] = principals;
  return {
    agencyListed: agency !== undefined,
    listedRoles: roles,
    told: {
      agencyListed: said(
        agency === undefined ? 'serious-lists.jsonl does not name the agency' : where(agency),
      ),
      listedRoles: said(
        principal === undefined
          ? 'serious-lists.jsonl names none of its principals'
          : `${where(principal)} names ${roles.join('、')}`,
      ),
    },
  };
}

/** The lines of a file; undefined when it is not there. */
async function linesOf<Line>(
  directory: string,
  name: string,
  line: z.ZodType<Line>,
): Promise<readonly Line[] | undefined> {
  let text: string;
  try {
    text = await readFile(join(directory, name), 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  return text.split('\n').flatMap((written, index) => {
    if (written.trim() === '') return [];
    try {
      return [line.parse(JSON.parse(written))];
    } catch (cause) {
      const fault = cause instanceof z.ZodError ? z.prettifyError(cause) : 'is no JSON';
      throw new FactsError(`${name}, line ${index + 1}: ${fault}`, { cause });
    }
  });
}

function said(says: string): Answer {
  return { from: 'directory', says };
}
