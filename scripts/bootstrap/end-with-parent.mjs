// Loaded before the program: when the process that started it is gone, killed or not, the program is
// asked to end as if by the user, and stops what it started in its own order.
process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'));
// Waiting for that moment is no reason to stay alive.
process.channel?.unref();
