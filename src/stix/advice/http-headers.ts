// Header fields of requests that are well known: those of IANA's registry that clients send, and
// those that everybody sends without a registration. In lower case, as field names have no case.

const NAMES = `
  a-im accept accept-charset accept-datetime accept-encoding accept-language accept-patch
  accept-post accept-ranges access-control-request-headers access-control-request-method alt-used
  apply-to-redirect-ref authentication-info authorization available-dictionary cache-control
  caldav-timezones cdn-loop close connection content-digest content-disposition content-encoding
  content-language content-length content-location content-md5 content-range content-type cookie
  cookie2 correlation-id date depth destination device-memory dnt downlink dpop early-data ect expect
  expires forwarded from front-end-https host http2-settings if if-match if-modified-since
  if-none-match if-range if-schedule-tag-match if-unmodified-since keep-alive last-event-id
  last-modified lock-token max-forwards mime-version negotiate origin overwrite pragma prefer
  priority proxy-authorization proxy-connection purpose range referer referrer-policy
  repr-digest request-id rtt save-data sec-ch-ua sec-ch-ua-arch sec-ch-ua-bitness
  sec-ch-ua-full-version-list sec-ch-ua-mobile sec-ch-ua-model sec-ch-ua-platform
  sec-ch-ua-platform-version sec-fetch-dest sec-fetch-mode sec-fetch-site sec-fetch-user sec-gpc
  sec-purpose sec-websocket-extensions sec-websocket-key sec-websocket-protocol
  sec-websocket-version service-worker signature signature-input slug soapaction te timeout
  timestamp topic traceparent tracestate trailer transfer-encoding translate ttl ua-cpu upgrade
  upgrade-insecure-requests urgency user-agent via viewport-width want-content-digest
  want-repr-digest warning x-api-key x-authorization x-client-ip x-correlation-id x-csrf-token
  x-forwarded-for x-forwarded-host x-forwarded-port x-forwarded-proto x-http-method-override
  x-real-ip x-request-id x-requested-with`;

/** The names, in lower case. */
export const HTTP_HEADERS: ReadonlySet<string> = new Set(NAMES.trim().split(/\s+/));
