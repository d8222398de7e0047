// Follows imports for any number of listeners: PostgreSQL is asked once a second for an import,
// however many listen to it.
import type { Queryable } from '../../store/database.ts';
import { type ImportRow, selectImport } from '../../store/imports.ts';

export interface ImportWatch {
  /** The import now and once a second; ends when the import is gone, or the server stops. */
  readonly follow: (importId: string) => AsyncGenerator<ImportRow>;
  /** Whether as many listen as may. */
  readonly isFull: () => boolean;
  readonly close: () => void;
}

export interface WatchSettings {
  readonly db: Queryable;
  readonly stepMs: number;
  readonly maxListeners: number;
}

/** One import that somebody listens to. */
interface Topic {
  readonly next: () => Promise<ImportRow | null>;
  listeners: number;
}

/** Starts to watch; nothing is asked while nobody listens. */
export function createImportWatch({ db, stepMs, maxListeners }: WatchSettings): ImportWatch {
  const topics = new Map<string, Topic>();
  const closing = new AbortController();
  let listeners = 0;

  async function* follow(importId: string): AsyncGenerator<ImportRow> {
    const topic = topics.get(importId) ?? openTopic(importId);
    topics.set(importId, topic);
    topic.listeners += 1;
    listeners += 1;
    try {
      for (;;) {
        const row = await topic.next();
        if (row === null) return;
        yield row;
      }
    } finally {
      listeners -= 1;
      topic.listeners -= 1;
      if (topic.listeners === 0) topics.delete(importId);
    }
  }

  // Whoever asks while an answer is awaited gets that one.
  function openTopic(importId: string): Topic {
    let pending: Promise<ImportRow | null> | null = null;
    let askedAt = 0;
    const ask = async () => {
      await pause(askedAt + stepMs - Date.now(), closing.signal);
      askedAt = Date.now();
      return closing.signal.aborted ? null : selectImport(db, importId);
    };
    const next = () => {
      pending ??= ask().finally(() => {
        pending = null;
      });
      return pending;
    };
    return { next, listeners: 0 };
  }

  return {
    follow,
    isFull: () => listeners >= maxListeners,
    close: () => closing.abort(),
  };
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  if (ms <= 0 || signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    signal.addEventListener('abort', end);
  });
}
