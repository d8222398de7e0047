// The Express application: a few well-kept middlewares around the journey of a request.
import { randomUUID } from 'node:crypto';
import compression from 'compression';
import cors from 'cors';
import express, { type Express, type NextFunction, type Request, type Response } from 'express';
import helmet from 'helmet';
import { prefixOf, sendError } from './answer.ts';
import { createJourney, type JourneyParts } from './journey.ts';

export interface AppParts extends JourneyParts {
  readonly trustProxy: number;
  readonly corsOrigins: readonly string[];
  readonly isHttps: boolean;
}

// Answers are data: nothing in them may load, frame or run anything.
const POLICY = {
  contentSecurityPolicy: {
    useDefaults: false,
    directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] },
  },
};

/** Makes the application. */
export function createApp(parts: AppParts): Express {
  const app = express();
  app.disable('x-powered-by');
  app.set('trust proxy', parts.trustProxy);
  app.use(helmet({ ...POLICY, strictTransportSecurity: parts.isHttps }));
  if (parts.corsOrigins.length > 0) {
    const shareAcrossOrigins = cors(corsOptions(parts.corsOrigins));
    // Without an Origin, OPTIONS is an ordinary question about a URL.
    app.use((request, response, next) =>
      request.headers.origin === undefined ? next() : shareAcrossOrigins(request, response, next),
    );
  }
  // Pages are hundreds of kilobytes: level 3 is three times as fast as 6 and 10 % larger.
  app.use(compression({ threshold: 1024, level: 3 }));
  const travel = createJourney(parts);
  app.use((request, response) => travel(request, response, request.ip ?? ''));
  app.use(answerFault);
  return app;
}

// A fault outside the journey; Express would answer with a page of HTML.
function answerFault(
  error: unknown,
  request: Request,
  response: Response,
  _next: NextFunction,
): void {
  sendError(request, response, error, prefixOf(request.path), randomUUID());
}

function corsOptions(origins: readonly string[]): cors.CorsOptions {
  return {
    origin: [...origins],
    methods: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'],
    exposedHeaders: [
      'X-TAXII-Date-Added-First',
      'X-TAXII-Date-Added-Last',
      'WWW-Authenticate',
      'Date',
      'Retry-After',
      'X-Request-Id',
    ],
    maxAge: 600,
  };
}
