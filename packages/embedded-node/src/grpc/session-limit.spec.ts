import { once } from 'node:events';
import { connect, createServer } from 'node:http2';
import type { AddressInfo } from 'node:net';
import { expect, it } from 'vitest';
import { SessionLimit } from './session-limit.ts';

it('beyond the limit closes whoever has been without a call for longest, and nobody with a call', async () => {
  const limit = new SessionLimit(3);
  const server = createServer();
  server.on('session', (session) => limit.opened(session));
  server.on('stream', (stream) => {
    if (stream.session !== undefined) limit.called(stream.session, stream);
    stream.respond();
    stream.write('open');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const open = async () => {
    const session = connect(`http://127.0.0.1:${port}`);
    await once(session, 'remoteSettings');
    return session;
  };

  const busy = await open();
  const call = busy.request({ ':path': '/' });
  await once(call, 'response');
  const idle = await open();
  const later = await open();
  const newcomer = await open();
  await once(idle, 'close');
  expect([busy, later, newcomer].map((session) => session.closed)).toEqual([false, false, false]);

  for (const session of [busy, later, newcomer]) session.destroy();
  server.close();
});
