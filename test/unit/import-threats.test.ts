// What the mapping promises of what a row says of the threat, and that nothing readable is thrown away.
import { describe, expect, test } from '@jest/globals';
import { runObjects, settingsFor } from '../support/import-samples.ts';

async function run(text: string) {
  return runObjects(Buffer.from(text), settingsFor());
}

describe('words about a threat', () => {
  test('are types of indicators where the word is known, and labels as written', async () => {
    const { objects } = await run(
      'value,threat_type,malware,tags\na.example,"C&C, Tor exit",Emotet,"x;kit=""y,z"""\nb.example,odd,,\n',
    );
    expect(objects).toMatchObject([
      {
        indicator_types: ['anonymization', 'malicious-activity'],
        labels: ['C&C', 'Emotet', 'Tor exit', 'kit="y,z"', 'x'],
      },
      { indicator_types: ['unknown'], labels: ['odd'] },
    ]);
  });

  test('are one word where a row allows its value', async () => {
    const { objects } = await run(
      'value,action,threat_type,compromised\na.example,Allow,malware,\nb.example,,goodware,\n',
    );
    expect(objects.map((one) => one.indicator_types)).toEqual([['benign'], ['benign']]);
  });

  test('are joined by a compromised host; an attribute for context makes no detection', async () => {
    const { objects, skipped, counts } = await run(
      'value,is_compromised,to_ids\na.example,yes,1\nb.example,no,0\n',
    );
    expect(objects).toMatchObject([{ indicator_types: ['compromised', 'unknown'] }]);
    expect(skipped).toEqual([{ line: 3, code: 'NOT_FOR_DETECTION' }]);
    expect(counts).toMatchObject({ valid: 1, rejected: 0, skipped: 1 });
  });

  test('are phases: of the chain named, of Lockheed, of ATT&CK, else an extra', async () => {
    const { objects, warnings } = await run(
      'value,kill_chain\na.example,my-chain:First Step\nb.example,Command and Control\nc.example,lateral_movement\nd.example,odd\n',
    );
    expect(objects).toMatchObject([
      { kill_chain_phases: [{ kill_chain_name: 'my-chain', phase_name: 'first-step' }] },
      {
        kill_chain_phases: [
          {
            kill_chain_name: 'lockheed-martin-cyber-kill-chain',
            phase_name: 'command-and-control',
          },
        ],
      },
      { kill_chain_phases: [{ kill_chain_name: 'mitre-attack', phase_name: 'lateral-movement' }] },
      { extra: { kill_chain: 'odd' } },
    ]);
    expect(warnings).toEqual([{ line: 5, code: 'KILL_CHAIN_UNKNOWN' }]);
  });

  test('are references: an id, links, words, techniques, weaknesses', async () => {
    const { objects } = await run(
      'value,id,reference,mitre_techniques,cwe\na.example,7,https://r.example/a https://s.example,T1059.001,CWE-79\nb.example,,our own analysis,,\n',
    );
    expect(objects[0]?.external_references).toEqual(
      expect.arrayContaining([
        { source_name: 'Test Source', external_id: '7' },
        { source_name: 'r.example', url: 'https://r.example/a' },
        { source_name: 's.example', url: 'https://s.example' },
        { source_name: 'mitre-attack', external_id: 'T1059.001' },
        { source_name: 'cwe', external_id: 'CWE-79' },
      ]),
    );
    expect(objects[1]?.external_references).toEqual([
      { source_name: 'Test Source', description: 'our own analysis' },
    ]);
  });
});

test('what no member takes is kept as it was written', async () => {
  const { objects } = await run(
    JSON.stringify([{ value: 'a.example', Score: 7, severity: 'high', nested: { deep: [1, 2] } }]),
  );
  expect(objects).toMatchObject([{ extra: { Score: 7, severity: 'high', 'nested.deep': [1, 2] } }]);
});

test('a control character in a text is taken out, once told, and in a value refused', async () => {
  const { warnings, objects } = await run(
    JSON.stringify([{ value: 'evil.example', description: 'a\u0007b\u0008c' }]),
  );
  expect(warnings).toEqual([{ line: 1, code: 'CONTROL_CHARACTER_REMOVED' }]);
  expect(objects).toMatchObject([{ description: 'abc' }]);
  const { rejections } = await run(JSON.stringify([{ value: 'evil\u0007.example' }]));
  expect(rejections).toEqual([{ line: 1, code: 'VALUE_CONTROL_CHARACTER', column: 'value' }]);
});
