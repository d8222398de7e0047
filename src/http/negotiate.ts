// Accept and Content-Type: OASIS TAXII 2.1 sections 1.6.8 and 3.1.
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
  contentType: string | undefined,
  encoding: string | undefined,
  body: Operation['body'],
  strict: boolean,
): void {
  if (body === 'envelope') {
    if (!acceptsContentType(contentType, { strict }))
      throw new ApiError(
        'UNSUPPORTED_MEDIA_TYPE',
        `Send an envelope with Content-Type ${TAXII_MEDIA_TYPE}${contentType === undefined ? '' : `; got \`${contentType.slice(0, 100)}\``}.`,
      );
  } else if (body === 'json' && !/^application\/(json|[\w.-]+\+json)\s*(;|$)/i.test(contentType ?? ''))
    throw new ApiError('UNSUPPORTED_MEDIA_TYPE', 'Send JSON with Content-Type application/json.');
  if (encoding !== undefined && !/^(identity|gzip)$/i.test(encoding.trim()))
    throw new ApiError('UNSUPPORTED_MEDIA_TYPE', 'Content-Encoding may be gzip or absent.');
}
