/** Bits to turn in each kind of file: a few in every test run, `LOG_MUTATIONS=10000` for the long form. */
export const MUTATIONS = Number(process.env['LOG_MUTATIONS'] ?? 120);
/** How long turning them may take. Units: milliseconds. */
export const MUTATIONS_TIMEOUT_MS = 30_000 + 100 * MUTATIONS;
