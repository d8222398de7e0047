// The listening socket: HTTP, or HTTPS with TLS 1.2 and 1.3 only; limits of time and size that
// protect it; errors of the HTTP parser; and a stop that lets open requests finish.
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import {
  createServer as createHttp,
  type RequestListener,
  type Server,
  type ServerResponse,
} from 'node:http';
import { createServer as createHttps } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { ApiError } from '../errors.ts';
import { TAXII_MEDIA_TYPE } from '../taxii/media-type.ts';
import { errorText } from './answer.ts';

export interface ListenSettings {
  readonly host: string;
  readonly port: number;
  readonly tlsCertFile?: string | undefined;
  readonly tlsKeyFile?: string | undefined;
  readonly tlsClientCaFile?: string | undefined;
}

export interface Listening {
  readonly host: string;
  readonly port: number;
  /** Stops accepting, lets open requests finish for `drainMs`, then cuts them. */
  stop(drainMs: number): Promise<void>;
}

// RFC 7540 appendix A lists the suites that TLS 1.2 should not use; these are not on it.
const CIPHERS = [
  'TLS_AES_128_GCM_SHA256',
  'TLS_AES_256_GCM_SHA384',
  'TLS_CHACHA20_POLY1305_SHA256',
  'ECDHE-ECDSA-AES128-GCM-SHA256',
  'ECDHE-RSA-AES128-GCM-SHA256',
  'ECDHE-ECDSA-AES256-GCM-SHA384',
  'ECDHE-RSA-AES256-GCM-SHA384',
  'ECDHE-ECDSA-CHACHA20-POLY1305',
  'ECDHE-RSA-CHACHA20-POLY1305',
].join(':');

// Room for URLs beyond our own limit, so that the answer to them is ours and not a reset.
const LIMITS = {
  maxHeaderSize: 65_536,
  headersTimeout: 20_000,
  requestTimeout: 0,
  keepAliveTimeout: 65_000,
  // The application asks for it, so that the answer is ours.
  requireHostHeader: false,
};

/** Starts to listen. */
export async function listen(app: RequestListener, settings: ListenSettings): Promise<Listening> {
  const server = createServer(app, settings);
  server.on('checkContinue', app);
  server.on('clientError', answerClientError);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(settings.port, settings.host, resolve);
  });
  const { port } = server.address() as AddressInfo;
  return { host: settings.host, port, stop: (drainMs) => stop(server, drainMs) };
}

function createServer(app: RequestListener, settings: ListenSettings): Server {
  const { tlsCertFile, tlsKeyFile, tlsClientCaFile } = settings;
  if (tlsCertFile === undefined || tlsKeyFile === undefined) return createHttp(LIMITS, app);
  return createHttps(
    {
      ...LIMITS,
      cert: readFileSync(tlsCertFile),
      key: readFileSync(tlsKeyFile),
      minVersion: 'TLSv1.2',
      ciphers: CIPHERS,
      honorCipherOrder: true,
      ALPNProtocols: ['http/1.1'],
      // A certificate that does not verify does not authenticate; passwords and tokens still may.
      ...(tlsClientCaFile === undefined
        ? {}
        : { ca: readFileSync(tlsClientCaFile), requestCert: true, rejectUnauthorized: false }),
    },
    app,
  );
}

interface ParserFault {
  readonly code?: string;
  readonly rawPacket?: Buffer;
}

// What the HTTP parser refuses never reaches the application; it gets the same kind of answer.
function answerClientError(fault: Error & ParserFault, socket: Duplex): void {
  if (!socket.writable || (socket as Socket).destroyed || fault.code === 'ECONNRESET') {
    socket.destroy();
    return;
  }
  // In the middle of an answer another one would be taken for a part of it: cut the connection.
  const { _httpMessage: answering } = socket as { _httpMessage?: ServerResponse | null };
  if (answering?.headersSent) {
    socket.destroy();
    return;
  }
  const error = readParserFault(fault);
  const body = errorText(error, randomUUID(), 'taxii');
  socket.end(
    `HTTP/1.1 ${error.status} ${error.title}\r\nContent-Type: ${TAXII_MEDIA_TYPE}\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
  );
}

function readParserFault(fault: ParserFault): ApiError {
  if (fault.code === 'HPE_HEADER_OVERFLOW' && isLongUrl(fault.rawPacket))
    return new ApiError('URI_TOO_LONG', 'A URL may have at most 16,384 characters.');
  if (fault.code === 'HPE_HEADER_OVERFLOW')
    return new ApiError('HEADERS_TOO_LARGE', 'URL and headers may have at most 65,536 octets.');
  if (fault.code === 'ERR_HTTP_REQUEST_TIMEOUT')
    return new ApiError('BODY_TOO_SLOW', 'The request did not arrive in time.');
  return new ApiError('BAD_REQUEST', 'This is not a request that HTTP/1.1 allows.');
}

// The packet that broke the limit is a piece of one endless line: its URL's.
function isLongUrl(packet: Buffer | undefined): boolean {
  return packet !== undefined && !packet.includes('\n');
}

function stop(server: Server, drainMs: number): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => server.closeAllConnections(), drainMs);
    server.close(() => {
      clearTimeout(timer);
      resolve();
    });
    server.closeIdleConnections();
  });
}
