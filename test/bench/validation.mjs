// What validation costs a push: the same envelopes to two servers in turn, one of which checks only
// what it needs to store an object.
import { makeEnvelopes } from './made.mjs';
import { pushAll } from './push.mjs';
import { compare } from './report.mjs';
import { startServer } from './server.mjs';

const ENVELOPE = 1000;
const ENVELOPES = 10;
const TIMES_AS_MANY = 5;

/** @returns lines of the report */
export async function benchValidation({ rounds, tell, interrupted }) {
  const checking = await startServer([], { PUSH_VALIDATION: 'strict' });
  try {
    const trusting = await startServer([], { PUSH_VALIDATION: 'off' });
    try {
      const measured = comparePushes(checking, trusting, rounds * TIMES_AS_MANY, tell);
      return await Promise.race([measured, interrupted]);
    } finally {
      await trusting.stop();
    }
  } finally {
    await checking.stop();
  }
}

async function comparePushes(checking, trusting, rounds, tell) {
  const measured = { 1: [], 4: [] };
  const targets = [checking, trusting];
  const collections = new Map();
  for (const server of targets) collections.set(server, await server.makeCollection('Pushed'));
  // The first round warms up.
  for (let round = 0; round <= rounds; round += 1)
    for (const connections of [1, 4]) {
      const rates = new Map();
      // Who comes first changes from round to round.
      for (const server of round % 2 === 0 ? targets : [...targets].reverse()) {
        const envelopes = makeEnvelopes(ENVELOPES, ENVELOPE);
        const seconds = await pushAll(server, collections.get(server), envelopes, connections);
        rates.set(server, (ENVELOPES * ENVELOPE) / seconds);
      }
      if (round > 0)
        measured[connections].push({ value: rates.get(checking), limit: rates.get(trusting) });
    }
  tell(`validation: ${rounds} rounds`);
  const target = { atLeast: 0.7 };
  return [
    compare('validated push, 1 connection : unvalidated', 'objects/s', measured[1], target),
    compare('validated push, 4 connections : unvalidated', 'objects/s', measured[4], target),
  ];
}
