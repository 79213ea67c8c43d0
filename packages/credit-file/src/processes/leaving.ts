import { openCases } from '../cases.ts';
import type { Matter } from '../guards.ts';
import type { Process } from './process.ts';

/**
 * Exit (注销): on application, with the open cases listed; the public page is taken down.
 *
 * Law: XJ-18-1 to XJ-18-3.
 */
export const leaving: Process = {
  computed: {
    deregister: ({ file }: Matter) => ({ openCases: openCases(file.cases).map(({ id }) => id) }),
  },
  consequences: {
    deregistered: () => [{ type: 'unpublished', data: { what: 'public-register' } }],
  },
};
