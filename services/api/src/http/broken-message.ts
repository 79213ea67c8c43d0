import type { Socket } from 'node:net';
import { ApiError } from './api-error.ts';
import type { ProblemCode } from './problem-catalogue.ts';
import { problemOf } from './problem-replies.ts';

const CODES: Readonly<Record<string, readonly [ProblemCode, string]>> = {
  HPE_HEADER_OVERFLOW: ['HEADERS_TOO_LARGE', 'The headers of a request may have at most 16 KiB together.'],
  ERR_HTTP_REQUEST_TIMEOUT: ['REQUEST_TIMEOUT', 'The request was not complete in time; send it again.'],
};

/** Answers what the HTTP parser could not make a request of, and closes the connection: what follows cannot be trusted. */
export function answerBrokenMessage(
  error: Error & { code?: string },
  socket: Socket,
  requestId: string,
): void {
  if (!socket.writable || error.code === 'ECONNRESET') {
    socket.destroy();
    return;
  }
  const [code, detail] = CODES[error.code ?? ''] ?? [
    'MESSAGE_MALFORMED',
    'These bytes are no HTTP/1.1 request.',
  ];
  const problem = problemOf(new ApiError(code, detail), requestId);
  const body = JSON.stringify(problem);
  socket.end(
    [
      `HTTP/1.1 ${problem.status} ${STATUS_WORDS[problem.status] ?? 'Bad Request'}`,
      'Content-Type: application/problem+json; charset=utf-8',
      `Content-Length: ${Buffer.byteLength(body)}`,
      'Cache-Control: no-store',
      'Connection: close',
      '',
      body,
    ].join('\r\n'),
  );
}

const STATUS_WORDS: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  408: 'Request Timeout',
  431: 'Request Header Fields Too Large',
};
