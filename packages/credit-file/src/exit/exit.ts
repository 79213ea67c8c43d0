import { openCases } from '../cases.ts';
import type { Matter, Process } from '../process/process.ts';

/**
 * Exit (注销): on application, with the open cases listed; the public page is taken down.
 *
 * Law: XJ-18-1 to XJ-18-3.
 */
export const exit: Process = {
  computed: {
    deregister: ({ file }: Matter) => ({ openCases: openCases(file.cases).map(({ id }) => id) }),
  },
  consequences: {
    deregistered: () => [{ type: 'unpublished', data: { what: 'public-register' } }],
  },
};
