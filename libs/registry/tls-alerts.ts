import type { buildConnector } from "undici";

/** What servers say when they end a connection after the handshake: undici reports only that it ended. */
export interface TlsAlerts {
  /** The connector, with its sockets watched. */
  watched(connector: buildConnector.connector): buildConnector.connector;
  /** The alert behind an error of undici's, where there was one; else the error itself. */
  behind(error: Error): Error;
}

interface SocketError extends Error {
  socket?: { localPort?: number };
}

/** In TLS 1.3 a server refuses a client's certificate, or the lack of one, only when the client takes itself for connected. */
export function createTlsAlerts(): TlsAlerts {
  const alerts = new Map<number, Error>();
  return {
    watched: (connector) => (options, callback) => connector(options, (...[error, socket]) => {
      if (error !== null) return callback(error, null);
      const port = socket.localPort ?? 0;
      socket.prependListener("error", (reason: NodeJS.ErrnoException) => {
        if (/^ERR_SSL_.*ALERT/.test(reason.code ?? "")) alerts.set(port, reason);
      });
      // The requests on it have been told by then.
      socket.once("close", () => setTimeout(() => alerts.delete(port), 1000).unref());
      callback(null, socket);
    }),
    behind: (error) => alerts.get((error as SocketError).socket?.localPort ?? -1) ?? error,
  };
}
