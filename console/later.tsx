import { type ComponentType, type LazyExoticComponent, lazy } from 'react';
import type { Fault } from './api.ts';
import { FaultAlert } from './fault-alert.tsx';

const NOT_LOADED: Fault = {
  status: 0,
  title: 'This part of the console cannot be loaded',
  detail: 'The server cannot be reached, or was updated after this tab was opened.',
};

/** What is loaded when somebody opens it. Where that fails it says so, and the page around it stays. */
export function later<Props extends object>(
  load: () => Promise<ComponentType<Props>>,
): LazyExoticComponent<ComponentType<Props>> {
  return lazy(async () => ({ default: await load().catch(() => NotLoaded) }));
}

// A file that failed once is not asked for again by every browser: only a reload is sure to.
function NotLoaded() {
  return <FaultAlert fault={NOT_LOADED} onRetry={() => window.location.reload()} />;
}
