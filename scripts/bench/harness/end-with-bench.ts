/**
 * Loaded first (`--import`) into a process that a bench has started with an IPC channel: it ends when the bench has ended, however
 * that came about.
 */
process.once('disconnect', () => process.exit());
// Waiting for that keeps nobody alive.
process.channel?.unref();
