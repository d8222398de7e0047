// The warnings of the program that made the shared vectors, against ours, kind by kind. Objects that
// have errors count where both warn; one may be silent about them.
import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { validate } from '../../../src/stix/validate.ts';

interface Case {
  readonly name: string;
  readonly object?: unknown;
  readonly warning_codes?: readonly string[];
  /** Without options, where the case has some. */
  readonly default?: { readonly warning_codes?: readonly string[] };
}

interface Kind {
  /** Codes of the other program; our codes. */
  readonly theirs: readonly string[];
  readonly ours: readonly string[];
  /** Names of cases (or how they begin) that only one of the two warns of, and why. */
  readonly decided?: Readonly<Record<string, string>>;
}

const SHARED = new URL('../../../../shared/stix/vectors/', import.meta.url);
const FILES = ['unit-v21', 'examples', 'spec-examples', 'rstix'];

const cases = FILES.flatMap((file) =>
  (JSON.parse(readFileSync(new URL(`objects-${file}.json`, SHARED), 'utf8')) as Case[]).filter(
    ({ object }) => object !== undefined,
  ),
);
const judged = cases
  .map((one) => ({
    one,
    verdict: validate(one.object, { warnings: true, infos: true, maxWarnings: 10_000 }),
  }))
  .map(({ one, verdict }) => ({
    name: one.name,
    isValid: verdict.valid,
    theirs: new Set((one.default ?? one).warning_codes),
    ours: new Set(verdict.warnings.map(({ code }) => code)),
  }));

const OBSERVED = 'observed_data_tests::ObservedDataTestCases::';
const KINDS: Readonly<Record<string, Kind>> = {
  'version of the UUID': {
    theirs: ['103'],
    ours: ['ID_VERSION_4', 'ID_VERSION_5', 'UUID_NEW'],
    decided: {
      [`${OBSERVED}test_observable_object_embedded_custom_properties`]:
        '83: nothing contributes to the id, so it must be random',
    },
  },
  'form of a value': { theirs: ['111'], ours: ['VOCABULARY_FORMAT'] },
  'names of kill chains': {
    theirs: ['121'],
    ours: ['KILL_CHAIN_NAME'],
    decided: { 'rstix/fixtures/spec/sdo/tool-kill-chain-phase-empty': 'told as STRING_EMPTY' },
  },
  'keys of the container': { theirs: ['141'], ours: ['CONTAINER_KEY'] },
  'name of a product': { theirs: ['143'], ours: ['PRODUCT_NAME'] },
  'kinds of markings, countries': { theirs: ['201'], ours: ['MARKING_TYPE', 'COUNTRY_CODE'] },
  relationships: {
    theirs: ['202'],
    ours: ['RELATIONSHIP_LISTED', 'RELATIONSHIP_SAME_TYPE'],
    decided: {
      'stix-v2.1-errata01/Relationships/L3894/2': '99: av-analysis-of is in the tables',
    },
  },
  vocabularies: {
    theirs: [...Array.from({ length: 30 }, (_, index) => String(211 + index)), '243', '244', '245'],
    ours: ['VOCABULARY_VALUE'],
  },
  'hash algorithms': { theirs: ['241'], ours: ['HASH_ALGORITHM'] },
  'media types': {
    theirs: ['271'],
    ours: ['MEDIA_TYPE'],
    decided: { [`${OBSERVED}test_artifact_mime_type`]: '68: a warning, where they have an error' },
  },
  protocols: { theirs: ['272'], ours: ['PROTOCOL_NAME'] },
  'header fields': { theirs: ['274'], ours: ['HTTP_HEADER'] },
  'keys of PDF': { theirs: ['276'], ours: ['PDF_KEY'] },
  ports: { theirs: ['301'], ours: ['PORTS_PRESENT'] },
  'hashes of references': { theirs: ['302'], ours: ['REFERENCE_HASHES'] },
  'indicators without a name': { theirs: ['303'], ours: ['INDICATOR_DESCRIBED'] },
  'deprecated properties': { theirs: ['304'], ours: ['PROPERTY_DEPRECATED'] },
  'extensions without a description': { theirs: ['305'], ours: ['EXTENSION_DESCRIPTION'] },
  'extensions without a list': { theirs: ['306'], ours: ['EXTENSION_PROPERTIES_LISTED'] },
  'custom content': {
    theirs: ['401'],
    ours: ['CUSTOM_PROPERTY', 'CUSTOM_TYPE', 'CUSTOM_EXTENSION', 'BUNDLE_PROPERTY', 'MARKING_TYPE'],
    decided: {
      [`${OBSERVED}test_observable_object_custom_toplevel_property_with_extension`]:
        '51: SCOs may have top-level extensions as well',
    },
  },
};

describe('the warnings that come with the vectors', () => {
  test.each(Object.entries(KINDS))(
    'are ours in kind: %s',
    (name, { theirs, ours, decided = {} }) => {
      const sides = judged.map((one) => ({
        ...one,
        they: theirs.some((code) => one.theirs.has(code)),
        we: ours.some((code) => one.ours.has(code)),
      }));
      const agreed = sides.filter(({ they, we }) => they && we).length;
      const differing = sides.filter(({ isValid, they, we }) => isValid && they !== we);
      const wrong = differing
        .map((one) => one.name)
        .filter((one) => !Object.keys(decided).some((begin) => one.startsWith(begin)));
      const reasons = Object.values(decided).map((reason) => ` (${reason})`);
      process.stdout.write(
        `${name}: ${agreed} agreed, ${differing.length - wrong.length} decided otherwise${reasons.join('')}, ${wrong.length} wrong\n`,
      );
      expect(wrong).toEqual([]);
      expect(agreed).toBeGreaterThan(0);
    },
  );

  test('are all compared', () => {
    // Names of socket options: the one case has a reference that is an error.
    const compared = new Set([...Object.values(KINDS).flatMap(({ theirs }) => theirs), '275']);
    const all = new Set(judged.flatMap(({ theirs }) => [...theirs]));
    expect([...all].filter((code) => !compared.has(code))).toEqual([]);
  });
});
