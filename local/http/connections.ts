import type { Server } from 'node:http';
import type { Socket } from 'node:net';

/** Connections of a server, by what is going on in them. */
export interface Connections {
  /** Closes all in which nothing is going on, those too that were opened and never used. */
  closeUnused: () => void;
}

/** Node's own closeIdleConnections() takes one that has not asked anything yet for busy, as browsers open them. */
export function watchConnections(server: Server): Connections {
  const sockets = new Set<Socket>();
  const busy = new Map<Socket, number>();
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => {
      sockets.delete(socket);
      busy.delete(socket);
    });
  });
  server.on('request', ({ socket }, response) => {
    busy.set(socket, (busy.get(socket) ?? 0) + 1);
    response.once('close', () => busy.set(socket, (busy.get(socket) ?? 1) - 1));
  });
  return {
    closeUnused() {
      for (const socket of sockets) if ((busy.get(socket) ?? 0) === 0) socket.destroy();
    },
  };
}
