// Accept and Content-Type: OASIS TAXII 2.1 sections 1.6.8 and 3.1.
import type { IncomingHttpHeaders } from 'node:http';
import { ApiError } from '../errors.ts';
import { acceptsContentType, acceptsTaxii, TAXII_MEDIA_TYPE } from '../taxii/media-type.ts';
import type { Operation } from './router.ts';

/** @throws ApiError NOT_ACCEPTABLE when the client can read nothing that TAXII 2.1 answers with */
export function checkAccept(accept: string | undefined, strict: boolean): void {
  if (acceptsTaxii(accept, { strict })) return;
  throw new ApiError(
    'NOT_ACCEPTABLE',
    `This endpoint answers with ${TAXII_MEDIA_TYPE}; the Accept header does not allow it.`,
  );
}

/** @throws ApiError UNSUPPORTED_MEDIA_TYPE when the body is of a kind that the operation cannot read */
export function checkContentType(
  headers: IncomingHttpHeaders,
  body: Operation['body'],
  strict: boolean,
): void {
  const type = headers['content-type'];
  const encoding = headers['content-encoding'] ?? 'identity';
  if (body === 'envelope' && !acceptsContentType(type, { strict }))
    throw refuse(
      `Send an envelope with Content-Type ${TAXII_MEDIA_TYPE}; got \`${type?.slice(0, 100) ?? 'none'}\`.`,
    );
  if ((body === 'json' || body === 'text') && !JSON_TYPE.test(type ?? ''))
    throw refuse('Send JSON with Content-Type application/json.');
  if (!/^(identity|gzip)$/i.test(encoding.trim()))
    throw refuse('Content-Encoding may be gzip or absent.');
}

const JSON_TYPE = /^application\/(json|[\w.-]+\+json)\s*(;|$)/i;

function refuse(message: string): ApiError {
  return new ApiError('UNSUPPORTED_MEDIA_TYPE', message);
}
