import { createServer } from 'node:http';
import net, { type AddressInfo } from 'node:net';
import { expect, test } from 'vitest';

import { watchConnections } from '../../../local/http/connections.ts';

test('a server that stops waits for no connection in which nothing was asked', async () => {
  const server = createServer((_, response) => response.end('answer'));
  const connections = watchConnections(server);
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  const opened = Promise.withResolvers<void>();
  server.once('connection', () => opened.resolve());
  const unused = net.connect(port, '127.0.0.1');
  const ended = new Promise((resolve) => {
    unused.once('close', resolve);
  });
  await opened.promise;
  const closed = new Promise((resolve) => {
    server.close(resolve);
  });
  connections.closeUnused();
  await Promise.all([closed, ended]);
  expect(server.listening).toBe(false);
});
