// What all records of one import are made with.
import type { ImportSettings } from '../settings.ts';
import type { ConfidenceScale } from './confidence.ts';
import { type Sources, startSources } from './source.ts';
import { makeTimeReader, type ReadTime } from './time.ts';

/** What all records of one import have in common. */
export interface Making {
  readonly settings: ImportSettings;
  readonly namespace: Buffer;
  readonly sources: Sources;
  readonly readTime: (text: string) => ReadTime;
  scale: ConfidenceScale;
}

/** Begins the making of objects for one import. */
export function startMaking(settings: ImportSettings, namespace: Buffer): Making {
  const { confidence_scale: scale } = settings;
  return {
    settings,
    namespace,
    sources: startSources(settings, namespace),
    readTime: makeTimeReader(settings.date_order),
    scale: scale === 'auto' ? '0-100' : scale,
  };
}
