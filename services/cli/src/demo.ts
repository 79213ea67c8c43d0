import { fileURLToPath } from 'node:url';

/** The demo histories: 25 fictional files that walk every path of the law. */
export const DEMO_HISTORIES: string = fileURLToPath(new URL('../demo/histories.jsonl', import.meta.url));
