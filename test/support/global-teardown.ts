// Stops the PostgreSQL of the run; Jest calls this once a project that has a set-up.
export default async function teardown(): Promise<void> {
  const stop = globalThis.stopTestDatabase;
  globalThis.stopTestDatabase = undefined;
  await stop?.();
}
