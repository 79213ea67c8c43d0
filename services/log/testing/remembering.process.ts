import { EMPTY_FRONTIER } from '@ledger/transparency-log';
import { SignedHeads } from '../src/signed-heads.ts';

/** Remembers one more head in the directory it is given, and says its number once a signature could leave. */
const [directory = '', signedAtMs = ''] = process.argv.slice(2);
const heads = new SignedHeads(directory);
const newest = await heads.newest();
const head = { origin: 'ledger.example/x', frontier: EMPTY_FRONTIER, signedAtMs: Number(signedAtMs) };
if (await heads.replace(newest?.number, head))
  process.stdout.write(`remembered ${(newest?.number ?? 0) + 1}\n`);
