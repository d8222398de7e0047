#!/usr/bin/env node
// The command line: reads the arguments, runs one command, sets the exit code.
import { readFileSync } from 'node:fs';
import { Command, CommanderError } from 'commander';
import { addAccount } from './commands/account.ts';
import { addApiRoot } from './commands/api-root.ts';
import { addCollection } from './commands/collection.ts';
import { addConfig } from './commands/config.ts';
import { addImport } from './commands/import.ts';
import { addMigrate } from './commands/migrate.ts';
import { EXIT, reportFault } from './commands/output.ts';
import { addPoll } from './commands/poll.ts';
import { addPush } from './commands/push.ts';
import { addServe } from './commands/serve.ts';
import { addSetAside } from './commands/set-aside.ts';
import { addToken } from './commands/token.ts';
import { addValidate } from './commands/validate.ts';
import { addWarningList } from './commands/warning-list.ts';

const COMMANDS = [
  addServe,
  addMigrate,
  addConfig,
  addAccount,
  addToken,
  addApiRoot,
  addCollection,
  addImport,
  addSetAside,
  addWarningList,
  addPoll,
  addPush,
  addValidate,
];

const EXAMPLES = `
Examples:
  $ taxiway serve
  $ taxiway account add siem --no-password
  $ taxiway token add siem --label "the SIEM's connector"
  $ taxiway collection grant indicators siem --read
  $ taxiway import examples/indicators.csv -c indicators -s "Example feed"
  $ taxiway poll indicators --match type=indicator
  $ taxiway validate bundle.json
  $ taxiway config --json

Exit codes: 0 done, 1 refused, 2 misuse, 3 partly.
Settings come from the environment and from .env; see docs/configuration.md.`;

// Whoever reads the output, `head` for one, may stop before its end.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(EXIT.done);
});

process.exitCode = await run(process.argv);

async function run(argv: readonly string[]): Promise<number> {
  const program = createProgram();
  try {
    await program.parseAsync(argv);
    return Number(process.exitCode ?? EXIT.done);
  } catch (error) {
    // commander has printed its own faults already.
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.misuse;
    return reportFault(error, argv.includes('--json'));
  }
}

function createProgram(): Command {
  const program = new Command('taxiway')
    .description('A TAXII 2.1 server on PostgreSQL')
    .version(readVersion())
    .addHelpText('after', EXAMPLES);
  for (const add of COMMANDS) add(program);
  eachCommand(program, (command) => {
    command.exitOverride().option('--json', 'print JSON').showHelpAfterError('(--help tells more)');
  });
  return program;
}

function eachCommand(command: Command, run: (command: Command) => void): void {
  run(command);
  for (const one of command.commands) eachCommand(one, run);
}

function readVersion(): string {
  const file = new URL('../package.json', import.meta.url);
  const { version } = JSON.parse(readFileSync(file, 'utf8')) as { readonly version: string };
  return version;
}
