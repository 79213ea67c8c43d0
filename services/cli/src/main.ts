import { type Logger, pino } from 'pino';
import { environmentFaultIn, requireNode24 } from './instance/index.ts';
import { EXIT, Failure } from './output/failure.ts';
import { processTerminal } from './output/terminal.ts';
import { ledgerProgram } from './program.ts';

const terminal = processTerminal(() => performance.now());

try {
  requireNode24();
  await ledgerProgram({ terminal, log: loggerOf(process.env['LEDGER_LOG'] ?? 'warn') }).parseAsync(
    process.argv,
  );
} catch (error) {
  process.exitCode = reportEnd(error);
}
// A command is over when its answer is printed; what still idles in a pool must not keep it.
if (!process.argv.includes('up') && !process.argv.includes('node')) process.exit();

function loggerOf(level: string): Logger {
  const destination = 2;
  if (process.stderr.isTTY !== true) return pino({ level }, pino.destination(destination));
  return pino({ level, transport: { target: 'pino-pretty', options: { destination } } });
}

function reportEnd(error: unknown): number {
  if (error instanceof Failure) {
    if (error.message !== '') terminal.err(error.message);
    return error.exitCode;
  }
  const fault = environmentFaultIn(error);
  if (fault !== undefined) {
    terminal.err(fault.message);
    return EXIT.environment;
  }
  terminal.err(error instanceof Error ? (error.stack ?? error.message) : String(error));
  return EXIT.refused;
}
