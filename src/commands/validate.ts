// taxiway validate FILE…: says what is wrong with STIX content, here and now; asks no server.
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { type Command, Option } from 'commander';
import { decode } from '../ingest/envelope/decode.ts';
import { POLICIES } from '../ingest/envelope/policies.ts';
import type { Policies } from '../stix/finding.ts';
import { EXIT, misuse, print, wantsJson } from './output.ts';
import { describeFile, describeTotals, type FileReport, judgeText } from './validate-report.ts';

interface Options extends Partial<Policies> {
  readonly strict?: boolean;
  readonly warnings?: boolean;
  readonly infos?: boolean;
}

const MIB = 1024 ** 2;
// A file is held whole, as text and as what was parsed of it.
const MAX_BYTES = 256 * MIB;

const EXAMPLES = `
A file is one object, a bundle, a list of objects, an envelope, or one object a line; at most ${MAX_BYTES / MIB} MiB.
\`-\` reads standard input. Unless told otherwise, what is valid here is what a server takes in a push, except
that STIX 2.0 is refused: nothing of it can be checked.

Examples:
  $ taxiway validate bundle.json
  $ taxiway poll indicators | taxiway validate -
  $ taxiway validate --strict --json feeds/*.json
  $ taxiway validate --hex-case any --created-by-ref any old-feed.json

Exit codes: 0 all valid, 1 something is not, 2 misuse or a file that cannot be read.`;

/** Adds the command. */
export function addValidate(program: Command): void {
  program
    .command('validate')
    .description('say what is wrong with files of STIX 2.1, without a server')
    .argument('<file...>', 'JSON; - is standard input')
    .option('--warnings', 'check SHOULD rules as well')
    .option('--infos', 'tell also what is neither against a MUST nor a SHOULD')
    .option('--strict', 'check SHOULD rules as well, and count them as errors')
    .addOption(choice('--hex-case <case>', 'letters of hexadecimal values', ['lower', 'any']))
    .addOption(choice('--created-by-ref <what>', 'what it may name', ['identity', 'any']))
    .addOption(choice('--uuid-versions <rfc>', 'versions of UUIDs', ['rfc4122', 'rfc9562']))
    .addOption(choice('--uuid-case <case>', 'letters of UUIDs', ['lower', 'any']))
    .addOption(choice('--stix20 <what>', 'what to do with STIX 2.0', ['accept', 'refuse']))
    .addHelpText('after', EXAMPLES)
    .action(run);
}

function choice(flags: string, description: string, choices: readonly string[]): Option {
  return new Option(flags, description).choices(choices);
}

async function run(files: readonly string[], options: Options, self: Command): Promise<void> {
  const { strict = false, infos = false, warnings = strict || infos, ...policies } = options;
  const asked = {
    ...POLICIES.strict,
    stix20: 'refuse',
    ...pick(policies),
    warnings,
    infos,
  } as const;
  const reports: FileReport[] = [];
  for (const file of files) {
    const report = judgeText(file, await readText(file), asked);
    reports.push(report);
    if (!wantsJson(self)) print(self, null, describeFile(report));
  }
  if (wantsJson(self))
    print(
      self,
      reports.map(({ file, results }) => ({ file, results })),
      [],
    );
  else if (reports.length > 1) print(self, null, describeTotals(reports));
  const isRefused = reports.some(
    ({ results }) =>
      results.some(({ valid }) => !valid) ||
      (strict && results.some((one) => one.warnings.some(({ level }) => level === 'warning'))),
  );
  process.exitCode = isRefused ? EXIT.refused : EXIT.done;
}

// --json is among the options of each command.
function pick(options: Partial<Policies>): Partial<Policies> {
  const { hexCase, createdByRef, uuidVersions, uuidCase, stix20 } = options;
  return {
    ...(hexCase && { hexCase }),
    ...(createdByRef && { createdByRef }),
    ...(uuidVersions && { uuidVersions }),
    ...(uuidCase && { uuidCase }),
    ...(stix20 && { stix20 }),
  };
}

async function readText(file: string): Promise<string> {
  if (file !== '-' && (await stat(file).catch(() => null))?.isFile() === false)
    throw misuse(`${file} is no file.`);
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of file === '-' ? process.stdin : createReadStream(file)) {
      size += chunk.length;
      if (size > MAX_BYTES) break;
      chunks.push(chunk);
    }
  } catch {
    throw misuse(`The file ${file} cannot be read.`);
  }
  if (size > MAX_BYTES) throw misuse(`${file} has more than ${MAX_BYTES / MIB} MiB: split it.`);
  const text = decode(Buffer.concat(chunks));
  if (text === null) throw misuse(`${file} is not UTF-8 text.`);
  return text;
}
